#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

Table points() {
  Table table{{"x", "y"}, Mat(20, 2)};
  for (Index i = 0; i < 20; ++i) {
    const double x = double(2 * i - 19) / 19.0, xx = x * x;
    table.values.row(i) << x, x * (5.0 + xx * (16.0 * xx - 20.0));
  }
  return table;
}

}  // namespace

DatasetEntry chebyshev() {
  return {.card = {.id = "chebyshev",
                   .title = "Chebyshev polynomial",
                   .summary = "The Chebyshev polynomial of degree 5 at 20 equally spaced points: "
                              "regression in one variable.",
                   .formula = "y = T₅(x) = 16x⁵ − 20x³ + 5x,  x ∈ [−1, 1]",
                   .reference = "The toy task of J. Cohen, S. Kaur, Y. Li, J. Z. Kolter and A. "
                                "Talwalkar, arXiv 2103.00065"},
          .scaling = Scaling::none,
          .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
