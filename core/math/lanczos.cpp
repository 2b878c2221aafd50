#include "core/math/lanczos.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/math/lanczos_basis.h"
#include "core/math/tridiagonal.h"

namespace thalweg {
namespace {

Vec randomVector(Index d, std::uint64_t seed) {
  Random random(seed, std::uint64_t(d));
  Vec v(d);
  for (Index i = 0; i < d; ++i) v[i] = random.normal();
  return v;
}

/// A random unit vector, mostly along the warm vectors where there are any. The random share is
/// large enough that every eigenvector is in it: otherwise an eigenvalue that overtakes would be
/// seen too late.
Vec firstVector(Index d, const LanczosOptions& options) {
  Vec v = randomVector(d, options.seed).normalized();
  if (options.warm && options.warm->rows() == d && options.warm->allFinite()) {
    const Vec warm = options.warm->rowwise().sum();
    if (warm.norm() > 0) v = warm.normalized() + 0.03 * v;
  }
  return v.normalized();
}

struct Ritz {
  Vec values, residuals;
  Mat y;  // [basis, count]
};

/// The leading `count` Ritz pairs with the residuals that Lanczos knows without a product, |beta_m|
/// times the last component.
Ritz ritzPairs(const LanczosBasis& basis, Index count) {
  Vec values;
  Mat vectors;
  tridiagonalEigenpairs(basis.diagonal(), basis.offDiagonal(), values, vectors);
  count = std::min(count, basis.size());
  Ritz ritz{values.reverse().head(count), Vec(count), vectors.rowwise().reverse().leftCols(count)};
  ritz.residuals = basis.remainder() * ritz.y.bottomRows(1).cwiseAbs().transpose();
  return ritz;
}

/// Whether every value is known to the share of itself that is enough.
bool valuesAreKnown(const Vec& values, const Vec& residuals, const LanczosOptions& options) {
  const Index count = std::min(options.count, values.size());
  if (options.valueTolerance <= 0.0 || values.size() <= count) return false;
  for (Index k = 0; k < count; ++k) {
    double gap = values[k] - values[k + 1] - residuals[k + 1];
    if (k > 0) gap = std::min(gap, values[k - 1] - values[k] - residuals[k - 1]);
    const double r = residuals[k], error = gap > r ? r * r / gap : r;
    if (error > options.valueTolerance * std::abs(values[k])) return false;
  }
  return true;
}

/// All asked for are within tolerance, and the one beyond is known well enough to see that it stays
/// beyond.
bool settled(const Vec& values, const Vec& residuals, const LanczosOptions& options, bool whole) {
  const Index count = std::min(options.count, values.size());
  const double scale = std::max({std::abs(values[0]), options.scale, 1e-300});
  if (!valuesAreKnown(values, residuals, options))
    for (Index k = 0; k < count; ++k)
      if (residuals[k] > options.tolerance * scale) return false;
  if (whole) return true;
  return values.size() > count && residuals[count] <= 1e-2 * scale;
}

/// The pairs as they are told, with residuals that are measured.
void keep(const LanczosBasis& basis, const Ritz& ritz, Index count, Eigenpairs& found) {
  const Index kept = std::min(count, ritz.values.size());
  found.values = ritz.values.head(kept);
  found.vectors.noalias() = basis.vectors() * ritz.y.leftCols(kept);
  Mat images = basis.images() * ritz.y.leftCols(kept);
  images -= found.vectors * found.values.asDiagonal();
  found.residuals = images.colwise().norm();
}

/// Whether the estimates say so and the measured residuals agree.
bool complete(const LanczosBasis& basis, const LanczosOptions& options, Index count,
              Eigenpairs& found) {
  const Ritz ritz = ritzPairs(basis, count + 1);
  if (!settled(ritz.values, ritz.residuals, options, basis.exhausted())) return false;
  keep(basis, ritz, count, found);
  if (options.valueTolerance > 0.0) return true;
  const double scale = std::max({std::abs(found.values[0]), options.scale, 1e-300});
  return found.residuals.maxCoeff() <= options.tolerance * scale;
}

/// One basis from `first`; adds to the products of `found` and fills it.
void runOnce(const Product& product, const Vec& first, const LanczosOptions& options,
             Eigenpairs& found) {
  const Index d = first.size(), count = std::min(options.count, d),
              room = std::min(std::max(options.basis, Index(1)), d);
  LanczosBasis basis(d, room, true);
  basis.begin(first);
  // A look costs as the cube of the size: soon where the start is near, seldom in a large basis.
  Index due = count + (options.warm ? 2 : 4);
  while (basis.size() < room) {
    found.stopped = options.stopping && options.stopping();
    if (found.stopped) break;
    ++found.products;
    if (!basis.grow(product)) return;
    if (basis.size() >= due || basis.exhausted()) {
      found.complete = complete(basis, options, count, found);
      due = basis.size() + std::max<Index>(1, basis.size() / 16);
    }
    // An invariant subspace holds one copy of each eigenvalue: the others are elsewhere.
    if (basis.exhausted() && basis.size() < std::min(count + 1, room)) {
      basis.leave(randomVector(d, options.seed + std::uint64_t(basis.size())));
      found.complete = false;
    }
    if (found.complete || basis.exhausted()) break;
  }
  if (basis.size() > 0 && !found.complete) keep(basis, ritzPairs(basis, count + 1), count, found);
}

}  // namespace

Eigenpairs largestEigenpairs(const Product& product, Index d, const LanczosOptions& options) {
  Eigenpairs found;
  Vec first = firstVector(d, options);
  for (int restart = 0; restart <= options.restarts; ++restart) {
    runOnce(product, first, options, found);
    if (found.complete || found.stopped || found.vectors.size() == 0 || options.basis >= d) break;
    first = found.vectors.rowwise().sum().normalized();
  }
  return found;
}

}  // namespace thalweg
