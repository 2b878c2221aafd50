/// Flat parameter vectors in files, the format told by the ending.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/types.h"

namespace thalweg {

/// `.csv`: one column under the header `value`; `.npy`: one array; `.npz`: the array `parameters`,
/// or, where it is missing, a network's layers as final.npz has them, `W0` [outputs, inputs], `b0`,
/// `W1`, .. All numbers finite.
Result<Vec> readVector(const std::string& path);

/// The same, numbers that are not finite among them.
Result<Vec> readNumbers(const std::string& path);

/// Whether the ending is one of those above.
bool isVectorFile(const std::string& path);

/// The same formats, for `readVector` to read back bit for bit.
Outcome writeVector(const std::string& path, const Vec& vector);

}  // namespace thalweg
