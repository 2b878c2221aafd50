#include "app/window/charts_panel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QSignalBlocker>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/window/optimizers_panel.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/table_at_cursor.h"

namespace thalweg {
namespace {

// Charts are drawn again at most this often while runs grow.
constexpr int redrawMs = 80;
// Curves and a table beside them need this much.
constexpr int narrowBelow = 560;

class TabRow : public QWidget {
 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().sunken);
    painter.fillRect(0, height() - 1, width(), 1, currentTheme().border);
  }
};

}  // namespace

ChartsPanel::ChartsPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_tabs = new QTabBar;
  m_tabs->setExpanding(false);
  m_tabs->setDrawBase(false);
  m_tabs->setFixedHeight(30);  // its own hint is 0 while it is empty, and is not asked again
  m_tabs->setAccessibleName("Charts");
  // The ground of the tabs goes on to the right end of the row.
  auto* tabRow = new TabRow;
  auto* inRow = new QHBoxLayout(tabRow);
  inRow->setContentsMargins(0, 0, 0, 0);
  inRow->addWidget(m_tabs, 1);
  layout->addWidget(tabRow);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(m_chart = new ChartView, 1);
  row->addWidget(m_table = new TableAtCursor);
  layout->addLayout(row, 1);

  m_redraw.setSingleShot(true);
  m_redraw.setInterval(redrawMs);
  connect(&m_redraw, &QTimer::timeout, this, &ChartsPanel::redraw);
  const auto soon = [this] {
    if (!m_redraw.isActive()) m_redraw.start();
  };
  connect(&workspace.session, &Session::grown, this, soon);
  connect(&workspace.session, &Session::runsChanged, this, &ChartsPanel::showTabs);
  connect(&workspace.session, &Session::problemChanged, this, &ChartsPanel::showTabs);
  connect(&workspace.document, &Document::changed, this, soon);
  connect(&workspace.player, &Player::stepChanged, this, &ChartsPanel::showCursor);
  connect(&workspace, &Workspace::highlightChanged, this, &ChartsPanel::showHighlight);
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    if (index < 0 || index >= int(m_kinds.size())) return;
    m_chosen = QString::fromStdString(m_kinds[std::size_t(index)].id);
    m_wanted.clear();
    redraw();
  });
  connect(m_chart, &ChartView::cursorAsked, this, [this](double x) {
    if (m_chosen != "norm") m_workspace.player.setStep(int(std::lround(x)));
  });
  connect(m_chart, &ChartView::menuAsked, this, &ChartsPanel::menuAsked);
  connect(m_chart, &ChartView::hovered, this, [this](const QString& owner, double x) {
    const std::vector<LiveRun>& runs = m_workspace.session.runs();
    for (std::size_t i = 0; i < runs.size(); ++i)
      if (m_chosen != "norm" && !owner.isEmpty() &&
          QString::fromStdString(labelOf(runs[i].choice)) == owner)
        return m_workspace.setHighlight(StepOfPath{int(i), int(std::lround(x))});
    m_workspace.setHighlight(std::nullopt);
  });
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this, &ChartsPanel::showTheme);
  connect(&workspace, &Workspace::selectionChanged, this, &ChartsPanel::showCursor);
  connect(m_table, &TableAtCursor::rowClicked, this,
          [this](int index) { m_workspace.select(m_tableRuns.value(index, -1)); });
  showTheme();
}

void ChartsPanel::showTheme() {
  m_chart->setTheme(currentTheme());
  m_table->setTheme(currentTheme());
}

/// Where the place is narrow the curves have it.
void ChartsPanel::resizeEvent(QResizeEvent*) { m_table->setVisible(width() >= narrowBelow); }

void ChartsPanel::showTabs() {
  const std::vector<ChartKind> kinds = chartKinds(m_workspace.session);
  const auto same = [](const ChartKind& a, const ChartKind& b) { return a.id == b.id; };
  if (!std::equal(kinds.begin(), kinds.end(), m_kinds.begin(), m_kinds.end(), same)) {
    const QSignalBlocker quiet(m_tabs);
    m_kinds = kinds;
    while (m_tabs->count() > 0) m_tabs->removeTab(0);
    int chosen = 0;
    for (const ChartKind& kind : m_kinds) {
      m_tabs->addTab(QString::fromStdString(kind.title));
      if (QString::fromStdString(kind.id) == m_chosen) chosen = m_tabs->count() - 1;
    }
    for (std::size_t i = 0; i < m_kinds.size(); ++i)
      if (QString::fromStdString(m_kinds[i].id) == m_wanted) chosen = int(i);
    m_tabs->setCurrentIndex(chosen);
    if (!m_kinds.empty()) m_chosen = QString::fromStdString(m_kinds[std::size_t(chosen)].id);
  }
  if (!m_redraw.isActive()) m_redraw.start();
}

