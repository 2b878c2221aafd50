#include "core/run/plane_facts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/run/spectrum.h"

namespace thalweg {
namespace {

Vec topEigenvector(Evaluator& f, const Vec& x, const std::function<bool()>& stopping) {
  const Eigenpairs top = leadingEigenpairs(f, x, nullptr, 1, {}, stopping);
  return top.stopped || top.vectors.cols() == 0 ? Vec(Vec::Zero(x.size()))
                                                : Vec(top.vectors.col(0));
}

/// What of `v` is orthogonal to the unit or zero vector `u`, as a unit vector; zero where nothing
/// is left but rounding.
Vec beside(const Vec& v, const Vec& u) {
  Vec rest = v - u.dot(v) * u;
  rest -= u.dot(rest) * u;
  return rest.norm() > 1e-8 * v.norm() ? Vec(rest.normalized()) : Vec(Vec::Zero(v.size()));
}

/// The coordinate direction that is nearest to orthogonal, made so.
Vec anyBeside(const Vec& u) {
  Index smallest = 0;
  u.cwiseAbs().minCoeff(&smallest);
  return beside(Vec::Unit(u.size(), smallest), u);
}

}  // namespace

double cosineOfAxes(const Plane& plane) {
  const double lengths = plane.d1.norm() * plane.d2.norm();
  return lengths > 0 ? plane.d1.dot(plane.d2) / lengths : 0.0;
}

double motionShare(const std::vector<Vec>& points, const Plane& plane) {
  const Vec u = plane.d1.norm() > 0 ? Vec(plane.d1.normalized()) : Vec(Vec::Zero(plane.d1.size()));
  const Vec v = beside(plane.d2, u);
  double inside = 0.0, whole = 0.0;
  for (std::size_t k = 1; k < points.size(); ++k) {
    const Vec step = points[k] - points[k - 1];
    inside += std::pow(u.dot(step), 2) + std::pow(v.dot(step), 2);
    whole += step.squaredNorm();
  }
  return whole > 0 ? inside / whole : 1.0;
}

double randomWalkRatio(int k) { return 6.0 / std::pow(std::numbers::pi * double(k), 2); }

Plane gradientHessianPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping) {
  Vec g(x.size());
  f.gradient(x, g);
  if (!g.allFinite()) g.setZero();
  Vec u = topEigenvector(f, x, stopping);
  Index largest = 0;
  u.cwiseAbs().maxCoeff(&largest);
  if (u[largest] < 0) u = -u;
  if (stopping && stopping()) return {x, {}, {}};
  Plane plane{x, {}, {}};
  plane.d1 = g.norm() > 0   ? Vec(g.normalized())
             : u.norm() > 0 ? anyBeside(u)
                            : Vec(Vec::Unit(x.size(), 0));
  plane.d2 = beside(u, plane.d1);
  if (plane.d2.norm() == 0) plane.d2 = anyBeside(plane.d1);
  return plane;
}

Segment lossBetween(Evaluator& f, const Vec& first, const Vec& second, double low, double high,
                    Index n, const std::function<bool()>& stopping) {
  Segment segment{Vec(n), Vec(n), f.value(first), f.value(second)};
  Vec x(first.size());
  for (Index k = 0; k < n; ++k) {
    if (stopping && stopping()) {
      segment.t.conservativeResize(k);
      segment.f.conservativeResize(k);
      return segment;
    }
    const double t = k == n - 1 ? high : low + (high - low) * (double(k) / double(n - 1));
    x = first + t * (second - first);
    segment.t[k] = t;
    segment.f[k] = t == 0 ? segment.atFirst : t == 1 ? segment.atSecond : f.value(x);
    if (t < 0 || t > 1) continue;
    const double above = segment.f[k] - ((1 - t) * segment.atFirst + t * segment.atSecond);
    if (above > segment.barrier) {
      segment.barrier = above;
      segment.barrierAt = t;
    }
  }
  segment.complete = true;
  return segment;
}

}  // namespace thalweg
