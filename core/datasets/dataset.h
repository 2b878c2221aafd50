/// Data sets carried with the program: the table a CSV file would give, with its card.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/result.h"
#include "core/base/types.h"

namespace thalweg {

/// A table of numbers with named columns, one row a sample; nothing is scaled yet.
struct Table {
  std::vector<std::string> columns;
  Mat values;  // [rows, columns]
};

enum class Scaling {
  none,
  standardise,
  sixteenth
};  // sixteenth: every feature / 16 (4-bit grey values)

/// What a network wants of data that are drawn to its measure.
struct DataWish {
  Index features = 20, classes = 3;
  Index clusters = 0;       // 0: one for each class
  double separation = 1.0;  // length of the clusters' centres
  Index rows = 0;           // 0: the data's own number
};

struct DatasetEntry {
  Card card;                               // reference: origin and licence
  Scaling scaling = Scaling::standardise;  // what `scaling = "default"` means
  std::function<Result<Table>()> load;
  std::function<Result<Table>(const DataWish&)> draw{};  // in place of `load`, where there is one
};

}  // namespace thalweg
