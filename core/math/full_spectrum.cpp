#include "core/math/full_spectrum.h"

#include <Eigen/Householder>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/random.h"

namespace thalweg {
namespace {

using Stopping = std::function<bool()>;
constexpr double epsilon = std::numeric_limits<double>::epsilon();
// Vectors that are made and measured at once.
constexpr Index blockSize = 16;

/// Q' A Q = T in place: Householder vectors below the subdiagonal of `a`, T in `diagonal` and
/// `off`. False where stopped.
bool reduce(Mat& a, Vec& diagonal, Vec& off, Vec& taus, const Stopping& stopping) {
  const Index d = a.rows();
  Vec p(d);
  for (Index i = 0; i + 1 < d; ++i) {
    if (stopping && stopping()) return false;
    const Index rest = d - i - 1;
    double tau = 0.0, beta = 0.0;
    a.col(i).tail(rest).makeHouseholderInPlace(tau, beta);
    a(i + 1, i) = 1.0;
    const auto v = a.col(i).tail(rest);
    auto lower = a.bottomRightCorner(rest, rest);
    auto image = p.head(rest);
    image.noalias() = lower.selfadjointView<Eigen::Lower>() * (tau * v);
    image -= (0.5 * tau * image.dot(v)) * v;
    lower.selfadjointView<Eigen::Lower>().rankUpdate(v, image, -1.0);
    off[i] = beta;
    taus[i] = tau;
    diagonal[i] = a(i, i);
  }
  diagonal[d - 1] = a(d - 1, d - 1);
  return true;
}

/// Eigenvalues of the tridiagonal matrix by implicit QL with Wilkinson's shift, in place, not in
/// order. `off` has room for d. False where stopped.
bool diagonalise(Vec& diagonal, Vec& off, const Stopping& stopping) {
  const Index d = diagonal.size();
  off[d - 1] = 0.0;
  for (Index l = 0; l < d; ++l) {
    if (stopping && l % 16 == 0 && stopping()) return false;
    for (;;) {
      Index m = l;
      while (m + 1 < d &&
             std::abs(off[m]) > epsilon * (std::abs(diagonal[m]) + std::abs(diagonal[m + 1])))
        ++m;
      if (m == l) break;
      double g = (diagonal[l + 1] - diagonal[l]) / (2.0 * off[l]), r = std::hypot(g, 1.0);
      g = diagonal[m] - diagonal[l] + off[l] / (g + std::copysign(r, g));
      double s = 1.0, c = 1.0, p = 0.0;
      Index i = m - 1;
      for (; i >= l; --i) {
        const double f = s * off[i], b = c * off[i];
        r = std::hypot(f, g);
        off[i + 1] = r;
        if (r == 0.0) {
          diagonal[i + 1] -= p;
          off[m] = 0.0;
          break;
        }
        s = f / r;
        c = g / r;
        g = diagonal[i + 1] - p;
        r = (diagonal[i] - g) * s + 2.0 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
      }
      if (r == 0.0 && i >= l) continue;
      diagonal[l] -= p;
      off[l] = g;
      off[m] = 0.0;
    }
  }
  return true;
}

/// Solves (T - shift) x = b in place by elimination with row exchanges; `upper` [d, 3] is scratch.
void solveShifted(const Vec& diagonal, const Vec& off, double shift, double tiny, Mat& upper,
                  Eigen::Ref<Vec> x) {
  const Index d = diagonal.size();
  double pivot = diagonal[0] - shift,
         right = d > 1 ? off[0] : 0.0;  // the row being eliminated with
  for (Index i = 0; i + 1 < d; ++i) {
    const double below = off[i], middle = diagonal[i + 1] - shift;
    const double farther = i + 2 < d ? off[i + 1] : 0.0;
    if (std::abs(pivot) >= std::abs(below)) {
      if (std::abs(pivot) < tiny) pivot = tiny;
      const double factor = below / pivot;
      upper.row(i) << pivot, right, 0.0;
      x[i + 1] -= factor * x[i];
      pivot = middle - factor * right;
      right = farther;
    } else {
      const double factor = pivot / below, swapped = x[i];
      upper.row(i) << below, middle, farther;
      x[i] = x[i + 1];
      x[i + 1] = swapped - factor * x[i];
      pivot = right - factor * middle;
      right = -factor * farther;
    }
  }
  upper.row(d - 1) << (std::abs(pivot) < tiny ? tiny : pivot), 0.0, 0.0;
  for (Index i = d - 1; i >= 0; --i) {
    double sum = x[i];
    if (i + 1 < d) sum -= upper(i, 1) * x[i + 1];
    if (i + 2 < d) sum -= upper(i, 2) * x[i + 2];
    x[i] = sum / upper(i, 0);
  }
}

/// |A u - l u| for every value, by vectors of the tridiagonal matrix taken back by the reflections
/// in `reduced`. False where stopped.
bool measureResiduals(const Mat& a, const Mat& reduced, const Vec& taus, const Vec& diagonal,
                      const Vec& off, FullSpectrum& found, const Stopping& stopping) {
  const Index d = a.rows();
  const double tiny = epsilon * std::max(found.values.cwiseAbs().maxCoeff(), 1e-290);
  const Eigen::HouseholderSequence<Mat, Vec> reflections =
      Eigen::HouseholderSequence<Mat, Vec>(reduced, taus).setLength(d - 1).setShift(1);
  Mat vectors(d, blockSize), upper(d, 3), images(d, blockSize);
  Random random(1);
  for (Index first = 0; first < d; first += blockSize) {
    const Index count = std::min(blockSize, d - first);
    for (Index k = 0; k < count; ++k) {
      if (stopping && stopping()) return false;
      auto u = vectors.col(k);
      for (double& entry : u) entry = random.normal();
      for (int pass = 0; pass < 3; ++pass) {
        solveShifted(diagonal, off, found.values[first + k], tiny, upper, u);
        u /= u.stableNorm();
      }
    }
    for (Index k = 0; k < count; ++k) {
      if (stopping && stopping()) return false;
      Vec u = vectors.col(k);
      u.applyOnTheLeft(reflections);
      vectors.col(k) = u;
    }
    if (stopping && stopping()) return false;
    images.leftCols(count).noalias() = a * vectors.leftCols(count);
    for (Index k = 0; k < count; ++k)
      found.residuals[first + k] =
          (images.col(k) - found.values[first + k] * vectors.col(k)).norm();
  }
  return true;
}

}  // namespace

FullSpectrum fullSpectrum(const Mat& a, const Stopping& stopping) {
  const Index d = a.rows();
  FullSpectrum found;
  Mat reduced = a;
  Vec diagonal(d), off = Vec::Zero(d), taus = Vec::Zero(std::max<Index>(1, d - 1));
  found.stopped = !reduce(reduced, diagonal, off, taus, stopping);
  if (found.stopped) return found;
  Vec values = diagonal, work = off;
  found.stopped = !diagonalise(values, work, stopping);
  if (found.stopped) return found;
  std::sort(values.begin(), values.end());
  found.values = values;
  found.residuals = Vec::Zero(d);
  found.stopped = !measureResiduals(a, reduced, taus, diagonal, off, found, stopping);
  if (found.stopped) return {{}, {}, true};
  return found;
}

}  // namespace thalweg
