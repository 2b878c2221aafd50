#include "core/math/slq.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/math/tridiagonal.h"

namespace thalweg {
namespace {

// The grid goes on for this many standard deviations beyond the outermost nodes: what is cut off
// is below 1e-9.
constexpr double margin = 6.0;

Estimate estimateOf(const Vec& samples, bool exact) {
  const double n = double(samples.size()), mean = samples.mean();
  if (exact) return {mean, 0.0};
  if (samples.size() < 2) return {mean, std::numeric_limits<double>::quiet_NaN()};
  return {mean, std::sqrt((samples.array() - mean).square().sum() / (n * (n - 1.0)))};
}

}  // namespace

SpectralMeasure stochasticLanczos(const Product& product, Index d, const SlqOptions& options) {
  SpectralMeasure measure;
  const Index steps = std::min(options.steps, d);
  LanczosBasis basis(d, steps);
  Vec probe(d), values;
  Mat vectors;
  std::vector<double> nodes, weights;
  for (Index p = 0; p < options.probes && !measure.stopped && measure.finite; ++p) {
    Random random(options.seed, std::uint64_t(p));
    for (double& entry : probe) entry = random.sign();
    basis.begin(probe);
    while (basis.size() < steps && !(basis.size() > 0 && basis.exhausted())) {
      measure.stopped = options.stopping && options.stopping();
      if (measure.stopped) break;
      ++measure.products;
      measure.finite = basis.grow(product);
      if (!measure.finite) break;
    }
    if (measure.stopped || !measure.finite) break;
    tridiagonalEigenpairs(basis.diagonal(), basis.offDiagonal(), values, vectors);
    for (Index i = 0; i < values.size(); ++i) {
      nodes.push_back(values[i]);
      weights.push_back(vectors(0, i) * vectors(0, i));
    }
    measure.ends.push_back(Index(nodes.size()));
  }
  measure.nodes = Eigen::Map<const Vec>(nodes.data(), measure.ends.back());
  measure.weights = Eigen::Map<const Vec>(weights.data(), measure.ends.back()) /
                    double(std::max<Index>(1, measure.probes()));
  return measure;
}

SpectralMeasure measureOf(const Vec& eigenvalues) {
  SpectralMeasure measure;
  measure.nodes = eigenvalues;
  measure.weights = Vec::Constant(eigenvalues.size(), 1.0 / double(eigenvalues.size()));
  measure.ends = {0, eigenvalues.size()};
  measure.exact = true;
  return measure;
}

Estimate momentOf(const SpectralMeasure& measure, int power) {
  const Index probes = measure.probes();
  Vec samples = Vec::Zero(probes);
  for (Index p = 0; p < probes; ++p)
    for (Index i = measure.ends[std::size_t(p)]; i < measure.ends[std::size_t(p) + 1]; ++i)
      samples[p] += double(probes) * measure.weights[i] * std::pow(measure.nodes[i], power);
  return estimateOf(samples, measure.exact);
}

Density broadened(const SpectralMeasure& measure, double share, Index points) {
  Density density;
  if (measure.nodes.size() == 0) return density;
  const double low = measure.nodes.minCoeff(), high = measure.nodes.maxCoeff();
  // A spectrum that is one point keeps a width that can be drawn.
  const double size = std::max({std::abs(low), std::abs(high), 1e-300});
  const double sigma = share * std::max(high - low, 1e-3 * size);
  density.broadening = sigma;
  density.at = Vec::LinSpaced(points, low - margin * sigma, high + margin * sigma);
  const double step = (density.at[points - 1] - density.at[0]) / double(points - 1);
  const Index probes = measure.probes();
  Mat curves = Mat::Zero(points, probes);  // one for each probe
  for (Index p = 0; p < probes; ++p)
    for (Index i = measure.ends[std::size_t(p)]; i < measure.ends[std::size_t(p) + 1]; ++i) {
      const double centre = (measure.nodes[i] - density.at[0]) / step,
                   reach = margin * sigma / step;
      const Index first = std::max<Index>(0, Index(std::floor(centre - reach)));
      const Index last = std::min<Index>(points - 1, Index(std::ceil(centre + reach)));
      for (Index k = first; k <= last; ++k) {
        const double z = (density.at[k] - measure.nodes[i]) / sigma;
        curves(k, p) += double(probes) * measure.weights[i] * std::exp(-0.5 * z * z);
      }
    }
  density.value = curves.rowwise().mean();
  density.error.resize(points);
  for (Index k = 0; k < points; ++k)
    density.error[k] = estimateOf(curves.row(k).transpose(), measure.exact).error;
  const double sum =
      step * (density.value.sum() - 0.5 * (density.value[0] + density.value[points - 1]));
  density.value /= sum;
  density.error /= sum;
  return density;
}

}  // namespace thalweg
