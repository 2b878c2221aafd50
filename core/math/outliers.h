/// Eigenvalues that stand apart from the bulk of a spectrum.
#pragma once

#include <limits>

#include "core/math/slq.h"

namespace thalweg {

struct Outliers {
  Index count = 0;  // before the largest ratio of neighbours; 0: no two to compare
  double ratio = std::numeric_limits<double>::quiet_NaN();  // lambda_count / lambda_(count + 1)
  double edge = std::numeric_limits<double>::quiet_NaN();   // where the bulk ends
  double apart = std::numeric_limits<double>::quiet_NaN();  // in the middle of the gap
  Index above = 0;                                          // known eigenvalues beyond the edge
  bool atLeast = false;  // all that are known are: there may be more
};

/// The largest ratio among the first eigenvalues [k], largest first, as far as they are above their
/// residuals [k] (Sagun et al. 2017: as many outliers as classes, less one). The edge is the end of
/// the law of Marchenko and Pastur 1967 with the mean m and variance v of the rest of the measure,
/// (sqrt m + sqrt(v / m))^2, negative eigenvalues taken as 0.
Outliers outliersOf(const Vec& largest, const Vec& residuals, const SpectralMeasure& measure,
                    Index dimension);

}  // namespace thalweg
