#include "core/flows/flow.h"

namespace thalweg::flows {

FlowEntry igr() {
  return {
      {.id = "igr",
       .title = "Modified flow, first order",
       .summary = "Gradient flow of the loss and a quarter of the rate times its squared slope: "
                  "one order nearer to gradient descent.",
       .formula = "ẋ = −∇f(x) − (η/2) ∇²f(x) ∇f(x)",
       .reference = "Barrett and Dherin 2021; Rosca 2023, section 2"},
      [](Index dimension) -> Velocity {
        return [g = Vec(dimension), hg = Vec(dimension)](Evaluator& f, double h, const Vec& x,
                                                         Vec& dx) mutable {
          f.gradient(x, g);
          f.hessianTimes(x, g, hg);
          dx = -g - (0.5 * h) * hg;
          return true;
        };
      }};
}

}  // namespace thalweg::flows
