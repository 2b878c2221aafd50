/// IDX files, the format of MNIST: one array of numbers after a short header.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/io/npz.h"

namespace thalweg {

/// Whether the bytes begin as an IDX file does: two zeros, a known element type, 1 to 8 dimensions.
bool looksLikeIdx(std::string_view bytes);

/// `name` is what messages call it. Element types: signed and unsigned bytes, 16- and 32-bit whole
/// numbers, float32, float64.
Result<NumericArray> parseIdx(std::string_view bytes, const std::string& name);

}  // namespace thalweg
