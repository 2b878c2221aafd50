#include "core/base/resources.h"
#include "core/datasets/dataset.h"
#include "core/io/csv.h"

namespace thalweg::datasets {

DatasetEntry diabetes() {
  return {
      .card = {.id = "diabetes",
               .title = "Diabetes progression",
               .summary = "Ten measures of 442 patients and how far the disease went within a "
                          "year: regression.",
               .formula = "x ∈ ℝ¹⁰ → ℝ",
               .reference = "B. Efron, T. Hastie, I. Johnstone and R. Tibshirani, Least Angle "
                            "Regression, Annals of "
                            "Statistics 32, 2004; as distributed in scikit-learn (BSD-3-Clause)"},
      .scaling = Scaling::standardise,
      .load = [] { return parseCsv(*resource("diabetes.csv"), "diabetes"); }};
}

}  // namespace thalweg::datasets
