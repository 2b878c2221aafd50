/// The Hessian of a mean over data as the sum of two matrices, each with its spectrum.
#pragma once

#include <array>

#include "core/base/result.h"
#include "core/math/outliers.h"
#include "core/run/spectrum.h"

namespace thalweg {

struct SplitRequest {
  Index top = 10;                  // largest eigenvalues of H, among which outliers are looked for
  Index probes = 10, steps = 100;  // of the densities
  std::uint64_t seed = 1;
};

/// H = G + R: the Gauss-Newton matrix, which is never negative, and what the bend of the network
/// adds, which goes as its residuals do (Sagun et al. 2017).
struct SpectrumSplit {
  std::array<SpectrumResult, 3> parts;  // H, G, R
  std::array<Estimate, 3> traces;       // of the same probes, so that they add up to rounding
  Outliers outliers;                    // of H
  bool exact = false;                   // all eigenvalues are known
  std::int64_t products = 0;
  double seconds = 0.0;
  bool stopped = false, finite = true;
};

/// The parts in the order of SpectrumSplit as they are named in files: "hessian", "ggn",
/// "residual".
const std::array<CurvatureMatrix, 3>& splitMatrices();

/// By the whole matrices where that costs less than iterating. `stopping` is asked between
/// products, `progress` told a share from 0 to 1. Refuses what is no mean over data.
Result<SpectrumSplit> splitAt(Evaluator& f, const Vec& x, const SplitRequest& request,
                              const std::function<bool()>& stopping = {},
                              const std::function<void(double)>& progress = {});

/// The trace of a matrix of `dimension` from its spectral measure.
Estimate traceOf(const SpectralMeasure& measure, Index dimension);

}  // namespace thalweg
