#include "core/math/lanczos.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/math/lanczos_basis.h"
#include "core/math/tridiagonal.h"

namespace thalweg {
namespace {

/// A random unit vector, mostly along the warm vectors where there are any. The random share is
/// large enough that every eigenvector is in it: otherwise an eigenvalue that overtakes would be
/// seen too late.
Vec firstVector(Index d, const LanczosOptions& options) {
  Random random(options.seed, std::uint64_t(d));
  Vec v(d);
  for (Index i = 0; i < d; ++i) v[i] = random.normal();
  v.normalize();
  if (options.warm && options.warm->rows() == d && options.warm->allFinite()) {
    const Vec warm = options.warm->rowwise().sum();
    if (warm.norm() > 0) v = warm.normalized() + 0.1 * v;
  }
  return v.normalized();
}

struct Ritz {
  Vec values, residuals;
  Mat y;
};

/// The leading `count` Ritz pairs with measured residuals.
Ritz ritzPairs(const LanczosBasis& basis, Index count) {
  const Index m = basis.size();
  Vec values;
  Mat vectors;
  tridiagonalEigenpairs(basis.diagonal(), basis.offDiagonal(), values, vectors);
  count = std::min(count, m);
  Ritz ritz{values.reverse().head(count), Vec(count), vectors.rowwise().reverse().leftCols(count)};
  for (Index k = 0; k < count; ++k) {
    const Vec image = basis.images() * ritz.y.col(k);
    ritz.residuals[k] = (image - ritz.values[k] * (basis.vectors() * ritz.y.col(k))).norm();
  }
  return ritz;
}

/// All asked for are within tolerance, and the one beyond is known well enough to see that it stays
/// beyond.
bool settled(const Ritz& ritz, Index count, double tolerance, bool whole) {
  const double scale = std::max(std::abs(ritz.values[0]), 1e-300);
  for (Index k = 0; k < std::min(count, ritz.values.size()); ++k)
    if (ritz.residuals[k] > tolerance * scale) return false;
  if (whole) return true;
  return ritz.values.size() > count && ritz.residuals[count] <= 1e-2 * scale;
}

}  // namespace

namespace {

// How often a full basis is begun anew from the Ritz vectors before what there is must do.
constexpr int mostRestarts = 6;

/// One basis from `first`; adds to the products of `found` and fills it.
void runOnce(const Product& product, const Vec& first, const LanczosOptions& options,
             Eigenpairs& found) {
  const Index d = first.size(), count = std::min(options.count, d),
              room = std::min(options.basis, d);
  LanczosBasis basis(d, room, true);
  basis.begin(first);
  Ritz ritz;
  while (basis.size() < room) {
    found.stopped = options.stopping && options.stopping();
    if (found.stopped) break;
    ++found.products;
    if (!basis.grow(product)) return;
    const Index m = basis.size();
    const bool whole = basis.exhausted();
    const bool due = m >= count + 4 && (m - count) % 4 == 0;
    if (whole || due || m == room) {
      ritz = ritzPairs(basis, count + 1);
      found.complete = settled(ritz, count, options.tolerance, whole);
    }
    if (whole || found.complete) break;
  }
  if (basis.size() == 0) return;
  ritz = ritzPairs(basis, count + 1);
  const Index kept = std::min(count, ritz.values.size());
  found.values = ritz.values.head(kept);
  found.residuals = ritz.residuals.head(kept);
  found.vectors = basis.vectors() * ritz.y.leftCols(kept);
}

}  // namespace

Eigenpairs largestEigenpairs(const Product& product, Index d, const LanczosOptions& options) {
  Eigenpairs found;
  Vec first = firstVector(d, options);
  for (int restart = 0; restart <= mostRestarts; ++restart) {
    runOnce(product, first, options, found);
    if (found.complete || found.stopped || found.vectors.size() == 0 || options.basis >= d) break;
    first = found.vectors.rowwise().sum().normalized();
  }
  return found;
}

}  // namespace thalweg
