#include <limits>

#include "core/flows/central_terms.h"
#include "core/flows/flow.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::flows {
namespace {

/// Plain RMSProp; what is added to the root is taken to be nothing beside it.
bool isPlain(const Values& settings) {
  return realOf(settings, "momentum") == 0.0 && realOf(settings, "weight_decay") == 0.0 &&
         realOf(settings, "alpha") > 0.0 && !std::get<bool>(settings.at("centered"));
}

/// x and behind it the mean squares [2 d].
Vec stateOf(const Stepper& method, const Vec& x) {
  Vec p(x.size());
  if (!method.preconditioner(p) || !(p.array() > 0).all()) return {};
  Vec state(2 * x.size());
  state << x, p.cwiseAbs2();
  return state;
}

Velocity velocityOf(Index d, const Values& settings) {
  return [d, kept = realOf(settings, "alpha"), terms = RmspropTerms(d)](
             Evaluator& f, double h, const Vec& state, Vec& change) mutable {
    if (!terms.at(f, h, kept, state.head(d), state.tail(d))) return false;
    change.resize(2 * d);
    change << terms.velocity(), terms.growth() / h;
    return true;
  };
}

double meanLossOf(Evaluator& f, double h, const Values& settings, const Vec& state) {
  const Index d = state.size() / 2;
  RmspropTerms terms(d);
  return terms.at(f, h, realOf(settings, "alpha"), state.head(d), state.tail(d))
             ? terms.meanLoss()
             : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

FlowEntry central_rmsprop() {
  FlowEntry entry{
      {.id = "central_rmsprop",
       .title = "Central flow of RMSProp",
       .summary = "The smooth path around which RMSProp oscillates where the Hessian that it "
                  "preconditions is at 2/η, from the first step at which it is looked at.",
       .formula = "ẋ = −(∇f + ½ ∇⟨Σ, ∇²f⟩)/√ν;  ν̇ = (1 − α)/(α η) ((∇f)² + 4ν/η² diag Σ − ν);  "
                  "0 ≤ Σ ⟂ 2√ν/η − ∇²f ≥ 0",
       .reference = "Cohen, Damian, Talwalkar, Kolter and Lee 2025, Understanding optimization in "
                    "deep learning with central flows"},
      [](Index) -> Velocity { return [](Evaluator&, double, const Vec&, Vec&) { return false; }; }};
  entry.ofMethod = std::make_shared<const MethodFlow>(
      MethodFlow{"rmsprop", isPlain, stateOf, velocityOf, meanLossOf});
  return entry;
}

}  // namespace thalweg::flows
