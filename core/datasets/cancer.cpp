#include "core/base/resources.h"
#include "core/datasets/dataset.h"
#include "core/io/csv.h"

namespace thalweg::datasets {

DatasetEntry cancer() {
  return {
      .card =
          {.id = "cancer",
           .title = "Breast cancer",
           .summary =
               "30 measures of the cell nuclei in 569 biopsies, each malignant (0) or benign (1).",
           .formula = "x ∈ ℝ³⁰ → {0, 1}",
           .reference = "W. H. Wolberg, W. N. Street and O. L. Mangasarian, Breast Cancer "
                        "Wisconsin (Diagnostic), "
                        "UCI Machine Learning Repository, CC BY 4.0"},
      .scaling = Scaling::standardise,
      .load = [] { return parseCsv(*resource("cancer.csv"), "cancer"); }};
}

}  // namespace thalweg::datasets
