#include <cmath>
#include <numbers>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  return planeTable(300, 3, 14, [](Random& random, int label, double) {
    const double angle = 2.0 * std::numbers::pi * (label / 3.0 + 0.25);
    return shaken(random, std::cos(angle), std::sin(angle), 0.35);
  });
}

}  // namespace

DatasetEntry blobs() {
  return {.card = {.id = "blobs",
                   .title = "Three blobs",
                   .summary = "300 points in three round clouds that touch, three classes.",
                   .formula = "x ∈ ℝ² → {0, 1, 2}",
                   .reference = "Blobs as scikit-learn's make_blobs; drawn here from a fixed seed"},
          .scaling = Scaling::none,
          .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
