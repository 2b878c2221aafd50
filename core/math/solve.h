/// Linear systems with dense matrices. All can be interrupted where matrices are large.
#pragma once

#include "core/base/types.h"

namespace thalweg {

/// x with a x = b by LU with partial pivoting, a [d, d] of any symmetry; false where a is singular
/// to working precision.
bool solveGeneral(const Mat& a, const Vec& b, Vec& x);

/// x with a x = b by Cholesky; false, with nothing written, where a is not positive definite.
bool solvePositive(const Mat& a, const Vec& b, Vec& x);

/// Thin singular value decomposition a = u diag(s) v': a [n, m], s falling [min(n, m)].
void singularValues(const Mat& a, Mat& u, Vec& s, Mat& v);

/// An orthonormal basis q of the columns of a [n, m], n >= m, in their order.
void orthonormalised(const Mat& a, Mat& q);

/// power = a^exponent of a symmetric positive semidefinite matrix; eigenvalues below `least` count
/// as `least`.
void matrixPower(const Mat& a, double exponent, double least, Mat& power);

/// g = scale a' a, a [n, m].
void gramOfColumns(const Mat& a, double scale, Mat& g);

}  // namespace thalweg
