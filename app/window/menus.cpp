#include "app/window/menus.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QSettings>

#include "app/window/anatomy_panel.h"
#include "app/window/arrangements.h"
#include "app/window/curvature_docks.h"
#include "app/window/main_window.h"
#include "app/window/optimizers_panel.h"
#include "app/window/plane_panel.h"
#include "app/window/sheet.h"
#include "app/window/views_area.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/surface_view.h"

namespace thalweg {
namespace {

/// Adds an entry that does something. The window owns it, so that its shortcut works without the
/// menu.
template <class Do>
QAction* entry(MainWindow& window, QMenu* menu, const QString& text, const QKeySequence& keys,
               Do act, const QString& iconName = {}) {
  auto* action = new QAction(text, &window);
  if (!iconName.isEmpty()) action->setIcon(icon(iconName));
  action->setShortcut(keys);
  QObject::connect(action, &QAction::triggered, &window, act);
  menu->addAction(action);
  window.addAction(action);
  return action;
}

void fillRecent(MainWindow& window, QMenu* menu) {
  menu->clear();
  const QStringList recent = QSettings().value("recent").toStringList();
  for (const QString& path : recent)
    menu->addAction(QFileInfo(path).fileName() + "  –  " + QFileInfo(path).absolutePath(), &window,
                    [&window, path] { window.openFile(path); });
  if (recent.isEmpty()) menu->addAction("Nothing opened yet")->setEnabled(false);
}

void fillPresets(MainWindow& window, QMenu* menu) {
  for (int i = 0; i < presets().size(); ++i) {
    QAction* action =
        menu->addAction(presets()[i].title, &window, [&window, i] { window.openPreset(i); });
    window.addAction(action);
  }
}

void fillFile(MainWindow& window, QMenu* menu) {
  QMenu* fresh = menu->addMenu("New from");
  fillPresets(window, fresh);
  entry(
      window, menu, "Open…", QKeySequence::Open,
      [&window] {
        const QString path = QFileDialog::getOpenFileName(
            &window, "Open experiment", {}, "Experiments (*.toml *.png *.svg);;All files (*)");
        if (!path.isEmpty()) window.openFile(path);
      },
      "open");
  entry(window, menu, "Open recorded parameters…", {}, [&window] {
    const QString folder =
        QFileDialog::getExistingDirectory(&window, "Folder of .npz, .npy or .csv, one a step");
    if (!folder.isEmpty()) window.optimizers()->addRecorded(folder);
  });
  QMenu* recent = menu->addMenu("Open recent");
  QObject::connect(recent, &QMenu::aboutToShow, &window,
                   [&window, recent] { fillRecent(window, recent); });
  menu->addSeparator();
  entry(
      window, menu, "Save", QKeySequence::Save, [&window] { window.save(); }, "save");
  entry(window, menu, "Save as…", QKeySequence("Ctrl+Shift+S"), [&window] { window.saveAs(); });
  menu->addSeparator();
  entry(
      window, menu, "Export…", QKeySequence("Ctrl+E"), [&window] { window.showExport(); },
      "export");
  menu->addSeparator();
  entry(window, menu, "Quit", QKeySequence::Quit, [&window] { window.close(); });

  // The experiment box of the header unfolds the same.
  auto* titles = new QMenu(&window);
  QObject::connect(titles, &QMenu::aboutToShow, &window, [&window, titles] {
    titles->clear();
    for (int i = 0; i < presets().size(); ++i)
      titles->addAction(presets()[i].title, &window, [&window, i] { window.openPreset(i); });
    const QStringList files = QSettings().value("recent").toStringList();
    if (!files.isEmpty()) titles->addSeparator();
    for (const QString& path : files)
      titles->addAction(QFileInfo(path).fileName(), &window,
                        [&window, path] { window.openFile(path); });
  });
  window.header()->setTitleMenu(titles);
}

void fillEdit(MainWindow& window, QMenu* menu) {
  Workspace& workspace = window.workspace();
  QUndoStack& stack = workspace.document.undoStack();
  QAction* undo = stack.createUndoAction(&window, "Undo");
  undo->setShortcut(QKeySequence::Undo);
  undo->setIcon(icon("undo"));
  QAction* redo = stack.createRedoAction(&window, "Redo");
  redo->setShortcut(QKeySequence::Redo);
  redo->setIcon(icon("redo"));
  for (QAction* action : {undo, redo}) {
    menu->addAction(action);
    window.addAction(action);
  }
  menu->addSeparator();
  menu->addMenu(window.optimizers()->addMenu());
  const auto selected = [&workspace] { return std::max(0, workspace.selected()); };
  entry(window, menu, "Duplicate optimizer", QKeySequence("Ctrl+D"),
        [&window, selected] { window.optimizers()->duplicate(selected()); });
  entry(window, menu, "Remove optimizer", QKeySequence("Ctrl+Backspace"),
        [&window, selected] { window.optimizers()->remove(selected()); });
  entry(window, menu, "Show or hide optimizer", QKeySequence("Ctrl+H"),
        [&window, selected] { window.optimizers()->toggleVisible(selected()); });
  QAction* rates =
      entry(window, menu, "Use good rates", {}, [&window] { window.optimizers()->useGoodRates(); });
  QObject::connect(&workspace.document, &Document::changed, rates,
                   [&window, rates] { rates->setEnabled(window.optimizers()->goodRatesWait()); });
  entry(window, menu, "Show only this optimizer", QKeySequence("Ctrl+Shift+H"),
        [&window, selected] { window.optimizers()->showOnly(selected()); });
}

void fillArrange(MainWindow& window, QMenu* menu) {
  const std::pair<const char*, Arrangement> all[] = {
      {"Explore", Arrangement::explore},     {"Curvature", Arrangement::curvature},
      {"Network", Arrangement::network},     {"Lecture", Arrangement::lecture},
      {"Landscape", Arrangement::landscape}, {"Sweep", Arrangement::sweep}};
  int key = 0;
  for (const auto& [name, how] : all)
    entry(window, menu, QString("Arrange for %1").arg(QString(name).toLower()),
          QKeySequence(QString("Alt+%1").arg(++key)),
          [&window, which = how] { arrange(window, which); });
}

void fillView(MainWindow& window, QMenu* menu) {
  const auto dockEntry = [&](QDockWidget* dock, const QString& text, const QString& keys) {
    QAction* action = dock->toggleViewAction();
    action->setText(text);
    action->setShortcut(QKeySequence(keys));
    menu->addAction(action);
    window.addAction(action);
  };
  dockEntry(window.problemDock(), "Problem", "Ctrl+Shift+B");
  dockEntry(window.optimizersDock(), "Optimizers", "Ctrl+Shift+R");
  dockEntry(window.chartsDock(), "Charts", "Ctrl+Shift+C");
  dockEntry(window.anatomyDock(), "Anatomy of a step", "A");
  dockEntry(window.modelDock(), "What the model says", "Ctrl+Shift+M");
  CurvatureDocks& curvature = *window.curvature();
  dockEntry(curvature.spectrumDock, "Spectrum", "Ctrl+Shift+U");
  dockEntry(curvature.historyDock, "Spectrum history", "Ctrl+Shift+Y");
  dockEntry(curvature.stabilityDock, "Stability", "Ctrl+Shift+L");
  dockEntry(curvature.directionsDock, "Directions", "Ctrl+Shift+D");
  dockEntry(curvature.noiseDock, "Gradient noise", "Ctrl+Shift+G");
  fillArrange(window, menu->addMenu("Arrange"));
  dockEntry(window.planeDock(), "Plane", "Ctrl+Shift+P");
  entry(
      window, menu, "Recentre the plane on this step", {},
      [&window] { window.plane()->recentre(); }, "target");
  menu->addSeparator();
  entry(
      window, menu, "Show all", QKeySequence("F"), [&window] { window.views()->fit(); }, "fit");
  entry(window, menu, "Surface alone, or both", QKeySequence("Ctrl+1"),
        [&window] { window.views()->maximise(window.views()->surface()); });
  entry(window, menu, "Contour map alone, or both", QKeySequence("Ctrl+2"),
        [&window] { window.views()->maximise(window.views()->contour()); });
  Document& document = window.workspace().document;
  QAction* points = entry(
      window, menu, "Known minima and saddles", QKeySequence("M"),
      [&document] {
        document.change("Known points", {}, true,
                        [](Experiment& e) { e.view.points = !e.view.points; });
      },
      "target");
  points->setCheckable(true);
  QObject::connect(&document, &Document::changed, points,
                   [points, &document] { points->setChecked(document.experiment().view.points); });
  window.views()->addPointsTool(points);
  menu->addSeparator();
  entry(window, menu, "Light or dark", QKeySequence("Ctrl+Shift+T"),
        [&window] { window.setDark(!currentTheme().dark); });
  entry(window, menu, "Full screen", QKeySequence("F11"),
        [&window] { window.isFullScreen() ? window.showNormal() : window.showFullScreen(); });
}

void fillRun(MainWindow& window, QMenu* menu) {
  Workspace& workspace = window.workspace();
  Player& player = workspace.player;
  const auto go = [&player](int by) {
    player.play(false);
    player.setStep(player.step() + by);
  };
  entry(
      window, menu, "Play or pause", QKeySequence("Space"),
      [&player] { player.play(!player.isPlaying()); }, "play");
  // Where a step is taken apart they go from term to term.
  entry(window, menu, "Step forward", QKeySequence("Right"), [go, &window] {
    if (!window.anatomy()->walk(1)) go(1);
  });
  entry(window, menu, "Step back", QKeySequence("Left"), [go, &window] {
    if (!window.anatomy()->walk(-1)) go(-1);
  });
  entry(window, menu, "Ten steps forward", QKeySequence("Shift+Right"), [go] { go(10); });
  entry(window, menu, "Ten steps back", QKeySequence("Shift+Left"), [go] { go(-10); });
  entry(
      window, menu, "To the start", QKeySequence("Home"), [&player] { player.setStep(0); },
      "first");
  entry(
      window, menu, "To the end", QKeySequence("End"),
      [&workspace] { workspace.player.setStep(int(workspace.session.computed())); }, "last");
  CurvatureService& curvature = workspace.curvature;
  entry(window, menu, "Spectrum at the cursor now", QKeySequence("S"), [&window, &curvature] {
    window.curvature()->spectrumDock->show();
    curvature.computeNow(false);
  });
  entry(window, menu, "All eigenvalues at the cursor now", QKeySequence("Shift+S"),
        [&window, &curvature] {
          window.curvature()->spectrumDock->show();
          curvature.computeNow(true);
        });
  entry(window, menu, "Sweep…", QKeySequence("Ctrl+Shift+W"), [&window] {
    window.sweepDock()->show();
    window.sweepDock()->raise();
  });
  menu->addSeparator();
  entry(window, menu, "Slower", QKeySequence("["), [&window] { window.strip()->changeSpeed(-1); });
  entry(window, menu, "Faster", QKeySequence("]"), [&window] { window.strip()->changeSpeed(1); });
  menu->addSeparator();
  entry(window, menu, "Run again", QKeySequence("R"), [&workspace] {
    workspace.session.cancel();
    workspace.session.restart();
    workspace.player.setStep(0);
    workspace.player.play(true);
  });
  entry(
      window, menu, "Kick from this step", QKeySequence("K"),
      [&window, &workspace] { window.optimizers()->kick(workspace.shownRun()); }, "fork");
  entry(
      window, menu, "New seed", QKeySequence("N"),
      [&workspace] {
        workspace.document.change("New seed", {}, true, [](Experiment& e) {
          ++(e.problem.kind == "network" ? e.problem.network.seed : e.run.seed);
        });
      },
      "dice");
  entry(
      window, menu, "Cancel what is computed", QKeySequence("Esc"),
      [&workspace] {
        workspace.session.cancel();
        workspace.plane.cancel();
        workspace.curvature.cancel();
        workspace.noise.cancel();
        workspace.segment.cancel();
        workspace.sweep.cancel();
      },
      "stop");
}

void fillTools(MainWindow& window, QMenu* menu) {
  entry(
      window, menu, "Find an action…", QKeySequence("Ctrl+K"),
      [&window] { window.header()->focusFind(); }, "search");
  entry(
      window, menu, "Copy experiment as TOML", QKeySequence("Ctrl+Alt+C"),
      [&window] {
        QApplication::clipboard()->setText(
            QString::fromStdString(tomlOf(window.workspace().document.experiment())));
      },
      "copy");
  entry(window, menu, "Copy as command", {}, [&window] {
    const QString path = window.workspace().document.path();
    const QString file = path.isEmpty() ? "experiment.toml" : path;
    QApplication::clipboard()->setText(QString("thalweg-cli run '%1' --out thalweg-out").arg(file));
  });
}

void fillHelp(MainWindow& window, QMenu* menu) {
  entry(window, menu, "Keys", QKeySequence("?"), [&window] { window.showShortcuts(); });
  entry(window, menu, "What a formula may hold", {}, [&window] {
    showText(&window, "What a formula may hold",
             "<p>Variables x and y (or x0, x1, …), numbers such as 1, .5 and 2.5e-3, pi and e; + − "
             "* / ^ and parentheses; "
             "abs sqrt exp log sin cos tan asin acos atan sinh cosh tanh min(a,b) max(a,b); asinh "
             "acosh atanh cbrt log2 log10 erf gamma lgamma sign floor clamp(x,a,b).</p>"
             "<p>Conditions &lt; &lt;= &gt; &gt;= == != give 1 or 0 and are joined by and, or, "
             "not; if(c,a,b) is a where c holds, else b. sum(i,0,8,(x[i+1]-x[i]^2)^2) adds its "
             "term for every whole i from 0 to 8; x[i] is the variable of that number.</p>"
             "<p>^ is right-associative and binds tighter than the minus before it: -x^2 is "
             "-(x^2). A product needs its "
             "sign: 2*x. Any other name becomes a constant with a slider.</p>");
  });
  entry(window, menu, "About Thalweg", {}, [&window] {
    showText(&window, "About Thalweg",
             "<b>Thalweg</b> " + QApplication::applicationVersion() +
                 "<p>See how optimizers move.</p><p>Licensed under the GNU General Public License, "
                 "version 3 or later. "
                 "Data: Handwritten digits and Breast cancer Wisconsin (UCI, CC BY 4.0), Diabetes "
                 "(Efron et al. 2004).</p>");
  });
}

}  // namespace

void fillMenus(MainWindow& window) {
  QMenuBar* bar = window.header()->menuBar();
  fillFile(window, bar->addMenu("File"));
  fillEdit(window, bar->addMenu("Edit"));
  fillView(window, bar->addMenu("View"));
  fillRun(window, bar->addMenu("Run"));
  fillTools(window, bar->addMenu("Tools"));
  QMenu* learn = bar->addMenu("Learn");
  fillPresets(window, learn);
  fillHelp(window, bar->addMenu("Help"));
}

}  // namespace thalweg
