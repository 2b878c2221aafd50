#include <cmath>
#include <string>

#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

constexpr Index features = 100, used = 5;

Table points() {
  Table table{{}, Mat(80, features + 1)};
  for (Index j = 0; j < features; ++j) table.columns.push_back("x" + std::to_string(j));
  table.columns.emplace_back("y");
  Random random(17);
  for (Index i = 0; i < table.values.rows(); ++i) {
    for (Index j = 0; j < features; ++j) table.values(i, j) = random.normal();
    table.values(i, features) = table.values.row(i).head(used).sum() / std::sqrt(double(used));
  }
  return table;
}

}  // namespace

DatasetEntry sparseteacher() {
  return {.card = {.id = "sparseteacher",
                   .title = "Sparse linear teacher",
                   .summary = "80 samples of 100 normal numbers, the target the sum of the first "
                              "five over √5: more unknowns than samples.",
                   .formula = "y = ⟨w, x⟩,  w = (1, 1, 1, 1, 1, 0, …, 0)/√5,  x ~ N(0, I₁₀₀)",
                   .reference =
                       "After B. Woodworth et al., Kernel and rich regimes in overparametrized "
                       "models, arXiv 2002.09277; drawn here from a fixed seed"},
          .scaling = Scaling::none,
          .load = [] { return Result<Table>(points()); }};
}

}  // namespace thalweg::datasets
