/// All eigenvalues of a symmetric matrix with their residuals, in steps short enough to be stopped
/// between.
#pragma once

#include <functional>

#include "core/base/types.h"

namespace thalweg {

struct FullSpectrum {
  Vec values;     // [d] ascending
  Vec residuals;  // [d], |A u - l u| measured with unit u
  bool stopped = false;
};

/// Householder's tridiagonal form and implicit QL (Golub and Van Loan 2013, chapter 8); vectors by
/// inverse iteration, a block at a time, for the residuals alone. 8 d^3 operations.
/// `stopping` is asked every few milliseconds; what is stopped has no values.
FullSpectrum fullSpectrum(const Mat& a, const std::function<bool()>& stopping = {});

}  // namespace thalweg
