#include "core/math/lanczos.h"

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
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

/// The growing basis Q, its images A Q, and the tridiagonal matrix Q' A Q.
struct Basis {
  Mat q, aq;
  Vec alpha, beta;
  Index size = 0;

  Basis(Index d, Index room)
      : q(d, room), aq(d, room), alpha(Vec::Zero(room)), beta(Vec::Zero(room)) {}

  /// Adds the image of the newest vector and the next direction, which is left in `next`. Returns
  /// its length.
  double extend(Vec& next) {
    const Index j = size++;
    next = aq.col(j);
    alpha[j] = q.col(j).dot(next);
    for (int pass = 0; pass < 2; ++pass) {
      const Vec overlap = q.leftCols(size).transpose() * next;
      next.noalias() -= q.leftCols(size) * overlap;
    }
    beta[j] = next.norm();
    return beta[j];
  }
};

struct Ritz {
  Vec values, residuals;
  Mat y;
};

/// The leading `count` Ritz pairs with measured residuals.
Ritz ritzPairs(const Basis& basis, Index count) {
  const Index m = basis.size;
  Vec values;
  Mat vectors;
  tridiagonalEigenpairs(basis.alpha.head(m), basis.beta.head(m - 1), values, vectors);
  count = std::min(count, m);
  Ritz ritz{values.reverse().head(count), Vec(count), vectors.rowwise().reverse().leftCols(count)};
  for (Index k = 0; k < count; ++k) {
    const Vec image = basis.aq.leftCols(m) * ritz.y.col(k);
    ritz.residuals[k] = (image - ritz.values[k] * (basis.q.leftCols(m) * ritz.y.col(k))).norm();
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
void runOnce(const Product& product, Vec first, const LanczosOptions& options, Eigenpairs& found) {
  const Index d = first.size(), count = std::min(options.count, d),
              room = std::min(options.basis, d);
  Basis basis(d, room);
  Vec next = std::move(first), image = Vec::Zero(d);
  Ritz ritz;
  double scale = 0.0;
  while (basis.size < room) {
    found.stopped = options.stopping && options.stopping();
    if (found.stopped) break;
    basis.q.col(basis.size) = next;
    product(next, image);
    ++found.products;
    if (!image.allFinite()) return;
    basis.aq.col(basis.size) = image;
    const double length = basis.extend(next);
    scale = std::max(scale, std::abs(basis.alpha[basis.size - 1]) + length);
    const bool whole = basis.size == d || length <= 1e-14 * scale;
    const bool due = basis.size >= count + 4 && (basis.size - count) % 4 == 0;
    if (whole || due || basis.size == room) {
      ritz = ritzPairs(basis, count + 1);
      found.complete = settled(ritz, count, options.tolerance, whole);
    }
    if (whole || found.complete) break;
    next /= length;
  }
  if (basis.size == 0) return;
  ritz = ritzPairs(basis, count + 1);
  const Index kept = std::min(count, ritz.values.size());
  found.values = ritz.values.head(kept);
  found.residuals = ritz.residuals.head(kept);
  found.vectors = basis.q.leftCols(basis.size) * ritz.y.leftCols(kept);
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
