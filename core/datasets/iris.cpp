#include "core/base/resources.h"
#include "core/datasets/dataset.h"
#include "core/io/csv.h"

namespace thalweg::datasets {

DatasetEntry iris() {
  return {
      .card = {.id = "iris",
               .title = "Iris",
               .summary = "Four measures in centimetres of 150 irises of three species: setosa "
                          "(0), versicolor (1) and virginica (2).",
               .formula = "x ∈ ℝ⁴ → {0, 1, 2}",
               .reference =
                   "R. A. Fisher, The Use of Multiple Measurements in Taxonomic Problems, Annals "
                   "of Eugenics 7, 1936; Iris, UCI Machine Learning Repository, CC BY 4.0"},
      .scaling = Scaling::standardise,
      .load = [] { return parseCsv(*resource("iris.csv"), "iris"); }};
}

}  // namespace thalweg::datasets
