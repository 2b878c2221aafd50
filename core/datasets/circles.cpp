#include <cmath>
#include <numbers>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  return planeTable(200, 2, 12, [](Random& random, int label, double share) {
    const double angle = 2.0 * std::numbers::pi * share, radius = label == 0 ? 1.0 : 0.5;
    return shaken(random, radius * std::cos(angle), radius * std::sin(angle), 0.08);
  });
}

}  // namespace

DatasetEntry circles() {
  return {
      .card =
          {.id = "circles",
           .title = "Two circles",
           .summary =
               "200 points on a circle and on another of half its radius inside it, two classes.",
           .formula = "x ∈ ℝ² → {0, 1}",
           .reference = "Circles as scikit-learn's make_circles with factor 0.5 and noise 0.08; "
                        "drawn here from a fixed seed"},
      .scaling = Scaling::none,
      .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
