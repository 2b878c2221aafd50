#include "app/window/directions_panel.h"

#include <QLabel>
#include <QVBoxLayout>
#include <cmath>

#include "app/window/spectrum_panel.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/views/share_bars.h"

namespace thalweg {
namespace {

// Length of an arrow as a share of what the views show.
constexpr double arrowShare = 0.16;

std::vector<DirectionRow> rowsOf(const Curvature& found,
                                 const std::vector<ParameterGroup>& groups) {
  std::vector<DirectionRow> rows;
  for (Index k = 0; k < found.values.size(); ++k) {
    DirectionRow row;
    row.value = found.values[k];
    row.residual = found.residuals[k];
    if (std::isfinite(found.bound)) row.ofLimit = row.value / found.bound;
    row.shares = sharesOf(found.vectors.col(k), groups);
    if (found.vectors.rows() <= 2)
      row.components.assign(found.vectors.col(k).begin(), found.vectors.col(k).end());
    if (k < found.toAndFro.size()) row.toAndFro = found.toAndFro[k];
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

DirectionsPanel::DirectionsPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 10);
  layout->setSpacing(6);
  layout->addWidget(m_table = new ShareBars);
  layout->addWidget(m_words = new QLabel);
  m_words->setFont(textFont(12));
  m_words->setWordWrap(true);
  makeQuiet(m_words);
  layout->addStretch(1);
  connect(m_table, &ShareBars::rowClicked, this,
          [this](int row) { choose(row == m_table->selected() ? -1 : row); });
  connect(&workspace.curvature, &CurvatureService::changed, this, &DirectionsPanel::refresh);
  connect(&workspace.plane, &PlaneService::changed, this, [this] {
    if (isVisible() && m_pointing) showArrows();
  });
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this, &DirectionsPanel::showArrows);
}

QString DirectionsPanel::words() const { return m_words->text(); }

void DirectionsPanel::showEvent(QShowEvent*) {
  m_workspace.curvature.setFollowing(true);
  m_shown.reset();
  refresh();
}

void DirectionsPanel::hideEvent(QHideEvent*) {
  m_workspace.curvature.setFollowing(false);
  if (std::exchange(m_pointing, false)) m_workspace.setArrows({});
}

void DirectionsPanel::refresh() {
  if (!isVisible()) return;
  const CurvatureService& curvature = m_workspace.curvature;
  // While the cursor moves the last ones stay, with their step beside them.
  const auto here = curvature.curvature(), found = here ? here : curvature.latest();
  if (!found) {
    m_table->setRows({}, {}, {});
    m_shown.reset();
    m_words->setText(!curvature.refusal().isEmpty() ? curvature.refusal()
                                                    : "Worked out where the cursor rests.");
    return showArrows();
  }
  if (found == m_shown) return showArrows();
  m_shown = found;
  const Problem* problem = m_workspace.session.problem();
  if (!problem) return;
  const auto groups = groupsOf(problem->objective->blocks(), found->vectors.rows());
  QStringList names;
  for (const ParameterGroup& group : groups) names << QString::fromStdString(group.name);
  const bool plain = found->boundFormula == "2/η";
  m_table->setRows(rowsOf(*found, groups), QString::fromUtf8(plain ? "ηλ/2" : "of limit"), names);
  QString words = QString("at step %1%2, %3")
                      .arg(found->step)
                      .arg(QString::fromUtf8(found->preconditioned ? ", of P⁻¹H" : ""))
                      .arg(costOf(found->products, found->seconds));
  if (std::isfinite(found->bottom.value))
    words += QString::fromUtf8("; smallest eigenvalue %1 %2")
                 .arg(shownNumber(found->bottom.value), shownError(found->bottom.error));
  m_words->setText(words);
  showArrows();
}

void DirectionsPanel::choose(int row) {
  m_table->setSelected(row);
  showArrows();
}

/// Both ways along the vector, as a sign of it means nothing; of many parameters what lies in the
/// plane.
void DirectionsPanel::showArrows() {
  const int row = m_table->selected();
  const bool wanted = isVisible() && m_shown && row >= 0 && row < m_shown->vectors.cols() &&
                      m_shown->step == m_workspace.curvature.step();
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const int run = m_workspace.curvature.run();
  std::vector<PlaneArrow> arrows;
  if (wanted && run >= 0 && run < int(runs.size()) && !m_workspace.plane.isCurve()) {
    const std::optional<Vec> x = runs[std::size_t(run)].data.pointAt(m_shown->step);
    const QRectF home = m_workspace.scene().home;
    const double length = arrowShare * std::hypot(home.width(), home.height());
    const auto u = m_shown->vectors.col(row);
    if (x && x->size() == u.size())
      for (const double way : {1.0, -1.0}) {
        const auto from = m_workspace.plane.projected(*x),
                   to = m_workspace.plane.projected(*x + way * length * u);
        const double share = m_shown->values[row] / m_shown->bound;
        if (from && to)
          arrows.push_back({*from, *to, share > 1 ? currentTheme().bad : seriesInk(run),
                            way > 0 ? QString("u%1").arg(row + 1) : QString(), false, false});
      }
  }
  if (arrows.empty() && !m_pointing) return;
  m_pointing = !arrows.empty();
  m_workspace.setArrows(std::move(arrows));
}

}  // namespace thalweg
