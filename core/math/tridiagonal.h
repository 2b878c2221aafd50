/// Eigenpairs of a symmetric tridiagonal matrix.
#pragma once

#include "core/base/types.h"

namespace thalweg {

/// diagonal [m], offDiagonal [m - 1]; values [m] ascending, vectors [m, m] by column.
void tridiagonalEigenpairs(const Vec& diagonal, const Vec& offDiagonal, Vec& values, Mat& vectors);

}  // namespace thalweg
