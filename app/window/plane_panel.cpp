#include "app/window/plane_panel.h"

#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "app/model/figures.h"
#include "app/window/form_parts.h"
#include "app/window/optimizers_panel.h"
#include "app/window/segment_panel.h"
#include "app/window/step_combo.h"
#include "core/run/plane_facts.h"
#include "core/run/plane_table.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/number_text.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"

namespace thalweg {
namespace {

constexpr int chartHeight = 124, iconPx = 16;

struct Axes {
  const char *kind, *title, *tip;
};

constexpr Axes allAxes[] = {
    {"pca", "PCA of the path", "The two directions in which the paths are spread most"},
    {"random", "Two random directions", "As long as the parameters, row by row (Li et al. 2018)"},
    {"coordinates", "Two coordinates", "Two of the parameters themselves"},
    {"gradient-hessian", "Gradient and top eigenvector",
     "Downhill, and the direction in which the loss bends most"},
    {"two-eigenvectors", "Two top eigenvectors", "The two directions in which the loss bends most"},
    {"three-points", "Three points", "The one plane through three steps of the runs"},
    {"own-file", "Directions of a file…", "An .npz with d1, d2 and perhaps origin, or a .csv"}};

std::vector<Field> fieldsOf(const std::vector<std::string>& keys) {
  std::vector<Field> fields;
  for (const std::string& key : keys)
    for (const Field& field : planeSchema().fields())
      if (field.key == key) fields.push_back(field);
  return fields;
}

QString nodesText(const std::array<std::int64_t, 2>& nodes) {
  return QString("%1 × %2").arg(nodes[0]).arg(nodes[1]);
}

QString percent(double share) { return QString("%1 %").arg(100 * share, 0, 'f', 1); }

QString ratiosText(const std::vector<double>& ratios) {
  QStringList texts;
  for (const double ratio : ratios) texts << QString::number(100 * ratio, 'f', 1);
  return texts.isEmpty() ? QString() : texts.join("  ") + " %";
}

QLabel* quietLabel(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(textFont(12));
  makeQuiet(label);
  return label;
}

}  // namespace

PlanePanel::PlanePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 10, 12, 12);
  layout->setSpacing(8);
  layout->addWidget(m_own = quietLabel({}));
  m_own->setWordWrap(true);
  layout->addWidget(m_form = new QWidget);
  auto* form = new QVBoxLayout(m_form);
  form->setContentsMargins(0, 0, 0, 0);
  form->setSpacing(8);
  makeAxes(form);
  makeFrame(form);
  makeFacts(form);
  layout->addWidget(m_segment = new SegmentPanel(workspace));
  layout->addStretch(1);
  letWheelScroll(this);
  connect(&workspace.document, &Document::changed, this, &PlanePanel::refresh);
  connect(&workspace.session, &Session::runsChanged, this, &PlanePanel::refresh);
  connect(&workspace.session, &Session::problemChanged, this, &PlanePanel::refresh);
  connect(&workspace.plane, &PlaneService::changed, this, &PlanePanel::showFacts);
  connect(&workspace.player, &Player::stepChanged, this, &PlanePanel::showCursor);
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this, &PlanePanel::showFacts);
  refresh();
}

void PlanePanel::makeAxes(QVBoxLayout* layout) {
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(rowLabel("axes"));
  m_axes = new QComboBox;
  m_axes->setAccessibleName("Axes of the plane");
  m_axes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  for (const Axes& axes : allAxes) {
    m_axes->addItem(axes.title, QString(axes.kind));
    m_axes->setItemData(m_axes->count() - 1, QString(axes.tip), Qt::ToolTipRole);
  }
  row->addWidget(m_axes, 1);
  layout->addLayout(row);
  connect(m_axes, &QComboBox::activated, this, [this](int index) {
    if (m_axes->itemData(index).toString() == "own-file") return askForFile();
    change("Axes of the plane", {}, true, [this, index](PlaneChoice& plane) {
      plane.kind = m_axes->itemData(index).toString().toStdString();
    });
  });
  layout->addWidget(m_file = quietLabel({}));
  m_file->setAccessibleName("File of the directions");
  layout->addWidget(m_random = new SettingsForm);
  m_random->setFields(fieldsOf({"seed", "normalisation"}));
  layout->addWidget(m_pair = numbersRow("pair", {"i", "j"}, m_coordinates));
  for (int k = 0; k < 2; ++k) {
    m_coordinates[k]->setInteger(true);
    m_coordinates[k]->setAccessibleName(k == 0 ? "First coordinate" : "Second coordinate");
    connect(m_coordinates[k], &NumberField::edited, this, [this, k](double value, bool final) {
      change("Coordinates of the plane", QString("plane.coordinate%1").arg(k), final,
             [&](PlaneChoice& plane) {
               auto& pair = plane.coordinates;
               // One coordinate spans no plane: the other gives way.
               if (pair[std::size_t(1 - k)] == std::int64_t(value))
                 pair[std::size_t(1 - k)] = pair[std::size_t(k)];
               pair[std::size_t(k)] = std::int64_t(value);
             });
    });
  }
  layout->addWidget(m_points = makePoints());
  connect(m_random, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value, bool final) {
            change("Random directions", "plane." + key, final, [&](PlaneChoice& plane) {
              if (key == "seed")
                plane.seed = std::get<std::int64_t>(value);
              else
                plane.normalisation = std::get<std::string>(value);
            });
          });
}

