#include "app/window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QScrollArea>
#include <QSettings>
#include <QToolBar>
#include <QVBoxLayout>
#include <utility>

#include "app/window/anatomy_panel.h"
#include "app/window/arrangements.h"
#include "app/window/charts_panel.h"
#include "app/window/curvature_docks.h"
#include "app/window/export_dialog.h"
#include "app/window/menus.h"
#include "app/window/model_panel.h"
#include "app/window/notice_bar.h"
#include "app/window/optimizers_panel.h"
#include "app/window/plane_panel.h"
#include "app/window/problem_panel.h"
#include "app/window/shortcuts_dialog.h"
#include "app/window/status_line.h"
#include "app/window/sweep_panel.h"
#include "app/window/views_area.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/number_text.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/figure_export.h"

namespace thalweg {
namespace {

constexpr int leftWidth = 260, rightWidth = 300, narrowBelow = 1200;
constexpr int layoutVersion = 4;  // of the set of docks and bars

QHash<QString, Experiment> presetOfEachKind() {
  QHash<QString, Experiment> first;
  for (const Preset& preset : presets()) {
    const Result<Experiment> read = experimentFrom(preset.toml.toStdString(), ".");
    if (!read) continue;
    const QString kind = QString::fromStdString(read->problem.kind);
    if (!first.contains(kind)) first.insert(kind, *read);
  }
  return first;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
  setAcceptDrops(true);
  setWindowIcon(QIcon(":/thalweg.svg"));
  resize(1440, 900);
  m_header = new HeaderBar;
  setMenuWidget(m_header);
  m_views = new ViewsArea(m_workspace);
  auto* middle = new QWidget;
  auto* column = new QVBoxLayout(middle);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_notice = new NoticeBar);
  column->addWidget(m_views, 1);
  setCentralWidget(middle);
  makeDocks();
  makeStrip();
  m_status = new StatusLine(m_workspace);
  setStatusBar(m_status);
  connectParts();
  fillMenus(*this);
  m_header->setActions(allActions());
  showTitle();
}

/// The parts go before the workspace that they look at: a field that loses the keyboard on the way
/// still tells the document.
MainWindow::~MainWindow() {
  hide();
  qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

QDockWidget* MainWindow::makeDock(const QString& title, QWidget* content, Qt::DockWidgetArea area,
                                  bool scrolls) {
  auto* dock = new QDockWidget(title, this);
  dock->setObjectName(title);
  dock->setTitleBarWidget(new PanelTitle(dock));
  if (scrolls) {
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->setMinimumWidth(content->minimumWidth() + 12);
    dock->setWidget(scroll);
  } else {
    dock->setWidget(content);
  }
  addDockWidget(area, dock);
  return dock;
}

void MainWindow::makeDocks() {
  setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
  setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
  setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
  m_problem = new ProblemPanel(m_workspace.document, m_workspace.session, presetOfEachKind());
  m_optimizers = new OptimizersPanel(m_workspace.document, m_workspace.session);
  m_charts = new ChartsPanel(m_workspace);
  // As wide as their rows need to be read; a person may draw them wider.
  m_problem->setMinimumWidth(leftWidth - 12);
  m_optimizers->setMinimumWidth(rightWidth - 12);
  m_problemDock = makeDock("Problem", m_problem, Qt::LeftDockWidgetArea, true);
  m_optimizersDock = makeDock("Optimizers", m_optimizers, Qt::RightDockWidgetArea, true);
  m_anatomy = new AnatomyPanel(m_workspace);
  m_anatomyDock = makeDock("Anatomy", m_anatomy, Qt::RightDockWidgetArea, true);
  m_anatomyDock->hide();
  connect(m_anatomyDock, &QDockWidget::visibilityChanged, this, [this](bool visible) {
    // Room for the formula, the arrows and the numbers.
    if (visible && !std::exchange(m_anatomySeen, true))
      resizeDocks({m_optimizersDock, m_anatomyDock}, {height() / 2, height() / 2}, Qt::Vertical);
  });
  m_model = new ModelPanel(m_workspace);
  m_modelDock = makeDock("Model", m_model, Qt::RightDockWidgetArea, false);
  m_modelDock->hide();
  // It comes with data that it can show, and goes with them.
  connect(&m_workspace.model, &ModelService::dataChanged, this, [this] {
    const bool shows = m_workspace.model.data() != nullptr;
    if (shows == std::exchange(m_modelShows, shows)) return;
    m_modelDock->setVisible(shows);
    if (shows)
      resizeDocks({m_optimizersDock, m_modelDock}, {height() / 2, height() * 2 / 5}, Qt::Vertical);
  });
  m_planeDock =
      makeDock("Plane", m_plane = new PlanePanel(m_workspace), Qt::RightDockWidgetArea, true);
  connect(m_plane, &PlanePanel::told, this, &MainWindow::told);
  m_planeDock->hide();
  m_chartsDock = makeDock("Charts", m_charts, Qt::BottomDockWidgetArea, false);
  // The tabs are the title of the charts.
  m_chartsDock->setTitleBarWidget(new QWidget);
  connect(m_chartsDock->toggleViewAction(), &QAction::toggled, this, [this](bool visible) {
    if (visible) setChartsBeside(*this, false);
  });
  m_curvature = new CurvatureDocks(
      m_workspace, [this](const auto&... what) { return makeDock(what...); }, this);
  m_sweepDock =
      makeDock("Sweep", m_sweep = new SweepPanel(m_workspace), Qt::BottomDockWidgetArea, false);
  m_sweepDock->hide();
  auto* add = new QAction(icon("plus"), "Add an optimizer", this);
  ToolButton* button = static_cast<PanelTitle*>(m_optimizersDock->titleBarWidget())->addTool(add);
  connect(add, &QAction::triggered, this, [this, button] {
    QMenu* menu = m_optimizers->addMenu();
    menu->popup(button->mapToGlobal(
        QPoint(button->width() - menu->sizeHint().width(), button->height() + 2)));
  });
  setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
}

void MainWindow::makeStrip() {
  m_strip = new TransportStrip;
  m_strip->setPaceOffered(false);
  auto* bar = new QToolBar("Transport");
  bar->setObjectName("Transport");
  bar->setMovable(false);
  bar->setContextMenuPolicy(Qt::PreventContextMenu);
  bar->setFixedHeight(48);
  bar->addWidget(m_strip);
  addToolBar(Qt::BottomToolBarArea, bar);
}

void MainWindow::connectParts() {
  Player& player = m_workspace.player;
  const auto showRange = [this] {
    m_strip->setRange(int(m_workspace.session.computed()), int(m_workspace.session.planned()));
  };
  connect(&m_workspace.session, &Session::grown, this, showRange);
  connect(&m_workspace.session, &Session::runsChanged, this, showRange);
  connect(&m_workspace.session, &Session::grown, this, &MainWindow::showMarkers);
  connect(&m_workspace.session, &Session::grown, this, &MainWindow::showReadout);
  connect(&m_workspace, &Workspace::selectionChanged, this, &MainWindow::showReadout);
  connect(&player, &Player::stepChanged, this, &MainWindow::showReadout);
  connect(&player, &Player::stepChanged, m_strip, &TransportStrip::setStep);
  connect(&player, &Player::stepChanged, m_optimizers, &OptimizersPanel::setStep);
  connect(&player, &Player::playingChanged, m_strip, &TransportStrip::setPlaying);
  connect(m_strip, &TransportStrip::playToggled, &player, &Player::play);
  connect(m_strip, &TransportStrip::stepAsked, &player, [&player](int step) {
    player.play(false);
    player.setStep(step);
  });
  connect(m_strip, &TransportStrip::speedChanged, &player, &Player::setSpeed);
  connect(m_strip, &TransportStrip::loopChanged, &player, &Player::setLoop);
  connect(m_optimizers, &OptimizersPanel::selected, &m_workspace, &Workspace::select);
  connect(&m_workspace, &Workspace::selectionChanged, m_optimizers, &OptimizersPanel::setSelected);
  connect(&m_workspace, &Workspace::opened, this, &MainWindow::arrangeAsOpened);
  connect(m_views, &ViewsArea::pointerMoved, m_status, &StatusLine::showPointer);
  connect(m_header, &HeaderBar::exportAsked, this, &MainWindow::showExport);
  connect(m_header, &HeaderBar::themeAsked, this, [this] { setDark(!currentTheme().dark); });
  connect(&m_workspace.document, &Document::changed, this, &MainWindow::showTitle);
  connect(&m_workspace.document, &Document::pathChanged, this, &MainWindow::showTitle);
  connect(&m_workspace.document.undoStack(), &QUndoStack::cleanChanged, this,
          &MainWindow::showTitle);
}

/// The loss of the chosen run, else of the first one, at the cursor.
void MainWindow::showReadout() {
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const std::size_t run = std::size_t(std::max(0, m_workspace.selected())),
                    step = std::size_t(m_workspace.player.step());
  const double* row = run < runs.size() ? runs[run].data.rowOf(std::int64_t(step)) : nullptr;
  m_strip->setReadout(row ? "loss " + shownNumber(row[0]) : QString());
}

void MainWindow::showTitle() {
  const Document& document = m_workspace.document;
  QString title = QString::fromStdString(document.experiment().title);
  if (title.isEmpty())
    title = document.path().isEmpty() ? "Untitled" : QFileInfo(document.path()).completeBaseName();
  const bool modified = !m_workspace.document.undoStack().isClean();
  m_header->setTitle(title, modified);
  setWindowTitle(title + "[*] – Thalweg");
  setWindowModified(modified);
}

void MainWindow::showMarkers() {
  QList<StripMarker> markers;
  for (std::size_t i = 0; i < m_workspace.session.runs().size(); ++i) {
    const LiveRun& run = m_workspace.session.runs()[i];
    const QString name =
        QString::fromStdString(run.choice.label.empty() ? run.choice.name : run.choice.label);
    if (run.data.ending.status == Status::diverged)
      markers << StripMarker{int(run.data.steps()), StripMarker::Kind::diverged, int(i),
                             name + " " + QString::fromStdString(run.data.ending.reason)};
    if (run.choice.kick && run.choice.kick->step <= run.data.steps())
      markers << StripMarker{
          int(run.choice.kick->step), StripMarker::Kind::fork, int(i),
          QString("%1 is kicked at step %2").arg(name).arg(run.choice.kick->step)};
    if (const std::int64_t step = run.data.firstAtLimit(); step >= 0)
      markers << StripMarker{int(step), StripMarker::Kind::boundCrossed, int(i),
                             QString("%1 reaches its limit at step %2").arg(name).arg(step)};
  }
  m_strip->setMarkers(markers);
}

void MainWindow::told(const QString& problem) { m_notice->tell(problem); }

void MainWindow::openFile(const QString& path) {
  if (!mayLeave()) return;
  QString problem;
  if (path.endsWith(".png", Qt::CaseInsensitive) || path.endsWith(".svg", Qt::CaseInsensitive)) {
    const std::optional<QString> text = readEmbeddedExperiment(path);
    problem = text ? m_workspace.open(*text, {})
                   : QFileInfo(path).fileName() +
                         " carries no experiment: only pictures exported with it do.";
  } else {
    problem = m_workspace.openFile(path);
    if (problem.isEmpty()) remember(path);
  }
  told(problem);
  if (problem.isEmpty()) m_workspace.begin();
}

void MainWindow::openPreset(int index) {
  if (index < 0 || index >= presets().size() || !mayLeave()) return;
  told(m_workspace.open(presets()[index].toml, {}));
  m_workspace.begin();
}

bool MainWindow::save() {
  if (m_workspace.document.path().isEmpty()) return saveAs();
  const QString problem = m_workspace.saveAs(m_workspace.document.path());
  told(problem);
  if (problem.isEmpty()) m_status->tell("Saved " + m_workspace.document.path());
  return problem.isEmpty();
}

bool MainWindow::saveAs() {
  QString path = QFileDialog::getSaveFileName(this, "Save experiment", m_workspace.document.path(),
                                              "Experiments (*.toml)");
  if (path.isEmpty()) return false;
  if (QFileInfo(path).suffix().isEmpty()) path += ".toml";
  const QString problem = m_workspace.saveAs(path);
  told(problem);
  if (problem.isEmpty()) remember(path);
  return problem.isEmpty();
}

void MainWindow::remember(const QString& path) {
  QSettings settings;
  QStringList recent = settings.value("recent").toStringList();
  const QString whole = QFileInfo(path).absoluteFilePath();
  recent.removeAll(whole);
  recent.prepend(whole);
  settings.setValue("recent", recent.mid(0, 8));
}

bool MainWindow::mayLeave() {
  if (m_workspace.document.undoStack().isClean() || m_workspace.document.path().isEmpty())
    return true;
  QMessageBox box(QMessageBox::Question, "Thalweg",
                  "The experiment has changes that are not saved.",
                  QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
  const int answer = box.exec();
  return answer == QMessageBox::Discard || (answer == QMessageBox::Save && save());
}

void MainWindow::showExport() { ExportDialog(*this).exec(); }

void MainWindow::showShortcuts() { ShortcutsDialog(allActions(), this).exec(); }

void MainWindow::setDark(bool dark) {
  applyTheme(*qApp, dark ? Theme::darkOne() : Theme::light());
  QSettings().setValue("dark", dark);
}

QList<QAction*> MainWindow::allActions() const {
  QList<QAction*> all;
  QList<QMenu*> menus;
  for (QAction* top : m_header->menuBar()->actions())
    if (top->menu()) menus << top->menu();
  while (!menus.isEmpty()) {
    for (QAction* action : menus.takeFirst()->actions()) {
      if (action->menu())
        menus << action->menu();
      else if (!action->isSeparator() && !action->text().isEmpty())
        all << action;
    }
  }
  return all;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayLeave()) return event->ignore();
  QSettings settings;
  settings.setValue("geometry", saveGeometry());
  settings.setValue("docks", saveState(layoutVersion));
  settings.setValue("chartsBeside", m_views->beside() != nullptr);
  m_views->saveTo(settings);
  event->accept();
}

void MainWindow::restoreLayout() {
  const QSettings settings;
  restoreGeometry(settings.value("geometry").toByteArray());
  m_laidOut = restoreState(settings.value("docks").toByteArray(), layoutVersion);
  m_narrow = m_laidOut && width() < narrowBelow;  // the docks are as such a window had them
  setChartsBeside(*this, settings.value("chartsBeside").toBool());
  m_views->restoreFrom(settings);
  if (!m_arrangement.empty()) arrangeAsOpened();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  for (const QUrl& url : event->mimeData()->urls())
    if (url.isLocalFile())
      return QFileInfo(url.toLocalFile()).isDir() ? m_optimizers->addRecorded(url.toLocalFile())
                                                  : openFile(url.toLocalFile());
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (m_laidOut) return;
  // Sizes of docks hold only once the window has its own.
  m_laidOut = true;
  resizeDocks({m_problemDock, m_optimizersDock}, {leftWidth, rightWidth}, Qt::Horizontal);
  resizeDocks({m_chartsDock}, {height() * 27 / 100}, Qt::Vertical);
  if (const auto asked = arrangementNamed(m_arrangement)) arrange(*this, *asked);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  arrangeFor(width());
}

}  // namespace thalweg
