/// Numbers that carry their derivatives in two variables along (forward differentiation).
#pragma once

#include <cmath>

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

/// A number with all its derivatives up to the third in two variables.
struct Jet3 {
  double v = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0, xxx = 0, xxy = 0, xyy = 0, yyy = 0;
  Jet3() = default;
  Jet3(double value) : v(value) {}
  Jet3(double value, double dx, double dy) : v(value), x(dx), y(dy) {}
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

inline Jet3 operator+(const Jet3& a, const Jet3& b) {
  Jet3 r;
  r.v = a.v + b.v;
  r.x = a.x + b.x;
  r.y = a.y + b.y;
  r.xx = a.xx + b.xx;
  r.xy = a.xy + b.xy;
  r.yy = a.yy + b.yy;
  r.xxx = a.xxx + b.xxx;
  r.xxy = a.xxy + b.xxy;
  r.xyy = a.xyy + b.xyy;
  r.yyy = a.yyy + b.yyy;
  return r;
}
/// Leibniz' rule.
inline Jet3 operator*(const Jet3& a, const Jet3& b) {
  Jet3 r;
  r.v = a.v * b.v;
  r.x = a.x * b.v + a.v * b.x;
  r.y = a.y * b.v + a.v * b.y;
  r.xx = a.xx * b.v + 2 * a.x * b.x + a.v * b.xx;
  r.xy = a.xy * b.v + a.x * b.y + a.y * b.x + a.v * b.xy;
  r.yy = a.yy * b.v + 2 * a.y * b.y + a.v * b.yy;
  r.xxx = a.xxx * b.v + 3 * (a.xx * b.x + a.x * b.xx) + a.v * b.xxx;
  r.xxy = a.xxy * b.v + a.xx * b.y + 2 * (a.xy * b.x + a.x * b.xy) + a.y * b.xx + a.v * b.xxy;
  r.xyy = a.xyy * b.v + a.yy * b.x + 2 * (a.xy * b.y + a.y * b.xy) + a.x * b.yy + a.v * b.xyy;
  r.yyy = a.yyy * b.v + 3 * (a.yy * b.y + a.y * b.yy) + a.v * b.yyy;
  return r;
}
inline Jet3 operator-(const Jet3& a) { return Jet3(-1.0) * a; }
inline Jet3 operator-(const Jet3& a, const Jet3& b) { return a + -b; }

/// g(a) for a function with value f and the derivatives f1, f2, f3 at a.v.
inline Jet1 chain(const Jet1& a, double f, double f1, double, double) {
  return {f, f1 * a.x, f1 * a.y};
}
inline Jet2 chain(const Jet2& a, double f, double f1, double f2, double) {
  return {f,
          f1 * a.x,
          f1 * a.y,
          f2 * a.x * a.x + f1 * a.xx,
          f2 * a.x * a.y + f1 * a.xy,
          f2 * a.y * a.y + f1 * a.yy};
}
/// Faa di Bruno's rule.
inline Jet3 chain(const Jet3& a, double f, double f1, double f2, double f3) {
  Jet3 r;
  r.v = f;
  r.x = f1 * a.x;
  r.y = f1 * a.y;
  r.xx = f2 * a.x * a.x + f1 * a.xx;
  r.xy = f2 * a.x * a.y + f1 * a.xy;
  r.yy = f2 * a.y * a.y + f1 * a.yy;
  r.xxx = f3 * a.x * a.x * a.x + 3 * f2 * a.x * a.xx + f1 * a.xxx;
  r.xxy = f3 * a.x * a.x * a.y + f2 * (2 * a.x * a.xy + a.y * a.xx) + f1 * a.xxy;
  r.xyy = f3 * a.x * a.y * a.y + f2 * (2 * a.y * a.xy + a.x * a.yy) + f1 * a.xyy;
  r.yyy = f3 * a.y * a.y * a.y + 3 * f2 * a.y * a.yy + f1 * a.yyy;
  return r;
}
inline double chain(double, double f, double, double, double) { return f; }
inline double valueOf(double a) { return a; }
inline double valueOf(const Jet1& a) { return a.v; }
inline double valueOf(const Jet2& a) { return a.v; }
inline double valueOf(const Jet3& a) { return a.v; }

template <class T>
T sine(const T& a) {
  const double s = std::sin(valueOf(a)), c = std::cos(valueOf(a));
  return chain(a, s, c, -s, -c);
}
template <class T>
T cosine(const T& a) {
  const double s = std::sin(valueOf(a)), c = std::cos(valueOf(a));
  return chain(a, c, -s, -c, s);
}
template <class T>
T exponential(const T& a) {
  const double e = std::exp(valueOf(a));
  return chain(a, e, e, e, e);
}
template <class T>
T logarithm(const T& a) {
  const double v = valueOf(a);
  return chain(a, std::log(v), 1 / v, -1 / (v * v), 2 / (v * v * v));
}
template <class T>
T root(const T& a) {
  const double r = std::sqrt(valueOf(a));
  return chain(a, r, 0.5 / r, -0.25 / (r * r * r), 0.375 / (r * r * r * r * r));
}
/// |a|, with the derivative 0 on its kink.
template <class T>
T absolute(const T& a) {
  const double sign = valueOf(a) > 0 ? 1.0 : valueOf(a) < 0 ? -1.0 : 0.0;
  return chain(a, std::abs(valueOf(a)), sign, 0.0, 0.0);
}
/// a to a constant power, for a > 0.
template <class T>
T power(const T& a, double p) {
  const double v = valueOf(a), f = std::pow(v, p);
  return chain(a, f, p * f / v, p * (p - 1) * f / (v * v), p * (p - 1) * (p - 2) * f / (v * v * v));
}
template <class T>
T square(const T& a) {
  return a * a;
}

}  // namespace thalweg
