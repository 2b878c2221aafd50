#include "app/window/anatomy_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/model/figures.h"
#include "core/catalog.h"
#include "widgets/controls/formula_sheet.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr Index shownCoordinates = 2;

/// The step has the colour of its run, the gradient the one that warns, the others what is left of
/// a few colours that are told from both.
std::vector<QColor> coloursOf(const std::vector<Term>& terms, int run) {
  const Theme& theme = currentTheme();
  const QColor step = seriesInk(run);
  const auto isLike = [](const QColor& a, const QColor& b) {
    const int apart = std::abs(a.hsvHue() - b.hsvHue());
    return std::min(apart, 360 - apart) < 25;
  };
  std::vector<QColor> free;
  for (const QColor& colour : {theme.accent, theme.series[2].ink, theme.series[3].ink, theme.warn})
    if (!isLike(colour, step)) free.push_back(colour);
  std::vector<QColor> all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < terms.size(); ++i)
    all.push_back(i + 1 == terms.size()         ? step
                  : terms[i].name == "gradient" ? theme.bad
                                                : free[next++ % free.size()]);
  return all;
}

}  // namespace

AnatomyPanel::AnatomyPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 10, 12, 10);
  layout->setSpacing(8);
  auto* head = new QHBoxLayout;
  m_title = new QLabel;
  m_title->setFont(textFont(13, QFont::DemiBold));
  m_place = new QLabel;
  m_place->setFont(textFont(12));
  makeQuiet(m_place);
  head->addWidget(m_title, 1);
  head->addWidget(m_place);
  layout->addLayout(head);
  layout->addWidget(m_formula = new FormulaSheet);
  layout->addWidget(m_picture = new TermsPicture);
  layout->addWidget(m_table = new TermsTable);
  m_words = new QLabel;
  m_words->setWordWrap(true);
  m_words->setFont(textFont(12));
  makeQuiet(m_words);
  layout->addWidget(m_words);
  layout->addStretch(1);
  connect(m_table, &TermsTable::chosen, this, &AnatomyPanel::choose);
  connect(&workspace.anatomy, &AnatomyService::changed, this, &AnatomyPanel::refresh);
  connect(&workspace.player, &Player::stepChanged, this, &AnatomyPanel::follow);
  connect(&workspace.session, &Session::runsChanged, this, &AnatomyPanel::follow);
  connect(&workspace.session, &Session::grown, this, &AnatomyPanel::follow);
  connect(&workspace, &Workspace::selectionChanged, this, [this] {
    m_term = -1;
    follow();
    refresh();
  });
  connect(&workspace.plane, &PlaneService::changed, this, [this] {
    if (isVisible()) showArrows();
  });
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this, &AnatomyPanel::refresh);
}

void AnatomyPanel::showEvent(QShowEvent*) {
  follow();
  refresh();
}

void AnatomyPanel::hideEvent(QHideEvent*) {
  m_workspace.anatomy.show(-1, 0);
  m_workspace.setArrows({});
}

void AnatomyPanel::follow() {
  if (!isVisible()) return;
  m_workspace.anatomy.show(m_workspace.shownRun(), m_workspace.player.step());
  if (!m_workspace.anatomy.anatomy()) refresh();
}

