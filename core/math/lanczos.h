/// Extreme eigenpairs of a symmetric operator that is known by its products alone.
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/types.h"
#include "core/math/lanczos_basis.h"

namespace thalweg {

/// `count` algebraically largest eigenpairs, largest first.
struct Eigenpairs {
  Vec values;     // [count]
  Mat vectors;    // [d, count], unit columns
  Vec residuals;  // [count], |A u - l u| measured, not estimated
  std::int64_t products = 0;
  bool complete = false;  // all within the tolerance
  bool stopped =
      false;  // ended because it was asked to; else an incomplete result is the best that was found
};

struct LanczosOptions {
  Index count = 1;
  double tolerance = 1e-9;  // of the largest |eigenvalue| found, for the residuals
  /// Above 0: it is also enough that each eigenvalue is known to this share of itself, by
  /// |l - theta| <= r^2 / gap (Parlett 1998, section 11.7), which takes fewer products.
  double valueTolerance = 0.0;
  Index basis = 400;  // vectors kept at most; then it begins again from the best found, `restarts`
                      // times
  int restarts = 6;
  double scale = 0.0;  // the tolerance is of this where it is more than the leading eigenvalue
  const Mat* warm = nullptr;         // vectors [d, any] of an earlier, nearby matrix
  std::uint64_t seed = 1;            // of the random part of the first vector
  std::function<bool()> stopping{};  // asked between products
};

/// Lanczos with full reorthogonalisation, so that no copy of an eigenvalue appears (Parlett
/// 1998, chapter 13). The next eigenpair beyond `count` is followed as well, so that a crossing is
/// not missed on a warm start.
Eigenpairs largestEigenpairs(const Product& product, Index d, const LanczosOptions& options);

/// All eigenvalues of a symmetric matrix, ascending, and its eigenvectors in `vectors` where asked
/// for.
void symmetricEigenvalues(const Mat& a, Vec& values, Mat* vectors = nullptr);
Vec symmetricEigenvalues(const Mat& a, Mat* vectors = nullptr);

}  // namespace thalweg
