#include <cmath>
#include <numbers>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  Table table{{"x", "y"}, Mat(60, 2)};
  Random random(16);
  for (Index i = 0; i < table.values.rows(); ++i) {
    const double x = random.uniform(-1.0, 1.0);
    table.values.row(i) << x, std::sin(1.5 * std::numbers::pi * x) + 0.1 * random.normal();
  }
  return table;
}

}  // namespace

DatasetEntry noisysine() {
  return {
      .card =
          {.id = "noisysine",
           .title = "Noisy sine",
           .summary =
               "60 points of one and a half waves with normal noise: regression in one variable.",
           .formula = "y = sin(3πx/2) + 0.1 ε,  x ∈ [−1, 1]",
           .reference = "Drawn here from a fixed seed"},
      .scaling = Scaling::none,
      .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
