#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/schedules/refinement.h"

namespace thalweg {

std::vector<double> smoothedNorms(const std::vector<double>& norms, double smoothing) {
  const std::int64_t count = std::int64_t(norms.size());
  const std::int64_t half = std::int64_t(smoothing * double(count)) / 2;
  if (half == 0) return norms;
  const auto at = [&](std::int64_t i) {
    const std::int64_t period = std::max<std::int64_t>(1, 2 * (count - 1));
    i = std::max<std::int64_t>(0, i) % period;
    return norms[std::size_t(i < count ? i : period - i)];
  };
  std::vector<double> window(std::size_t(2 * half + 1)), smooth(norms.size());
  for (std::int64_t t = 0; t < count; ++t) {
    for (std::int64_t k = -half; k <= half; ++k) window[std::size_t(k + half)] = at(t + k);
    std::nth_element(window.begin(), window.begin() + half, window.end());
    smooth[std::size_t(t)] = window[std::size_t(half)];
  }
  return smooth;
}

std::vector<double> refinedRates(const std::vector<double>& norms, int exponent) {
  // A gradient that vanished would weigh without end.
  constexpr double least = 1e-12;
  const double largest = norms.empty() ? 1.0 : *std::max_element(norms.begin(), norms.end());
  std::vector<double> rates(norms.size());
  double tail = 0.0, peak = 0.0;
  for (std::size_t t = norms.size(); t-- > 0;) {
    const double norm = largest > 0 ? std::max(norms[t], least * largest) / largest : 1.0;
    const double weight = std::pow(norm, -exponent);
    rates[t] = weight * tail;
    tail += weight;
    peak = std::max(peak, rates[t]);
  }
  for (double& rate : rates) rate = peak > 0 ? rate / peak : 1.0;
  return rates;
}

}  // namespace thalweg
