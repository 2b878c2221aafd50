#include "core/flows/flow.h"

namespace thalweg::flows {

FlowEntry bea3() {
  return {
      {.id = "bea3",
       .title = "Modified flow, second order",
       .summary = "The backward error expansion of gradient descent up to the square of its rate.",
       .formula = "ẋ = −g − (η/2) H g − η² (H² g / 3 + ∇³f[g, g] / 12); g = ∇f(x), H = ∇²f(x)",
       .reference = "Hairer, Lubich and Wanner 2006, chapter IX; Rosca 2023, section 2"},
      [](Index dimension) -> Velocity {
        return [g = Vec(dimension), hg = Vec(dimension), hhg = Vec(dimension),
                third = Vec(dimension)](Evaluator& f, double h, const Vec& x, Vec& dx) mutable {
          f.gradient(x, g);
          if (!f.thirdTimes(x, g, third)) return false;
          f.hessianTimes(x, g, hg);
          f.hessianTimes(x, hg, hhg);
          dx = -g - (0.5 * h) * hg - (h * h) * (hhg / 3.0 + third / 12.0);
          return true;
        };
      },
      true};
}

}  // namespace thalweg::flows
