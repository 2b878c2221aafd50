#include <limits>

#include "core/flows/central_terms.h"
#include "core/flows/flow.h"

namespace thalweg::flows {

FlowEntry central() {
  return {
      {.id = "central",
       .title = "Central flow",
       .summary = "The smooth path around which gradient descent oscillates at the edge of "
                  "stability: gradient flow until the sharpness is 2/η, from there along the edge.",
       .formula = "ẋ = −∇f(x) − ½ ∇⟨Σ, ∇²f(x)⟩;  0 ≤ Σ ⟂ 2/η − ∇²f(x) ≥ 0",
       .reference = "Cohen, Damian, Talwalkar, Kolter and Lee 2025, Understanding optimization in "
                    "deep learning with central flows"},
      [](Index dimension) -> Velocity {
        return [terms = CentralTerms(dimension)](Evaluator& f, double h, const Vec& x,
                                                 Vec& dx) mutable {
          if (!terms.at(f, h, x)) return false;
          dx = -terms.gradient() - terms.push();
          return true;
        };
      },
      false,
      [](Evaluator& f, double h, const Vec& x) {
        CentralTerms terms(x.size());
        return terms.at(f, h, x) ? terms.meanLoss() : std::numeric_limits<double>::quiet_NaN();
      }};
}

}  // namespace thalweg::flows
