/// How the gradients of single samples and of batches scatter at a point, and what that does to
/// SGD.
#pragma once

#include <functional>
#include <limits>

#include "core/base/result.h"
#include "core/math/slq.h"
#include "core/objectives/objective.h"

namespace thalweg {

struct NoiseRequest {
  Index top = 5;          // eigenpairs of the covariance
  bool alignment = true;  // mu, and what it is made of
  Index probes = 30;      // of tr(Sigma H); and of |H|_F, three products each
  Index batch = 0;        // samples of a batch; 0: all, or none where `batches` is 0
  Index batches = 40;     // drawn for the batch sharpness; 0: it is not asked for
  std::uint64_t seed = 1;
};

/// Of the mean over all samples i with gradients g_i and their mean g: Sigma = mean g_i g_i' - g
/// g'. Errors are standard errors, 0 where nothing was drawn; of eigenvalues the residuals.
struct NoiseResult {
  double loss = 0.0, gradientSquare = 0.0;  // f, |g|^2
  Estimate trace;                           // tr Sigma
  Vec values, residuals;                    // of Sigma, largest first; |Sigma u - l u| with |u| = 1
  Mat vectors;                              // [d, top]
  Estimate curved, frobenius;               // tr(Sigma H), |H|_F
  /// mu = tr(Sigma H) / (2 f |H|_F^2): 1 where the noise is 2 f H, as of half squared errors whose
  /// residuals do not depend on the slopes (Wu, Wang and Su 2022).
  Estimate alignment;
  /// E over batches of g_B' H_B g_B / |g_B|^2; stochastic descent holds it at 2 / rate (Andreyev
  /// and Beneventano 2024).
  Estimate batchSharpness;
  std::int64_t products = 0;   // of Hessians, whole or of a batch
  std::int64_t gradients = 0;  // passes that cost as much as a gradient over all samples
  double seconds = 0.0;
  bool stopped = false, finite = true;
};

/// The objective must be a mean over data. `stopping` is asked between passes; what was not known
/// by then is NaN or empty.
NoiseResult noiseAt(Evaluator& f, const Vec& x, const NoiseRequest& request,
                    const std::function<bool()>& stopping = {});

/// Every sample's gradient seen in a plane.
struct GradientCloud {
  Mat points;                  // [2, n]: (g_i'a, g_i'b)
  Eigen::Vector2d mean;        // of them: the whole gradient
  Eigen::Matrix2d covariance;  // of Sigma in the plane
  bool stopped = false;
};
GradientCloud gradientCloud(Evaluator& f, const Vec& x, const Vec& a, const Vec& b,
                            const std::function<bool()>& stopping = {});

/// Learning rates above which SGD with this batch certainly leaves a minimum that fits all data,
/// each from one test matrix V of the second-moment operator T, and where T itself says so (Wu and
/// Su 2023). Of the Gauss-Newton matrix at the point, as if it were such a minimum.
struct SgdConditions {
  Index samples = 0, batch = 0;  // looked at; of a step
  double trace = 0.0, largest = 0.0, frobenius = 0.0;
  double largestResidual = 0.0;
  double identity = 0.0;  // V = I
  double jensen = 0.0;    // V = I with tr mean H_i^2 at its least
  double hessian = 0.0;   // V = H
  double descent = 0.0;   // 2 / largest: of full batches, and of every other
  double exact = std::numeric_limits<double>::quiet_NaN();  // of T; NaN where that is too large
  Index rank = 0;    // directions with a slope: T works on matrices of this size
  Vec rates, radii;  // [points] the spectral radius of T against the rate; where it was asked for
  bool stopped = false;
};

/// Most rows of slopes (samples times outputs) taken; of more samples some are drawn evenly. And
/// the largest rank of T that is taken apart.
inline constexpr Index sgdRowsLimit = 256, sgdExactLimit = 64;

/// Refuses a loss that is no sum of squares, and a batch that is larger than the samples.
/// `curve`: points of the radius of T, from an eighth of the critical rate to beyond all bounds.
Result<SgdConditions> sgdConditions(Evaluator& f, const Vec& x, Index batch, bool replacement,
                                    const std::function<bool()>& stopping = {}, Index curve = 0);

}  // namespace thalweg
