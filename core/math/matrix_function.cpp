#include "core/math/matrix_function.h"

#include <algorithm>
#include <cmath>

#include "core/math/lanczos_basis.h"
#include "core/math/tridiagonal.h"

namespace thalweg {
namespace {

// Products between two looks at the result, and the change [share] between two looks that counts
// as none.
constexpr Index stride = 4;
constexpr double settledShare = 1e-13;

/// f(T) e1; false where f is not defined at an eigenvalue of T.
bool firstColumn(const LanczosBasis& basis, const std::function<double(double)>& f, Vec& column) {
  const Index m = basis.size();
  Vec values;
  Mat vectors;
  tridiagonalEigenpairs(basis.diagonal(), basis.offDiagonal(), values, vectors);
  Vec weights(m);
  for (Index i = 0; i < m; ++i) weights[i] = f(values[i]) * vectors(0, i);
  if (!weights.allFinite()) return false;
  column = vectors * weights;
  return true;
}

}  // namespace

bool functionTimes(const Product& product, const std::function<double(double)>& f, const Vec& v,
                   Vec& out, Index basis) {
  const double norm = v.norm();
  if (!std::isfinite(norm)) return false;
  if (norm == 0.0) {
    out = Vec::Zero(v.size());
    return true;
  }
  const Index room = std::min(basis, v.size());
  LanczosBasis krylov(v.size(), room);
  krylov.begin(v);
  Vec column, earlier;
  for (bool settled = false; !settled;) {
    if (!krylov.grow(product)) return false;
    const Index m = krylov.size();
    const bool whole = krylov.exhausted();
    if (!whole && m % stride != 0 && m < room) continue;
    if (!firstColumn(krylov, f, column)) return false;
    const Index before = earlier.size();
    const double change =
        std::hypot((column.head(before) - earlier).norm(), column.tail(m - before).norm());
    settled = whole || change <= settledShare * column.norm();
    if (!settled && m == room) return false;
    earlier = column;
  }
  out.noalias() = norm * (krylov.vectors() * column);
  return true;
}

}  // namespace thalweg
