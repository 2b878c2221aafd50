/// Landscapes of two variables written as one formula: derivatives come from it by forward
/// differentiation.
#pragma once

#include <cmath>
#include <concepts>

#include "core/landscapes/landscape.h"

namespace thalweg {

/// A number with its gradient and Hessian in two variables, all exact (second-order forward mode).
struct Jet2 {
  double v = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
  Jet2() = default;
  Jet2(double value) : v(value) {}
  Jet2(double value, double dx, double dy, double dxx, double dxy, double dyy)
      : v(value), x(dx), y(dy), xx(dxx), xy(dxy), yy(dyy) {}
};

/// A number with its gradient in two variables.
struct Jet1 {
  double v = 0, x = 0, y = 0;
  Jet1() = default;
  Jet1(double value) : v(value) {}
  Jet1(double value, double dx, double dy) : v(value), x(dx), y(dy) {}
};

inline Jet1 operator+(const Jet1& a, const Jet1& b) { return {a.v + b.v, a.x + b.x, a.y + b.y}; }
inline Jet1 operator-(const Jet1& a, const Jet1& b) { return {a.v - b.v, a.x - b.x, a.y - b.y}; }
inline Jet1 operator-(const Jet1& a) { return {-a.v, -a.x, -a.y}; }
inline Jet1 operator*(const Jet1& a, const Jet1& b) {
  return {a.v * b.v, a.x * b.v + a.v * b.x, a.y * b.v + a.v * b.y};
}
inline Jet2 operator+(const Jet2& a, const Jet2& b) {
  return {a.v + b.v, a.x + b.x, a.y + b.y, a.xx + b.xx, a.xy + b.xy, a.yy + b.yy};
}
inline Jet2 operator-(const Jet2& a, const Jet2& b) {
  return {a.v - b.v, a.x - b.x, a.y - b.y, a.xx - b.xx, a.xy - b.xy, a.yy - b.yy};
}
inline Jet2 operator-(const Jet2& a) { return {-a.v, -a.x, -a.y, -a.xx, -a.xy, -a.yy}; }
inline Jet2 operator*(const Jet2& a, const Jet2& b) {
  return {a.v * b.v,
          a.x * b.v + a.v * b.x,
          a.y * b.v + a.v * b.y,
          a.xx * b.v + 2 * a.x * b.x + a.v * b.xx,
          a.xy * b.v + a.x * b.y + a.y * b.x + a.v * b.xy,
          a.yy * b.v + 2 * a.y * b.y + a.v * b.yy};
}

/// g(a) for a function with value f, first derivative f1 and second f2 at a.v.
inline Jet1 chain(const Jet1& a, double f, double f1, double) { return {f, f1 * a.x, f1 * a.y}; }
inline Jet2 chain(const Jet2& a, double f, double f1, double f2) {
  return {f,
          f1 * a.x,
          f1 * a.y,
          f2 * a.x * a.x + f1 * a.xx,
          f2 * a.x * a.y + f1 * a.xy,
          f2 * a.y * a.y + f1 * a.yy};
}
inline double chain(double, double f, double, double) { return f; }
inline double valueOf(double a) { return a; }
inline double valueOf(const Jet1& a) { return a.v; }
inline double valueOf(const Jet2& a) { return a.v; }

template <class T>
T sine(const T& a) {
  const double s = std::sin(valueOf(a)), c = std::cos(valueOf(a));
  return chain(a, s, c, -s);
}
template <class T>
T cosine(const T& a) {
  const double s = std::sin(valueOf(a)), c = std::cos(valueOf(a));
  return chain(a, c, -s, -c);
}
template <class T>
T exponential(const T& a) {
  const double e = std::exp(valueOf(a));
  return chain(a, e, e, e);
}
template <class T>
T root(const T& a) {
  const double r = std::sqrt(valueOf(a));
  return chain(a, r, 0.5 / r, -0.25 / (r * r * r));
}
/// |a|, with the derivative 0 on its kink.
template <class T>
T absolute(const T& a) {
  const double sign = valueOf(a) > 0 ? 1.0 : valueOf(a) < 0 ? -1.0 : 0.0;
  return chain(a, std::abs(valueOf(a)), sign, 0.0);
}
/// a to a constant power, for a > 0.
template <class T>
T power(const T& a, double p) {
  const double v = valueOf(a), f = std::pow(v, p);
  return chain(a, f, p * f / v, p * (p - 1) * f / (v * v));
}
template <class T>
T square(const T& a) {
  return a * a;
}

/// What an author of a planar landscape writes.
template <class L>
concept PlanarLandscape = requires(const L& l, const Jet1& a, const Jet2& b, double d) {
  { L::card() } -> std::same_as<Card>;
  { L::schema() } -> std::same_as<Schema<L>>;
  { l.value(d, d) } -> std::same_as<double>;
  { l.value(a, a) } -> std::same_as<Jet1>;
  { l.value(b, b) } -> std::same_as<Jet2>;
  { l.box() } -> std::same_as<std::vector<Interval>>;
  { l.start() } -> std::same_as<Vec>;
  { l.points() } -> std::same_as<std::vector<KnownPoint>>;
};

template <class L>
class PlanarObjective final : public Objective {
 public:
  explicit PlanarObjective(const L& landscape) : m_landscape(landscape) {}
  Index dimension() const override { return 2; }
  double value(const Vec& x, Scratch*) const override { return m_landscape.value(x[0], x[1]); }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    const Jet1 f = m_landscape.value(Jet1(x[0], 1, 0), Jet1(x[1], 0, 1));
    g[0] = f.x;
    g[1] = f.y;
    return f.v;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const Jet2 f = second(x);
    const double v0 = v[0], v1 = v[1];
    hv[0] = f.xx * v0 + f.xy * v1;
    hv[1] = f.xy * v0 + f.yy * v1;
  }
  void hessian(const Vec& x, Mat& h, Scratch*) const override {
    const Jet2 f = second(x);
    h.resize(2, 2);
    h << f.xx, f.xy, f.xy, f.yy;
  }

 private:
  Jet2 second(const Vec& x) const {
    return m_landscape.value(Jet2(x[0], 1, 0, 0, 0, 0), Jet2(x[1], 0, 1, 0, 0, 0));
  }
  L m_landscape;
};

/// The row of a planar landscape. `rates`: see LandscapeEntry.
template <PlanarLandscape L>
LandscapeEntry planarLandscape(std::vector<std::pair<std::string, double>> rates = {}) {
  return {L::card(), L::schema().fields(),
          [](const Values& values) -> Result<Landscape> {
            auto l = L::schema().read(values, "landscape " + L::card().id);
            if (!l) return l.error();
            return Landscape{std::make_shared<PlanarObjective<L>>(*l), l->box(), l->start(),
                             l->points()};
          },
          std::move(rates)};
}

}  // namespace thalweg
