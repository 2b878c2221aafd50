#include "core/flows/flow.h"

namespace thalweg::flows {

FlowEntry ngf() {
  return {{.id = "ngf",
           .title = "Gradient flow",
           .summary = "What gradient descent follows when its steps shrink to nothing.",
           .formula = "ẋ = −∇f(x)",
           .reference = "Cauchy 1847; Rosca 2023, section 2"},
          [](Index) -> Velocity {
            return [](Evaluator& f, double, const Vec& x, Vec& dx) {
              f.gradient(x, dx);
              dx = -dx;
              return true;
            };
          }};
}

}  // namespace thalweg::flows
