#include "core/base/resources.h"
#include "core/datasets/dataset.h"
#include "core/io/csv.h"

namespace thalweg::datasets {

DatasetEntry wine() {
  return {
      .card = {.id = "wine",
               .title = "Wine",
               .summary = "13 chemical measures of 178 wines from three growers (0, 1, 2) of one "
                          "region in Italy.",
               .formula = "x ∈ ℝ¹³ → {0, 1, 2}",
               .reference =
                   "S. Aeberhard and M. Forina, Wine, UCI Machine Learning Repository, CC BY 4.0"},
      .scaling = Scaling::standardise,
      .load = [] { return parseCsv(*resource("wine.csv"), "wine"); }};
}

}  // namespace thalweg::datasets
