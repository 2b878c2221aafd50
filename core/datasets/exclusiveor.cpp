#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

// No point is nearer to an axis than this, so that the classes can be told apart.
constexpr double gap = 0.05;

Table points() {
  return planeTable(200, 2, 15, [](Random& random, int label, double) {
    const double x = random.sign() * random.uniform(gap, 1.0);
    const double y = random.uniform(gap, 1.0) * ((label == 1) == (x < 0.0) ? 1.0 : -1.0);
    return Eigen::Vector2d(x, y);
  });
}

}  // namespace

DatasetEntry exclusiveor() {
  return {
      .card =
          {.id = "exclusiveor",
           .title = "Exclusive or",
           .summary = "200 points of a square, two classes: whether the two coordinates have "
                      "different signs.",
           .formula = "y = [x₁ x₂ < 0]",
           .reference =
               "After M. Minsky and S. Papert, Perceptrons, 1969; drawn here from a fixed seed"},
      .scaling = Scaling::none,
      .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