void ChartsPanel::choose(const QString& id) {
  m_wanted = id;
  for (std::size_t i = 0; i < m_kinds.size(); ++i)
    if (QString::fromStdString(m_kinds[i].id) == id) m_tabs->setCurrentIndex(int(i));
}

Figure ChartsPanel::figureOf(const QString& id, Detail detail) const {
  return chartOf(id.toStdString(), m_workspace.session,
                 visibleRuns(m_workspace.document.experiment()), detail);
}

Figure ChartsPanel::figure() const {
  if (m_chosen != "norm") return figureOf(m_chosen);
  return normChartOf(m_workspace.session, visibleRuns(m_workspace.document.experiment()),
                     m_workspace.player.step(), m_workspace.shownRun());
}

QStringList ChartsPanel::chartIds() const {
  QStringList names;
  for (const ChartKind& kind : m_kinds) names << QString::fromStdString(kind.id);
  return names;
}

void ChartsPanel::redraw() {
  m_chart->setFigure(figure());
  showCursor();
}

/// A line of the chart at the cursor; `number`: of an eigenvalue below the largest.
CursorRow ChartsPanel::rowOf(const Series& line, const RunData& run, int number, int step) const {
  const bool isLower = line.role == LineRole::secondary;
  const auto lower = run.measured.find("eigenvalue_" + std::to_string(number));
  const MeasuredSeries* measured = !isLower                      ? run.limited()
                                   : lower == run.measured.end() ? nullptr
                                                                 : &lower->second;
  const double value = !isLower   ? chartedAt(m_chosen.toStdString(), run, step)
                       : measured ? measured->at(step)
                                  : std::nan("");
  const auto shown = [](double known, const QString& text) {
    return std::isnan(known) ? QStringLiteral("–") : text;
  };
  CursorRow row;
  row.name = QString::fromStdString(line.name);
  row.style = line.style;
  row.values = {shown(value, shownNumber(value))};
  if (m_chosen != "sharpness") return row;
  const double share =
      isLower && run.bound() ? value / run.bound()->at(step) : run.shareOfLimit(step);
  const double error = measured ? measured->errorAt(step) : std::nan("");
  row.values.push_back(shown(share, QString::number(share, 'f', 2)));
  row.values.push_back(shown(error, "± " + QString::number(error, 'e', 0)));
  return row;
}

void ChartsPanel::showCursor() {
  const int step = m_workspace.player.step();
  // Its axis has no steps: the present one is told by guides, which move with it.
  if (m_chosen == "norm") {
    m_chart->setFigure(figure());
    m_chart->setCursorAt(std::nullopt);
  } else {
    m_chart->setCursorAt(step);
  }
  std::vector<CursorRow> rows;
  m_tableRuns.clear();
  int lower = 1;  // number of an eigenvalue below the largest
  for (const Series& line : m_chart->figure().series) {
    if (line.role == LineRole::bound || line.role == LineRole::reference) continue;
    if (std::size_t(line.style) >= m_workspace.session.runs().size()) continue;
    const RunData& run = m_workspace.session.runs()[std::size_t(line.style)].data;
    lower = line.role == LineRole::secondary ? lower + 1 : 1;
    rows.push_back(rowOf(line, run, lower, step));
    m_tableRuns << line.style;
  }
  static const QHash<QString, QString> shortNames{
      {"sharpness", "eigenvalue"}, {"gradient", "gradient"}, {"step", "length"},
      {"drift", "distance"},       {"accuracy", "accuracy"}, {"complexity", "complexity"},
      {"layer_norms", "product"},  {"norm", "trace"}};
  QStringList columns{shortNames.value(m_chosen, "loss")};
  if (m_chosen == "sharpness")
    columns << "of its limit"
            << "residual";
  m_table->setTable(QString("at step %1").arg(step), columns, std::move(rows));
  m_table->setSelected(int(m_tableRuns.indexOf(m_workspace.selected())));
}

void ChartsPanel::showHighlight() {
  const std::optional<StepOfPath> step = m_workspace.highlight();
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  if (!step || step->path >= int(runs.size()) || m_chosen == "norm")
    return m_chart->setHighlight({}, 0);
  m_chart->setHighlight(QString::fromStdString(labelOf(runs[std::size_t(step->path)].choice)),
                        step->step);
}

}  // namespace thalweg
