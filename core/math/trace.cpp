#include "core/math/trace.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/random.h"
#include "core/math/orthonormal.h"

namespace thalweg {
namespace {

// Relative rounding of a sum of products; an estimate is not better than that.
constexpr double rounding = 1e-14;

/// Mean and standard error of samples that come one by one (Welford 1962).
struct Running {
  double n = 0.0, mean = 0.0, squares = 0.0;
  void add(double x) {
    n += 1.0;
    const double delta = x - mean;
    mean += delta / n;
    squares += delta * (x - mean);
  }
  double error() const {
    return n < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares / (n * (n - 1.0)));
  }
};

/// The square root of an estimated square.
Estimate rootOf(double square, double error) {
  const double root = std::sqrt(std::max(0.0, square));
  return {root, root > 0 ? error / (2 * root) : std::sqrt(std::max(0.0, error))};
}

/// One product, unless it is to stop or the result is not finite.
bool multiply(const Product& product, const TraceOptions& options, const Vec& v, Vec& av,
              TraceEstimate& found) {
  found.stopped = options.stopping && options.stopping();
  if (found.stopped) return false;
  ++found.products;
  product(v, av);
  found.finite = av.allFinite();
  return found.finite;
}

void drawSigns(Vec& v, std::uint64_t seed, std::uint64_t stream) {
  Random random(seed, stream);
  for (double& entry : v) entry = random.sign();
}

/// With no more columns than products: the matrix itself.
TraceEstimate readOff(const Product& product, Index d, const TraceOptions& options) {
  TraceEstimate found;
  Vec unit = Vec::Zero(d), column(d);
  double squares = 0.0;
  for (Index j = 0; j < d; ++j) {
    unit[j] = 1.0;
    if (!multiply(product, options, unit, column, found)) return found;
    unit[j] = 0.0;
    found.trace.value += column[j];
    squares += column.squaredNorm();
  }
  found.frobenius = {std::sqrt(squares), 0.0};
  return found;
}

}  // namespace

TraceEstimate hutchinson(const Product& product, Index d, const TraceOptions& options) {
  TraceEstimate found;
  Running trace, squares;
  Vec v(d), av(d), entries(d), spread = Vec::Zero(d);
  found.diagonal = Vec::Zero(d);
  for (Index p = 0; p < options.probes; ++p) {
    drawSigns(v, options.seed, std::uint64_t(p));
    if (!multiply(product, options, v, av, found)) break;
    trace.add(v.dot(av));
    squares.add(av.squaredNorm());
    entries = v.cwiseProduct(av) - found.diagonal;
    found.diagonal += entries / trace.n;
    spread.array() += entries.array() * (v.array() * av.array() - found.diagonal.array());
  }
  found.trace = {trace.mean, std::max(trace.error(), rounding * std::abs(trace.mean))};
  found.frobenius = rootOf(squares.mean, squares.error());
  found.diagonalError = (spread / std::max(1.0, trace.n * (trace.n - 1.0))).cwiseSqrt();
  return found;
}

TraceEstimate hutchPlusPlus(const Product& product, Index d, const TraceOptions& options) {
  const Index k = options.probes;
  if (d <= 3 * k) return readOff(product, d, options);
  TraceEstimate found;
  Mat sketch(d, k), image(d, k);
  Vec v(d), av(d);
  for (Index j = 0; j < k; ++j) {
    drawSigns(v, options.seed, std::uint64_t(j));
    if (!multiply(product, options, v, av, found)) return found;
    sketch.col(j) = av;
  }
  const Mat q = orthonormalColumns(sketch);
  for (Index j = 0; j < k; ++j) {
    v = q.col(j);
    if (!multiply(product, options, v, av, found)) return found;
    image.col(j) = av;
  }
  const Mat inside = q.transpose() * image;
  Running trace, squares;
  for (Index j = 0; j < k; ++j) {
    drawSigns(v, options.seed, std::uint64_t(k + j));
    v -= q * (q.transpose() * v);
    if (!multiply(product, options, v, av, found)) return found;
    trace.add(v.dot(av));
    squares.add((av - q * (q.transpose() * av)).squaredNorm());
  }
  const double whole = inside.trace() + trace.mean;
  // A few probes may happen to agree: the error is not less than that of normal probes on what is
  // left, sqrt(2 / k) |(I - QQ') A (I - QQ')|_F, which is known better.
  const double told = std::max(trace.error(), std::sqrt(2.0 * squares.mean / double(k)));
  found.trace = {whole, std::hypot(told, rounding * inside.norm())};
  // |A|^2 = 2 |A Q|^2 - |Q'A Q|^2 + |(I - QQ') A (I - QQ')|^2.
  found.frobenius =
      rootOf(2 * image.squaredNorm() - inside.squaredNorm() + squares.mean, squares.error());
  return found;
}

}  // namespace thalweg
