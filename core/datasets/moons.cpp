#include <cmath>
#include <numbers>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  return planeTable(200, 2, 11, [](Random& random, int label, double share) {
    const double angle = std::numbers::pi * share;
    return label == 0 ? shaken(random, std::cos(angle), std::sin(angle), 0.1)
                      : shaken(random, 1.0 - std::cos(angle), 0.5 - std::sin(angle), 0.1);
  });
}

}  // namespace

DatasetEntry moons() {
  return {
      .card = {.id = "moons",
               .title = "Two moons",
               .summary = "200 points on two half circles that reach into each other, two classes.",
               .formula = "x ∈ ℝ² → {0, 1}",
               .reference = "Two moons as scikit-learn's make_moons with noise 0.1; drawn here "
                            "from a fixed seed"},
      .scaling = Scaling::none,
      .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
