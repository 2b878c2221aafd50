/// Orthonormal bases.
#pragma once

#include "core/base/types.h"

namespace thalweg {

/// Q [n, k] of a = QR with a positive diagonal of R, for a [n, k] with n >= k: of a matrix of
/// independent normal numbers it is evenly distributed (Mezzadri 2007).
Mat orthonormalColumns(const Mat& a);

}  // namespace thalweg
