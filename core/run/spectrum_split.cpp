#include "core/run/spectrum_split.h"

#include <algorithm>

namespace thalweg {
namespace {

// Taking such a matrix apart takes less time than the products that its probes would need.
constexpr Index wholeLimit = 600;

}  // namespace

const std::array<CurvatureMatrix, 3>& splitMatrices() {
  static const std::array<CurvatureMatrix, 3> matrices{
      CurvatureMatrix::hessian, CurvatureMatrix::gaussNewton, CurvatureMatrix::residual};
  return matrices;
}

Estimate traceOf(const SpectralMeasure& measure, Index dimension) {
  const Estimate mean = momentOf(measure, 1);
  return {double(dimension) * mean.value, double(dimension) * mean.error};
}

Result<SpectrumSplit> splitAt(Evaluator& f, const Vec& x, const SplitRequest& request,
                              const std::function<bool()>& stopping,
                              const std::function<void(double)>& progress) {
  if (const std::string why = whyNoMatrix(f, x, CurvatureMatrix::gaussNewton); !why.empty())
    return Error{why, "split"};
  SpectrumSplit split;
  const Index d = x.size();
  split.exact = d <= wholeLimit;
  // Asked once for each product, and while a whole matrix is taken apart.
  const double expected =
      3.0 * (split.exact ? 5.0 * double(d)
                         : double(request.probes * request.steps) + 6.0 * double(request.top));
  double asked = 0.0;
  const auto counted = [&] {
    if (progress) progress(std::min(0.98, ++asked / expected));
    return stopping && stopping();
  };
  for (std::size_t i = 0; i < split.parts.size(); ++i) {
    SpectrumRequest one;
    one.matrix = splitMatrices()[i];
    one.top = i == 0 ? std::min(request.top, d) : 1;
    one.full = split.exact;
    one.density = true;
    one.probes = request.probes;
    one.steps = request.steps;
    one.seed = request.seed;
    SpectrumResult& part = split.parts[i];
    part = spectrumAt(f, x, one, counted);
    split.products += part.products;
    split.seconds += part.seconds;
    split.stopped = part.stopped;
    split.finite = part.finite;
    if (part.stopped || !part.finite || !part.measure) return split;
    split.traces[i] = traceOf(*part.measure, d);
  }
  const SpectrumResult& whole = split.parts[0];
  const Index looked = std::min(request.top, whole.values.size());
  split.outliers =
      outliersOf(whole.values.head(looked), whole.residuals.head(looked), *whole.measure, d);
  return split;
}

}  // namespace thalweg
