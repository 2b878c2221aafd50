/// Kicks in the Optimizers dock: a copy that goes on from the step shown with another rate or
/// batch.
#include <algorithm>

#include "app/model/figures.h"
#include "app/window/optimizers_panel.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "widgets/controls/kick_form.h"
#include "widgets/controls/optimizer_card.h"

namespace thalweg {
namespace {

/// ", 2x from 200, batch 16": what a kick adds to a name.
std::string wordsOf(const KickChoice& kick) {
  std::string words;
  if (kick.rateFactor != 1.0 || kick.batch < 0)
    words += ", " + shortest(kick.rateFactor) + "x";
  else
    words += ",";
  words += " from " + std::to_string(kick.step);
  if (kick.batch > 0) words += ", batch " + std::to_string(kick.batch);
  if (kick.batch == 0) words += ", all samples";
  return words;
}

/// The kick of an optimizer is another; its name follows where it tells of the kick.
void setKick(OptimizerChoice& choice, const std::optional<KickChoice>& kick) {
  if (const std::string was = choice.kick ? wordsOf(*choice.kick) : std::string();
      !was.empty() && choice.label.ends_with(was))
    choice.label = choice.label.substr(0, choice.label.size() - was.size()) +
                   (kick ? wordsOf(*kick) : std::string());
  choice.kick = kick;
}

}  // namespace

void OptimizersPanel::connectKick(OptimizerCard* card, int index) {
  connect(card, &OptimizerCard::kickAsked, this, [this, index] { kick(index); });
  connect(card->kick(), &KickForm::edited, this,
          [this, index](const KickChoice& kick, const QString& key, bool final) {
            m_document.change(
                "Kick", QString("optimizer%1.kick.%2").arg(index).arg(key), final,
                [&](Experiment& e) { setKick(e.optimizers[std::size_t(index)], kick); });
          });
  connect(card->kick(), &KickForm::removeAsked, this, [this, index] {
    m_document.change("Remove the kick", {}, true, [&](Experiment& e) {
      setKick(e.optimizers[std::size_t(index)], std::nullopt);
    });
  });
}

std::int64_t OptimizersPanel::kickStep(int run) const {
  const std::vector<LiveRun>& runs = m_session.runs();
  const std::int64_t made =
      run >= 0 && run < int(runs.size()) ? runs[std::size_t(run)].data.steps() : 0;
  return std::clamp<std::int64_t>(m_step, 0, std::max<std::int64_t>(0, made));
}

bool OptimizersPanel::canKick(int run) const {
  const std::vector<OptimizerChoice>& all = m_document.experiment().optimizers;
  if (run < 0 || run >= int(all.size()) || all[std::size_t(run)].kick) return false;
  const OptimizerEntry* entry = thalweg::find(allOptimizers(), all[std::size_t(run)].name);
  const Problem* problem = m_session.problem();
  return entry && problem && (!entry->takesRateOnce || problem->objective->asFiniteSum());
}

void OptimizersPanel::kick(int run) {
  if (!canKick(run)) return;
  m_document.change("Kick", {}, true, [&](Experiment& e) {
    OptimizerChoice copy = e.optimizers[std::size_t(run)];
    const bool ownRate = thalweg::find(allOptimizers(), copy.name)->takesRateOnce;
    const KickChoice kick{kickStep(run), ownRate ? 1.0 : 2.0, -1};
    copy.label = freeLabel(e, labelOf(copy) + wordsOf(kick));
    copy.kick = kick;
    e.optimizers.push_back(copy);
  });
  emit selected(int(m_document.experiment().optimizers.size()) - 1);
}

}  // namespace thalweg
