/// Tables of numbers from comma-separated text.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/datasets/dataset.h"

namespace thalweg {

/// A header line, then finite numbers only, all lines equally long. Names and numbers may stand in
/// double quotes, lines may end in CR LF, a byte order mark and empty lines at the end are passed
/// over. `name` is what messages call the text.
Result<Table> parseCsv(std::string_view text, const std::string& name);

/// A cell as RFC 4180 has it: quoted only where a comma, quote or line break asks for it.
std::string csvCell(const std::string& text);

/// `parseCsv` of a file.
Result<Table> readCsv(const std::string& path);

}  // namespace thalweg