QWidget* PlanePanel::makePoints() {
  auto* points = new QWidget;
  auto* column = new QVBoxLayout(points);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  const char* letters[] = {"A", "B", "C"};
  for (std::size_t k = 0; k < 3; ++k) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(rowLabel(letters[k]));
    auto* box = new StepCombo(m_workspace, QString("Point %1").arg(letters[k]));
    row->addWidget(box, 1);
    column->addLayout(row);
    m_through << box;
    connect(box, &StepCombo::chosen, this, [this, k](const StepChoice& choice) {
      change("Three points", {}, true, [&](PlaneChoice& plane) { plane.points[k] = choice; });
    });
  }
  return points;
}

void PlanePanel::makeFrame(QVBoxLayout* layout) {
  layout->addWidget(m_radius = new SettingsForm);
  m_radius->setFields(fieldsOf({"radius"}));
  connect(m_radius, &SettingsForm::edited, this,
          [this](const QString&, const Value& value, bool final) {
            change("Radius of the plane", "plane.radius", final,
                   [&](PlaneChoice& plane) { plane.radius = std::get<double>(value); });
          });
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(rowLabel("grid"));
  m_nodes = new QComboBox;
  m_nodes->setAccessibleName("Grid of the plane");
  m_nodes->setToolTip("Points along each axis, such as 72 × 60");
  m_nodes->setEditable(true);
  m_nodes->setInsertPolicy(QComboBox::NoInsert);
  m_nodes->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_nodes->setMinimumWidth(100);  // with the button beside it as wide as the dock is
  m_nodes->lineEdit()->setFont(textFont(12));
  m_nodes->lineEdit()->setAccessibleName("Points along each axis");
  for (const std::array<std::int64_t, 2>& nodes :
       std::initializer_list<std::array<std::int64_t, 2>>{
           {31, 31}, {61, 61}, {72, 60}, {121, 121}, {181, 181}})
    m_nodes->addItem(nodesText(nodes));
  row->addWidget(m_nodes, 1);
  m_recentre = new QPushButton("Recentre");
  m_recentre->setToolTip("Lets the plane go through the step at the time cursor");
  row->addWidget(m_recentre);
  layout->addLayout(row);
  layout->addWidget(m_nodesError = new ErrorLine);
  connect(m_nodes, &QComboBox::activated, this, &PlanePanel::nodesTyped);
  connect(m_nodes->lineEdit(), &QLineEdit::editingFinished, this, &PlanePanel::nodesTyped);
  connect(m_recentre, &QPushButton::clicked, this, &PlanePanel::recentre);
  m_centreRow = new QWidget;
  auto* centreLine = new QHBoxLayout(m_centreRow);
  centreLine->setContentsMargins(0, 0, 0, 0);
  centreLine->addWidget(m_centre = quietLabel({}), 1);
  auto* own = new QAction(icon("x"), "Back to the plane's own middle", this);
  connect(own, &QAction::triggered, this, [this] {
    change("Middle of the plane", {}, true, [](PlaneChoice& plane) { plane.centre.reset(); });
  });
  centreLine->addWidget(new ToolButton(own));
  layout->addWidget(m_centreRow);
  layout->addWidget(m_refusal = new ErrorLine);
}

