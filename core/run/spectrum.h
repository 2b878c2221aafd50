/// What can be asked about the curvature at a point, answered with residuals and standard errors.
#pragma once

#include <functional>
#include <limits>
#include <optional>

#include "core/math/lanczos.h"
#include "core/math/slq.h"
#include "core/objectives/objective.h"
#include "core/run/curvature_matrix.h"

namespace thalweg {

struct SpectrumRequest {
  CurvatureMatrix matrix = CurvatureMatrix::hessian;
  Index top = 10;  // largest eigenvalues; with them the smallest one
  bool full = false, density = false, trace = false, diagonal = false;
  Index probes = 10, steps = 100;  // of the density
  std::uint64_t seed = 1;
  Index traceProbes = 40;      // three products each
  Index diagonalProbes = 100;  // one each
  Vec scaling{};               // [d], the diagonal of S where the matrix is S H S
};

/// Most parameters for which all eigenvalues are given.
inline constexpr Index fullSpectrumLimit = 3000;

struct SpectrumResult {
  Vec values, residuals;  // algebraically largest first; |A u - l u| with |u| = 1
  Estimate bottom{std::numeric_limits<double>::quiet_NaN(),
                  std::numeric_limits<double>::quiet_NaN()};  // its error is the residual
  std::optional<Estimate> trace, frobenius;
  Vec diagonal, diagonalErrors;            // [d], Hutchinson's, with standard errors; or empty
  std::optional<SpectralMeasure> measure;  // of the density
  std::int64_t products = 0;               // passes that cost as much as one with H
  double seconds = 0.0;
  bool stopped = false, finite = true;
};

/// Answers what it can; `stopping` is asked between products and during decompositions, and what
/// was not finished by then is missing. All of it by the whole matrix where that has no more
/// columns than iterating would need.
SpectrumResult spectrumAt(Evaluator& f, const Vec& x, const SpectrumRequest& request,
                          const std::function<bool()>& stopping = {});

/// The `count` largest eigenvalues of S H S at x with their vectors and residuals, S =
/// diag(scaling) or nothing: by dense decomposition of a small Hessian, else by Lanczos from `warm`
/// [d, some] if that fits. `stopped` where `stopping` said so.
Eigenpairs leadingEigenpairs(Evaluator& f, const Vec& x, const Vec* scaling, Index count,
                             const Mat& warm, const std::function<bool()>& stopping);

/// Where eigenvectors that are followed along a path are to be looked for next.
class EigenTrack {
 public:
  /// Unit vectors [d, count], as they were found.
  void add(const Mat& vectors);
  /// The last ones and the way they went from those before; empty before the first.
  const Mat& expected() const { return m_expected; }

 private:
  Mat m_last, m_expected;
};

}  // namespace thalweg
