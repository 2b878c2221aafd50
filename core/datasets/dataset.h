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

struct DatasetEntry {
  Card card;                               // reference: origin and licence
  Scaling scaling = Scaling::standardise;  // what `scaling = "default"` means
  std::function<Result<Table>()> load;
};

}  // namespace thalweg
