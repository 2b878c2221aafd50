#include "core/math/outliers.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

// A ratio to something that is next to nothing says how near that is to nothing.
constexpr double least = 1e-6;

/// The end of the Marchenko-Pastur law that has the first two moments of the measure up to `below`.
double bulkEdge(const SpectralMeasure& measure, double below) {
  double mass = 0.0, first = 0.0, second = 0.0;
  for (Index i = 0; i < measure.nodes.size(); ++i) {
    if (measure.nodes[i] > below) continue;
    const double node = std::max(0.0, measure.nodes[i]);
    mass += measure.weights[i];
    first += measure.weights[i] * node;
    second += measure.weights[i] * node * node;
  }
  const double mean = first / mass;
  if (!(mean > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double variance = std::max(0.0, second / mass - mean * mean);
  const double root = std::sqrt(mean) + std::sqrt(variance / mean);
  return root * root;
}

}  // namespace

Outliers outliersOf(const Vec& largest, const Vec& residuals, const SpectralMeasure& measure,
                    Index dimension) {
  Outliers found;
  double between = 0.0;
  for (Index k = 0; k + 1 < largest.size(); ++k) {
    const double next = largest[k + 1];
    if (!(next > std::max(least * largest[0], 10 * residuals[k + 1]))) break;
    const double ratio = largest[k] / next;
    if (found.count > 0 && ratio <= found.ratio) continue;
    found.count = k + 1;
    found.ratio = ratio;
    between = std::sqrt(largest[k] * next);
  }
  if (found.count == 0) return found;
  found.edge = bulkEdge(measure, between);
  found.apart = between;
  found.above = measure.exact ? (measure.nodes.array() > found.edge).count()
                              : (largest.array() > found.edge).count();
  found.atLeast = !measure.exact && found.above == largest.size() && largest.size() < dimension;
  return found;
}

}  // namespace thalweg
