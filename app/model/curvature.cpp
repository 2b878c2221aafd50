#include "app/model/curvature.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

constexpr Index fewCoordinates = 8;

/// The share of the measure within `width` of 0, with its standard error over the probes.
Estimate shareWithin(const SpectralMeasure& measure, double width) {
  const Index probes = measure.probes();
  Vec shares = Vec::Zero(std::max<Index>(1, probes));
  for (Index p = 0; p < probes; ++p) {
    double whole = 0.0;
    for (Index i = measure.ends[std::size_t(p)]; i < measure.ends[std::size_t(p) + 1]; ++i) {
      whole += measure.weights[i];
      if (std::abs(measure.nodes[i]) <= width) shares[p] += measure.weights[i];
    }
    if (whole > 0) shares[p] /= whole;
  }
  const double mean = shares.mean(), n = double(shares.size());
  if (measure.exact) return {mean, 0.0};
  if (shares.size() < 2) return {mean, std::numeric_limits<double>::quiet_NaN()};
  return {mean, std::sqrt((shares.array() - mean).square().sum() / (n * (n - 1)))};
}

/// The next of 1, 2, 5 times a power of ten at or above a number.
double roundUp(double value) {
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double digit : {1.0, 2.0, 5.0, 10.0})
    if (digit * power >= value * (1 - 1e-12)) return digit * power;
  return 10.0 * power;
}

/// The least width around 0 that holds nine tenths of the weight.
double bulkWidthOf(const SpectralMeasure& measure) {
  std::vector<std::pair<double, double>> sizes;
  double whole = 0.0;
  for (Index i = 0; i < measure.nodes.size(); ++i) {
    sizes.emplace_back(std::abs(measure.nodes[i]), measure.weights[i]);
    whole += measure.weights[i];
  }
  std::sort(sizes.begin(), sizes.end());
  double held = 0.0;
  for (const auto& [size, weight] : sizes) {
    held += weight;
    if (held >= 0.9 * whole) return roundUp(std::max(size, 1e-12));
  }
  return 0.0;
}

}  // namespace

Estimate ShownSpectrum::largest() const {
  if (eigenvalues.size() > 0) return {eigenvalues[0], eigenErrors[0]};
  Estimate best{std::numeric_limits<double>::quiet_NaN(), 0.0};
  for (Index i = 0; i < values.size(); ++i)
    if (std::isfinite(residuals[i]) && !(best.value >= values[i])) best = {values[i], residuals[i]};
  return best;
}

SpectralMeasure measureOf(const SpectrumSnapshot& stored) {
  SpectralMeasure measure;
  measure.nodes = stored.values;
  measure.weights = stored.weights;
  measure.exact = stored.residuals.allFinite();
  for (Index i = 1; i < stored.values.size() && !measure.exact; ++i)
    if (stored.values[i] < stored.values[i - 1]) measure.ends.push_back(i);
  measure.ends.push_back(stored.values.size());
  return measure;
}

ShownSpectrum shownSpectrum(const SpectrumSnapshot& stored, Index dimension, const Mat& known) {
  ShownSpectrum spectrum;
  spectrum.step = stored.step;
  spectrum.dimension = dimension;
  spectrum.matrix = stored.matrix;
  spectrum.values = stored.values;
  spectrum.residuals = stored.residuals;
  const SpectralMeasure measure = measureOf(stored);
  spectrum.exact = measure.exact && stored.values.size() == dimension;
  spectrum.partial = measure.exact && !spectrum.exact;
  if (!measure.exact && known.rows() > 0) {
    spectrum.eigenvalues = known.col(0);
    spectrum.eigenErrors = known.col(1);
  }
  finish(spectrum, measure);
  return spectrum;
}

void finish(ShownSpectrum& spectrum, const SpectralMeasure& measure) {
  spectrum.probes = measure.probes();
  spectrum.density = broadened(measure, kernelShare);
  if (spectrum.partial) return;  // nothing is known of its bulk
  spectrum.bulkWidth = bulkWidthOf(measure);
  spectrum.bulk = shareWithin(measure, spectrum.bulkWidth);
}

ShownSplit shownSplit(const SpectrumSplit& split, std::int64_t step, Index dimension) {
  ShownSplit shown;
  shown.step = step;
  shown.outliers = split.outliers;
  shown.products = split.products;
  shown.seconds = split.seconds;
  for (std::size_t i = 0; i < split.parts.size(); ++i) {
    const SpectrumResult& found = split.parts[i];
    ShownSpectrum& part = shown.parts[i];
    part.step = step;
    part.dimension = dimension;
    part.exact = split.exact;
    part.trace = split.traces[i];
    part.asked = true;
    if (split.exact) {
      part.values = found.values.reverse();
      part.residuals = found.residuals.reverse();
    } else {
      part.values = found.measure->nodes;
      part.residuals = Vec::Constant(part.values.size(), std::numeric_limits<double>::quiet_NaN());
      part.eigenvalues = found.values;
      part.eigenErrors = found.residuals;
    }
    finish(part, *found.measure);
  }
  return shown;
}

std::vector<ParameterGroup> groupsOf(const std::vector<ParameterBlock>& blocks, Index dimension) {
  std::vector<ParameterGroup> groups;
  for (const ParameterBlock& block : blocks) {
    const std::pair<Index, Index> part{block.offset, block.rows * block.cols};
    // A bias belongs to the layer of the weights before it.
    if (block.bias && !groups.empty()) {
      groups.back().parts.push_back(part);
      continue;
    }
    groups.push_back({std::to_string(block.cols) + "-" + std::to_string(block.rows), {part}});
  }
  if (!groups.empty() || dimension > fewCoordinates) return groups;
  for (Index i = 0; i < dimension; ++i) {
    const std::string name = dimension == 2 ? (i == 0 ? "x" : "y") : "x" + std::to_string(i);
    groups.push_back({dimension == 1 ? "x" : name, {{i, 1}}});
  }
  return groups;
}

std::vector<double> sharesOf(const Eigen::Ref<const Vec>& u,
                             const std::vector<ParameterGroup>& groups) {
  const double whole = std::max(u.squaredNorm(), 1e-300);
  std::vector<double> shares;
  for (const ParameterGroup& group : groups) {
    double sum = 0.0;
    for (const auto& [offset, length] : group.parts) sum += u.segment(offset, length).squaredNorm();
    shares.push_back(sum / whole);
  }
  return shares;
}

}  // namespace thalweg
