#include "core/run/spectrum.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/math/full_spectrum.h"
#include "core/math/lanczos.h"
#include "core/math/trace.h"

namespace thalweg {
namespace {

// Below this many parameters the whole Hessian is cheaper than iterating for a few eigenvalues.
constexpr Index fewLimit = 32;
// Iterating takes about as many products for what is usually asked.
constexpr Index denseLimit = 128;
// A basis for more of them takes longer to take apart than may pass between two looks at a stop
// request.
constexpr Index manyAsked = 100;

using Stopping = std::function<bool()>;

/// The matrix column by column, and everything that was asked for from it.
void byMatrix(const Product& product, Index d, const SpectrumRequest& request,
              const Stopping& stopping, SpectrumResult& found) {
  Mat a(d, d);
  Vec unit = Vec::Zero(d), column(d);
  for (Index j = 0; j < d; ++j) {
    found.stopped = stopping && stopping();
    if (found.stopped) return;
    unit[j] = 1.0;
    product(unit, column);
    unit[j] = 0.0;
    ++found.products;
    a.col(j) = column;
  }
  found.finite = a.allFinite();
  if (!found.finite) return;
  a = (0.5 * (a + a.transpose())).eval();
  if (request.trace || request.full) {
    found.trace = Estimate{a.trace(), 0.0};
    found.frobenius = Estimate{a.norm(), 0.0};
  }
  if (request.diagonal) {
    found.diagonal = a.diagonal();
    found.diagonalErrors = Vec::Zero(d);
  }
  if (!request.full && request.top == 0 && !request.density) return;
  const FullSpectrum all = fullSpectrum(a, stopping);
  found.stopped = all.stopped;
  if (all.stopped) return;
  const Index kept = request.full ? d : std::min(request.top, d);
  found.values = all.values.reverse().head(kept);
  found.residuals = all.residuals.reverse().head(kept);
  if (kept > 0) found.bottom = {all.values[0], all.residuals[0]};
  if (request.density) found.measure = measureOf(all.values);
}

/// The largest and the smallest eigenvalues by Lanczos.
void extremes(const Product& product, Index d, const SpectrumRequest& request,
              const Stopping& stopping, SpectrumResult& found) {
  const Eigenpairs top = largestEigenpairs(product, d,
                                           {.count = request.top,
                                            .basis = std::max<Index>(400, 2 * request.top + 100),
                                            .seed = request.seed,
                                            .stopping = stopping});
  found.products += top.products;
  found.stopped = top.stopped;
  found.finite = top.values.size() > 0 || top.stopped;
  if (top.stopped || !found.finite) return;
  found.values = top.values;
  found.residuals = top.residuals;
  const Product negated = [&product](const Vec& v, Vec& av) {
    product(v, av);
    av = -av;
  };
  const Eigenpairs bottom = largestEigenpairs(negated, d,
                                              {.tolerance = 1e-7,
                                               .restarts = 1,
                                               .scale = top.values.cwiseAbs().maxCoeff(),
                                               .seed = request.seed,
                                               .stopping = stopping});
  found.products += bottom.products;
  found.stopped = bottom.stopped;
  if (!bottom.stopped && bottom.values.size() > 0)
    found.bottom = {-bottom.values[0], bottom.residuals[0]};
}

void byProducts(const Product& product, Index d, const SpectrumRequest& request,
                const Stopping& stopping, SpectrumResult& found) {
  if (request.top > 0) extremes(product, d, request, stopping, found);
  if (request.trace && !found.stopped && found.finite) {
    const TraceEstimate trace =
        hutchPlusPlus(product, d, {request.traceProbes, request.seed, stopping});
    found.products += trace.products;
    found.stopped = trace.stopped;
    found.finite = trace.finite;
    if (!trace.stopped && trace.finite) {
      found.trace = trace.trace;
      found.frobenius = trace.frobenius;
    }
  }
  if (request.diagonal && !found.stopped && found.finite) {
    TraceEstimate estimate =
        hutchinson(product, d, {request.diagonalProbes, request.seed, stopping});
    found.products += estimate.products;
    found.stopped = estimate.stopped;
    found.finite = estimate.finite;
    if (!estimate.stopped && estimate.finite) {
      found.diagonal = std::move(estimate.diagonal);
      found.diagonalErrors = std::move(estimate.diagonalError);
    }
  }
  if (request.density && !found.stopped && found.finite) {
    SpectralMeasure measure =
        stochasticLanczos(product, d, {request.probes, request.steps, request.seed, stopping});
    found.products += measure.products;
    found.stopped = measure.stopped;
    found.finite = measure.finite;
    if (measure.probes() > 0) found.measure = std::move(measure);
  }
}

}  // namespace

SpectrumResult spectrumAt(Evaluator& f, const Vec& x, const SpectrumRequest& request,
                          const std::function<bool()>& stopping) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begun = Clock::now();
  const Index d = x.size();
  const Product product = curvatureProduct(f, x, request.matrix, &request.scaling);
  SpectrumResult found;
  const bool many = d <= fullSpectrumLimit && request.top > manyAsked;
  if (request.full || d <= denseLimit || many)
    byMatrix(product, d, request, stopping, found);
  else
    byProducts(product, d, request, stopping, found);
  if (request.matrix == CurvatureMatrix::residual) found.products *= 2;  // one each with H and G
  found.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  return found;
}

Eigenpairs leadingEigenpairs(Evaluator& f, const Vec& x, const Vec* scaling, Index count,
                             const Mat& warm, const std::function<bool()>& stopping) {
  const Index d = x.size();
  if (d <= fewLimit) {
    Mat h;
    f.hessian(x, h);
    if (scaling) h = scaling->asDiagonal() * h * scaling->asDiagonal();
    Eigenpairs found;
    if (!h.allFinite()) return found;
    Mat vectors;
    const Vec values = symmetricEigenvalues(h, &vectors);
    count = std::min(count, d);
    found.values = values.reverse().head(count);
    found.vectors = vectors.rowwise().reverse().leftCols(count);
    found.residuals =
        (h * found.vectors - found.vectors * found.values.asDiagonal()).colwise().norm();
    found.products = d;
    found.complete = true;
    return found;
  }
  const Product product = curvatureProduct(
      f, x, scaling ? CurvatureMatrix::preconditioned : CurvatureMatrix::hessian, scaling);
  LanczosOptions options{.count = count, .tolerance = 8e-8, .stopping = stopping};
  if (warm.rows() == d) options.warm = &warm;
  return largestEigenpairs(product, d, options);
}

void EigenTrack::add(const Mat& vectors) {
  m_expected = vectors;
  if (m_last.rows() == vectors.rows() && m_last.cols() == vectors.cols())
    for (Index k = 0; k < vectors.cols(); ++k) {
      const double cosine = m_last.col(k).dot(vectors.col(k));
      // One that turned by more has been overtaken by another.
      if (std::abs(cosine) < 0.7) continue;
      m_expected.col(k) = 2.0 * vectors.col(k) - std::copysign(1.0, cosine) * m_last.col(k);
    }
  m_last = vectors;
}

}  // namespace thalweg
