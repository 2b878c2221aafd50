#include "core/base/random.h"
#include "core/datasets/generated.h"

namespace thalweg::datasets {
namespace {

constexpr Index usualRows = 240;
constexpr double spread = 0.3;

Result<Table> drawn(const DataWish& wish) {
  const Index clusters = wish.clusters > 0 ? wish.clusters : wish.classes;
  const Index rows = wish.rows > 0 ? wish.rows : usualRows;
  // Centres and points from streams of their own: more rows leave the first ones as they are.
  Random places(15, 1), points(15, 2);
  Mat centres(wish.features, clusters);
  for (Index k = 0; k < clusters; ++k) {
    for (Index j = 0; j < wish.features; ++j) centres(j, k) = places.normal();
    centres.col(k) *= wish.separation / std::max(1e-300, centres.col(k).norm());
  }
  Table table{{}, Mat(rows, wish.features + 1)};
  for (Index j = 0; j < wish.features; ++j) table.columns.push_back("x" + std::to_string(j));
  table.columns.push_back("class");
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < wish.features; ++j)
      table.values(i, j) = centres(j, i % clusters) + spread * points.normal();
    table.values(i, wish.features) = double(i % clusters % wish.classes);
  }
  return table;
}

}  // namespace

DatasetEntry clusters() {
  return {.card = {.id = "clusters",
                   .title = "Gaussian clusters",
                   .summary = "As many inputs and classes as the network has, clusters of width "
                              "0.3 around centres of length `separation`.",
                   .formula = "x = s uₖ + 0.3 ε,  |uₖ| = 1",
                   .reference = "As of Sagun et al. 2017; drawn here from a fixed seed"},
          .scaling = Scaling::none,
          .load = [] { return drawn({}); },
          .draw = drawn};
}

}  // namespace thalweg::datasets
