#include "core/run/plane_facts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace thalweg {
namespace {

/// Unit, orthogonal directions that span the same; zero where there is no more.
struct Span {
  Vec u, v;  // [d]

  explicit Span(const Plane& plane) : u(plane.d1), v(plane.d2) {
    normalise(u, plane.d1);
    v -= u.dot(v) * u;
    v -= u.dot(v) * u;
    normalise(v, plane.d2);
  }
  double squaredIn(const Vec& x) const {
    const double a = u.dot(x), b = v.dot(x);
    return a * a + b * b;
  }

 private:
  /// What is left of `whole` after taking away the other direction may be rounding alone.
  static void normalise(Vec& x, const Vec& whole) {
    if (x.norm() > 1e-8 * whole.norm())
      x.normalize();
    else
      x.setZero();
  }
};

}  // namespace

double cosineOfAxes(const Plane& plane) {
  const double lengths = plane.d1.norm() * plane.d2.norm();
  return lengths > 0 ? plane.d1.dot(plane.d2) / lengths : 0.0;
}

double motionShare(const std::vector<Vec>& points, const Plane& plane) {
  const Span span(plane);
  double inside = 0.0, whole = 0.0;
  for (std::size_t k = 1; k < points.size(); ++k) {
    const Vec step = points[k] - points[k - 1];
    inside += span.squaredIn(step);
    whole += step.squaredNorm();
  }
  return whole > 0 ? inside / whole : 1.0;
}

double spreadShare(const std::vector<Vec>& points, const Plane& plane) {
  const Span span(plane);
  Vec mean = Vec::Zero(plane.origin.size());
  for (const Vec& x : points) mean += x / double(points.size());
  double inside = 0.0, whole = 0.0;
  for (const Vec& x : points) {
    inside += span.squaredIn(x - mean);
    whole += (x - mean).squaredNorm();
  }
  return whole > 0 ? inside / whole : 1.0;
}

double extentOf(const std::vector<Vec>& points, const Vec& origin) {
  double farthest = 0.0;
  for (const Vec& x : points) farthest = std::max(farthest, (x - origin).norm());
  return farthest;
}

double randomWalkRatio(int k) { return 6.0 / std::pow(std::numbers::pi * double(k), 2); }

}  // namespace thalweg