void AnatomyPanel::refresh() {
  if (!isVisible()) return;
  const int shown = m_workspace.shownRun();
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const LiveRun* live =
      shown >= 0 && shown < int(runs.size()) ? &runs[std::size_t(shown)] : nullptr;
  const OptimizerEntry* entry = live ? methodNamed(live->choice.name) : nullptr;
  const auto& anatomy = m_workspace.anatomy.anatomy();
  m_terms.clear();
  MathColours colours;
  std::vector<QColor> ofTerms;
  if (anatomy) ofTerms = coloursOf(anatomy->terms, shown);
  if (anatomy && entry)
    for (std::size_t i = 0; i < anatomy->terms.size(); ++i) {
      const Term& term = anatomy->terms[i];
      const QString symbol = QString::fromStdString(term.symbol);
      const QColor colour = ofTerms[i];
      const Index count = std::min(shownCoordinates, term.value.size());
      m_terms.push_back({QString::fromStdString(term.name),
                         symbol,
                         colour,
                         {term.value.begin(), term.value.begin() + count},
                         term.value.norm()});
      if (i + 1 < anatomy->terms.size()) colours.push_back({keyLetterOf(symbol), colour});
    }
  if (m_term >= int(m_terms.size())) m_term = -1;
  m_formula->setFormula(entry ? QString::fromStdString(entry->card.formula) : QString());
  m_formula->setColours(colours, m_terms.empty() ? QColor() : m_terms.back().colour);
  QString title = live ? QString::fromStdString(labelOf(live->choice)) : "No optimizer";
  if (anatomy) title += QString(", step %1 to %2").arg(anatomy->step - 1).arg(anatomy->step);
  m_title->setText(title);
  m_place->setText(m_terms.empty() ? QString()
                   : m_term < 0    ? QString("%1 terms").arg(m_terms.size())
                                   : QString("term %1 of %2").arg(m_term + 1).arg(m_terms.size()));
  const Index d = anatomy ? anatomy->before.size() : 0;
  m_picture->setVisible(!m_terms.empty() && d == 2);
  m_picture->setTerms(m_terms, m_term);
  const QStringList heads = d == 1   ? QStringList{"x"}
                            : d == 2 ? QStringList{"x", "y"}
                                     : QStringList{"first", "second"};
  m_table->setTerms(m_terms, m_term, heads);
  m_table->setVisible(!m_terms.empty());
  m_words->setText(live && !live->refusal.isEmpty() ? live->refusal
                   : m_workspace.anatomy.busy()     ? QString()
                   : !anatomy && m_workspace.player.step() < 1
                       ? "Step 0 is the start: the right arrow goes to the first step."
                   : anatomy && m_terms.empty() ? "This method names no terms at this step."
                                                : QString());
  showArrows();
}

/// Of a problem of many parameters the views show what of a term lies in their plane.
void AnatomyPanel::showArrows() {
  const auto& anatomy = m_workspace.anatomy.anatomy();
  if (!anatomy || m_terms.empty()) return m_workspace.setArrows({});
  const bool curve = m_workspace.plane.isCurve();
  const LiveRun& live = m_workspace.session.runs()[std::size_t(m_workspace.shownRun())];
  const double* row = live.data.rowOf(anatomy->step - 1);
  const std::optional<QPointF> from = curve && row ? QPointF(anatomy->before[0], row[0])
                                                   : m_workspace.plane.projected(anatomy->before);
  std::vector<PlaneArrow> arrows;
  for (std::size_t i = 0; i < m_terms.size() && from; ++i) {
    const Vec& value = anatomy->terms[i].value;
    const QPointF to = curve ? *from + QPointF(value[0], 0)
                             : m_workspace.plane.projected(anatomy->before + value).value_or(*from);
    arrows.push_back({*from, to, m_terms[i].colour, m_terms[i].name, i + 1 == m_terms.size(),
                      m_term >= 0 && int(i) != m_term});
  }
  // The chosen one lies over the others.
  if (m_term >= 0 && m_term < int(arrows.size()))
    std::rotate(arrows.begin() + m_term, arrows.begin() + m_term + 1, arrows.end());
  m_workspace.setArrows(std::move(arrows));
}

void AnatomyPanel::choose(int term) {
  m_term = term == m_term ? -1 : term;
  refresh();
}

bool AnatomyPanel::walk(int by) {
  if (!isVisible() || m_workspace.shownRun() < 0) return false;
  const int count = int(m_terms.size()), next = m_term + by;
  if (count > 0 && next >= 0 && next < count) {
    m_term = next;
    refresh();
    return true;
  }
  const int step = m_workspace.player.step();
  m_workspace.player.play(false);
  m_workspace.player.setStep(step + by);
  if (m_workspace.player.step() == step) return true;
  m_term = by > 0 || count == 0 ? 0 : count - 1;
  refresh();
  return true;
}

}  // namespace thalweg
