#include <cmath>
#include <numbers>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  return planeTable(300, 2, 13, [](Random& random, int label, double share) {
    const double radius = 0.1 + 0.9 * share;
    const double angle = std::numbers::pi * (3.0 * share + label);
    return shaken(random, radius * std::cos(angle), radius * std::sin(angle), 0.02);
  });
}

}  // namespace

DatasetEntry spirals() {
  return {
      .card =
          {.id = "spirals",
           .title = "Two spirals",
           .summary =
               "300 points on two spirals of one and a half turns around each other, two classes.",
           .formula = "x ∈ ℝ² → {0, 1}",
           .reference = "After K. J. Lang and M. J. Witbrock, Learning to tell two spirals apart, "
                        "1988; drawn here from a fixed seed"},
      .scaling = Scaling::none,
      .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