void PlanePanel::makeFacts(QVBoxLayout* layout) {
  auto* note = new QHBoxLayout;
  note->setSpacing(8);
  note->addWidget(m_noteIcon = new QLabel, 0, Qt::AlignTop);
  note->addWidget(m_note = new QLabel, 1);
  m_note->setFont(textFont(12));
  m_note->setWordWrap(true);
  layout->addLayout(note);
  auto* facts = new QGridLayout;
  facts->setHorizontalSpacing(8);
  facts->setVerticalSpacing(2);
  const auto add = [&](int row, const QString& name, const QString& tip) {
    QLabel* word = quietLabel(name);
    word->setToolTip(tip);
    facts->addWidget(word, row, 0);
    auto* value = new QLabel;
    value->setFont(numberFont(12));
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setAccessibleName(name);
    facts->addWidget(value, row, 1, Qt::AlignRight);
    return value;
  };
  m_ratios = add(0, "variance ratios", "Shares of the paths' variance along their own directions");
  m_walk = add(1, "random walk", "The same shares of a path that goes nowhere in particular");
  m_cosine = add(2, "axes' cosine", "0 where they are at right angles");
  facts->setColumnStretch(1, 1);
  layout->addLayout(facts);
  m_walk->setText(ratiosText({randomWalkRatio(1), randomWalkRatio(2), randomWalkRatio(3)}));
  makeQuiet(m_walk);
  layout->addWidget(m_distanceTitle = new QLabel("Distance of the path from the plane"));
  m_distanceTitle->setFont(textFont(12, QFont::DemiBold));
  layout->addWidget(m_distances = new ChartView);
  m_distances->setFixedHeight(chartHeight);
  m_distances->setAccessibleName("Distance of the path from the plane");
  layout->addWidget(m_grey = quietLabel({}));
  m_grey->setWordWrap(true);
  connect(m_distances, &ChartView::cursorAsked, this,
          [this](double x) { m_workspace.player.setStep(int(std::lround(x))); });
}

void PlanePanel::change(const QString& text, const QString& key, bool final,
                        const std::function<void(PlaneChoice&)>& edit) {
  m_workspace.document.change(text, key, final, [&](Experiment& e) { edit(e.view.plane); });
}

void PlanePanel::recentre() {
  const int run = m_workspace.shownRun();
  if (run < 0) return;
  change("Recentre", {}, true, [&](PlaneChoice& plane) {
    plane.centre = StepChoice{run, m_workspace.player.step()};
  });
}

void PlanePanel::nodesTyped() {
  static const QRegularExpression form("^\\s*(\\d{1,4})(?:\\s*[x×X*, ]\\s*(\\d{1,4}))?\\s*$");
  const QString text = m_nodes->currentText();
  const QRegularExpressionMatch match = form.match(text);
  std::array<std::int64_t, 2> nodes{match.captured(1).toInt(), 0};
  nodes[1] = match.captured(2).isEmpty() ? nodes[0] : match.captured(2).toInt();
  const auto fits = [](std::int64_t n) { return n >= 2 && n <= mostPlaneNodes; };
  if (!match.hasMatch() || !fits(nodes[0]) || !fits(nodes[1]))
    return m_nodesError->setText(
        QString("'%1' is no grid: two numbers from 2 to %2, such as 72 × 60")
            .arg(text.left(20))
            .arg(mostPlaneNodes));
  m_nodesError->setText({});
  change("Grid of the plane", {}, true, [&](PlaneChoice& plane) { plane.nodes = nodes; });
}

void PlanePanel::showEvent(QShowEvent*) {
  refresh();
  showFacts();
}

