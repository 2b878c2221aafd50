#include "core/math/model_step.h"

#include <algorithm>
#include <cmath>

#include "core/base/interrupt.h"
#include "core/math/lanczos.h"

namespace thalweg {

void Spectral::take(const Mat& h) { symmetricEigenvalues(h, values, &vectors); }

namespace {

/// s = -(H + shift)^-1 g in the eigenbasis, c = V'g, and its length; directions in which both
/// vanish are left out.
double shifted(const Spectral& h, const Vec& c, double shift, Vec& s) {
  s.resize(c.size());
  for (Index i = 0; i < c.size(); ++i) {
    const double divisor = h.values[i] + shift;
    s[i] = c[i] == 0.0 ? 0.0 : -c[i] / divisor;
  }
  return s.norm();
}

/// The s(shift) whose length is what `wanted(shift)` asks for, with shift from `low` on, where
/// |s| - wanted falls; completed along the lowest eigenvector where even at `low` it is too short.
template <class Wanted>
void ofLength(const Spectral& h, const Vec& c, double low, const Wanted& wanted, Vec& s) {
  const double scale =
      std::max({1.0, std::abs(h.values[0]), std::abs(h.values[h.values.size() - 1])});
  const auto tooLong = [&](double shift) { return !(shifted(h, c, shift, s) <= wanted(shift)); };
  double from = low, to = std::max(low, 0.0) + scale;
  if (!tooLong(low + 1e-14 * scale)) {
    // The hard case: the rest of the length goes along the lowest eigenvector.
    s[0] = 0.0;
    const double length = wanted(low), rest = length * length - s.squaredNorm();
    s[0] = (c[0] > 0 ? -1 : 1) * std::sqrt(std::max(0.0, rest));
    return;
  }
  while (tooLong(to)) to = from + 2 * (to - from) + scale;
  for (int i = 0; i < 200 && from < to; ++i) {
    const double middle = from + (to - from) / 2;
    if (middle == from || middle == to) break;
    (tooLong(middle) ? from : to) = middle;
  }
  shifted(h, c, to, s);
}

double quadratic(const Spectral& h, const Vec& c, const Vec& s) {
  return c.dot(s) + 0.5 * s.dot(h.values.cwiseProduct(s));
}

}  // namespace

void trustRegionStep(const Spectral& h, const Vec& g, double radius, ModelStep& best) {
  Vec &c = best.slope, &s = best.part;
  c.noalias() = h.vectors.transpose() * g;
  const double lowest = h.values[0];
  if (!(lowest > 0) || shifted(h, c, 0.0, s) > radius)
    ofLength(
        h, c, std::max(0.0, -lowest), [radius](double) { return radius; }, s);
  best.step.noalias() = h.vectors * s;
  best.model = quadratic(h, c, s);
}

void cubicStep(const Spectral& h, const Vec& g, double m, ModelStep& best) {
  Vec &c = best.slope, &s = best.part;
  c.noalias() = h.vectors.transpose() * g;
  // H + (m/2)|s| must not be negative: the length belongs to the shift, r = 2 shift/m.
  ofLength(
      h, c, std::max(0.0, -h.values[0]), [m](double shift) { return 2 * shift / m; }, s);
  const double length = s.norm();
  best.step.noalias() = h.vectors * s;
  best.model = quadratic(h, c, s) + m / 6 * length * length * length;
}

namespace {

/// The larger t with |s + t d| = radius.
double toBorder(const Vec& s, const Vec& d, double radius) {
  const double a = d.squaredNorm(), b = s.dot(d), c = s.squaredNorm() - radius * radius;
  return (-b + std::sqrt(std::max(0.0, b * b - a * c))) / a;
}

}  // namespace

ModelStep steihaugStep(const std::function<void(const Vec& v, Vec& hv)>& product, const Vec& g,
                       double radius, double tolerance, int most) {
  const Index n = g.size();
  Vec s = Vec::Zero(n), hs = Vec::Zero(n), r = g, d = -g, hd(n);
  double square = r.squaredNorm();
  const auto result = [&]() -> ModelStep { return {s, g.dot(s) + 0.5 * s.dot(hs)}; };
  for (int i = 0; i < most && std::sqrt(square) > tolerance; ++i) {
    throwIfInterrupted();
    product(d, hd);
    const double curvature = d.dot(hd);
    const double t = curvature > 0 ? square / curvature : 0.0;
    if (!(curvature > 0) || (s + t * d).norm() >= radius) {
      const double border = toBorder(s, d, radius);
      s += border * d;
      hs += border * hd;
      return result();
    }
    s += t * d;
    hs += t * hd;
    r += t * hd;
    const double next = r.squaredNorm();
    d = -r + next / square * d;
    square = next;
  }
  return result();
}

}  // namespace thalweg
