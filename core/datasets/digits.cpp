#include "core/base/resources.h"
#include "core/datasets/dataset.h"
#include "core/io/csv.h"

namespace thalweg::datasets {

DatasetEntry digits() {
  return {
      .card =
          {.id = "digits",
           .title = "Handwritten digits",
           .summary =
               "1,797 pictures of 8 by 8 grey values (0 to 16) of the digits 0 to 9, ten classes.",
           .formula = "x ∈ {0, …, 16}⁶⁴ → {0, …, 9}",
           .reference = "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits "
                        "(test part), UCI "
                        "Machine Learning Repository, CC BY 4.0"},
      .scaling = Scaling::sixteenth,
      .load = [] { return parseCsv(*resource("digits.csv"), "digits"); }};
}

}  // namespace thalweg::datasets