void PlanePanel::refresh() {
  const PlaneChoice& plane = m_workspace.document.experiment().view.plane;
  const Problem* problem = m_workspace.session.problem();
  const bool own = m_workspace.plane.isPlanar() || m_workspace.plane.isCurve();
  m_own->setVisible(own);
  m_own->setText(m_workspace.plane.isCurve() ? "One parameter: the curve is all there is of it."
                                             : "Two parameters: the plane is the problem's own.");
  m_form->setVisible(!own);
  const QString kind =
      plane.kind == "auto" ? QStringLiteral("pca") : QString::fromStdString(plane.kind);
  const bool three = kind == "three-points";
  const QSignalBlocker quietAxes(m_axes), quietNodes(m_nodes);
  m_axes->setCurrentIndex(m_axes->findData(kind));
  m_file->setVisible(kind == "own-file");
  m_file->setText(QFileInfo(QString::fromStdString(plane.file)).fileName());
  m_file->setToolTip(QString::fromStdString(plane.file));
  m_random->setVisible(kind == "random");
  m_random->setValues({{"seed", plane.seed}, {"normalisation", plane.normalisation}});
  m_pair->setVisible(kind == "coordinates");
  for (int k = 0; k < 2; ++k) {
    if (problem) m_coordinates[k]->setRange(0, double(problem->start.size() - 1));
    m_coordinates[k]->setValue(double(plane.coordinates[std::size_t(k)]));
  }
  m_points->setVisible(three);
  for (int k = 0; k < 3; ++k) m_through[k]->setChoice(plane.points[std::size_t(k)]);
  m_radius->setValues({{"radius", plane.radius}});
  if (!m_nodes->lineEdit()->hasFocus() || !m_nodes->lineEdit()->isModified())
    m_nodes->setEditText(nodesText(plane.nodes));
  m_recentre->setEnabled(!three && m_workspace.shownRun() >= 0);
  m_centreRow->setVisible(plane.centre && !three);
  if (!plane.centre) return;
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const std::size_t run = std::size_t(plane.centre->run);
  m_centre->setText(QString("through step %1 of %2")
                        .arg(plane.centre->step)
                        .arg(run < runs.size() ? QString::fromStdString(labelOf(runs[run].choice))
                                               : QString("optimizer %1").arg(run + 1)));
}

Figure PlanePanel::distanceFigure() const {
  Figure figure;
  figure.id = "distance";
  figure.title = m_workspace.document.experiment().title;
  figure.xLabel = "step";
  figure.yLabel = "distance of the path from the plane";
  const LaidPlane* laid = m_workspace.plane.laid().get();
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const std::vector<bool> visible = visibleRuns(m_workspace.document.experiment());
  for (std::size_t i = 0; laid && i < laid->distances.size() && i < runs.size(); ++i) {
    if ((i < visible.size() && !visible[i]) || laid->distances[i].empty()) continue;
    Series line;
    line.owner = labelOf(runs[i].choice);
    if (runs.size() > 1) line.name = line.owner;
    line.style = int(i);
    line.x.assign(laid->steps[i].begin(), laid->steps[i].end());
    line.y = laid->distances[i];
    figure.series.push_back(std::move(line));
  }
  return figure;
}

void PlanePanel::showFacts() {
  if (!isVisible()) return;
  const Theme& theme = currentTheme();
  m_distances->setTheme(theme);
  m_refusal->setText(m_workspace.plane.refusal());
  const LaidPlane* laid = m_workspace.plane.laid().get();
  for (QWidget* fact :
       std::initializer_list<QWidget*>{m_note, m_noteIcon, m_distanceTitle, m_distances, m_grey})
    fact->setVisible(laid != nullptr);
  if (laid == nullptr) return;
  // Little of the way that is gone is seen: that is to be known of the picture.
  const bool little = laid->stepShare < 0.5 || laid->spreadShare < 0.5;
  m_note->setText(QString("Holds %1 of the path's spread%2 %3 of its steps.")
                      .arg(percent(laid->spreadShare),
                           laid->stepShare < 0.5 && laid->spreadShare >= 0.5 ? ", but" : " and",
                           percent(laid->stepShare)));
  QPalette palette = m_note->palette();
  palette.setColor(QPalette::WindowText, little ? theme.warn : theme.sub);
  m_note->setPalette(palette);
  m_noteIcon->setPixmap(
      icon("info", little ? IconInk::warn : IconInk::quiet).pixmap(QSize(iconPx, iconPx)));
  m_ratios->setText(ratiosText(laid->ratios));
  m_cosine->setText(std::abs(laid->cosine) < 1e-12 ? QString("0") : shownNumber(laid->cosine));
  Figure figure = distanceFigure();
  figure.yLabel.clear();  // the line above says it, where the cursor's flag does not cover it
  m_distances->setFigure(std::move(figure));
  m_grey->setText(QString("A path goes to grey away from the plane, wholly at %1.")
                      .arg(shownNumber(laid->reach * wholeGreyAt)));
  showCursor(m_workspace.player.step());
}

void PlanePanel::showCursor(int step) {
  if (isVisible() && m_distances->isVisible()) m_distances->setCursorAt(double(step));
}

}  // namespace thalweg
