#include "core/math/model_step.h"

#include <algorithm>
#include <cmath>

#include "core/math/lanczos.h"

namespace thalweg {

Spectral::Spectral(const Mat& h) { values = symmetricEigenvalues(h, &vectors); }

namespace {

/// s(shift) = -(H + shift)^-1 g in the eigenbasis, c = V'g; directions in which both vanish are
/// left out.
Vec shifted(const Spectral& h, const Vec& c, double shift) {
  Vec s(c.size());
  for (Index i = 0; i < c.size(); ++i) {
    const double divisor = h.values[i] + shift;
    s[i] = c[i] == 0.0 ? 0.0 : -c[i] / divisor;
  }
  return s;
}

/// The s(shift) whose length is what `wanted(shift)` asks for, with shift from `low` on, where
/// |s| - wanted falls; completed along the lowest eigenvector where even at `low` it is too short.
Vec ofLength(const Spectral& h, const Vec& c, double low,
             const std::function<double(double shift)>& wanted) {
  const double scale =
      std::max({1.0, std::abs(h.values[0]), std::abs(h.values[h.values.size() - 1])});
  const auto tooLong = [&](double shift) {
    const double length = shifted(h, c, shift).norm();
    return !(length <= wanted(shift));
  };
  double from = low, to = std::max(low, 0.0) + scale;
  if (!tooLong(low + 1e-14 * scale)) {
    // The hard case: the rest of the length goes along the lowest eigenvector.
    Vec s = shifted(h, c, low + 1e-14 * scale);
    s[0] = 0.0;
    const double length = wanted(low), rest = length * length - s.squaredNorm();
    s[0] = (c[0] > 0 ? -1 : 1) * std::sqrt(std::max(0.0, rest));
    return s;
  }
  while (tooLong(to)) to = from + 2 * (to - from) + scale;
  for (int i = 0; i < 200 && from < to; ++i) {
    const double middle = from + (to - from) / 2;
    if (middle == from || middle == to) break;
    (tooLong(middle) ? from : to) = middle;
  }
  return shifted(h, c, to);
}

double quadratic(const Spectral& h, const Vec& c, const Vec& s) {
  return c.dot(s) + 0.5 * s.dot(h.values.cwiseProduct(s));
}

}  // namespace

ModelStep trustRegionStep(const Spectral& h, const Vec& g, double radius) {
  const Vec c = h.vectors.transpose() * g;
  const double lowest = h.values[0];
  Vec s;
  if (lowest > 0) s = shifted(h, c, 0.0);
  if (!(lowest > 0) || s.norm() > radius)
    s = ofLength(h, c, std::max(0.0, -lowest), [radius](double) { return radius; });
  return {h.vectors * s, quadratic(h, c, s)};
}

ModelStep cubicStep(const Spectral& h, const Vec& g, double m) {
  const Vec c = h.vectors.transpose() * g;
  // H + (m/2)|s| must not be negative: the length belongs to the shift, r = 2 shift/m.
  const Vec s =
      ofLength(h, c, std::max(0.0, -h.values[0]), [m](double shift) { return 2 * shift / m; });
  const double length = s.norm();
  return {h.vectors * s, quadratic(h, c, s) + m / 6 * length * length * length};
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
