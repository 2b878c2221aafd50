/// The operations an expression is made of, each with its exact first and second derivatives.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace thalweg::expression {

enum class Op : std::uint8_t {
  variable,  // the number of the coordinate stands in `a`
  constant,
  add,
  subtract,
  multiply,
  divide,
  minimum,
  maximum,
  power,          // u^w where neither is constant
  constantPower,  // u^c
  wholePower,     // u^c for a whole c from -16 to 16, by products
  powerOf,        // c^u
  square,
  negate,
  absolute,
  squareRoot,
  exponential,
  logarithm,
  sine,
  cosine,
  tangent,
  arcSine,
  arcCosine,
  arcTangent,
  hyperbolicSine,
  hyperbolicCosine,
  hyperbolicTangent,
};

constexpr bool takesTwo(Op op) { return op >= Op::add && op <= Op::power; }

/// One operand is handed on as it is, the other has no part in the result.
constexpr bool selects(Op op) { return op == Op::minimum || op == Op::maximum; }

/// Derivatives of one operation in its operands: a = d/du, b = d/dw, aa = d2/du2, ab = d2/du dw, bb
/// = d2/dw2.
struct Partials {
  double a = 0, b = 0, aa = 0, ab = 0, bb = 0;
};

/// u^n by repeated squaring: exact signs for any base, and far faster than std::pow. The error
/// grows with n (half a unit in the last place for each product), hence `Op::wholePower` stops
/// at 16.
inline double wholePower(double u, int n) {
  double result = 1.0, factor = u;
  for (int left = n < 0 ? -n : n; left > 0; left >>= 1) {
    if (left & 1) result *= factor;
    factor *= factor;
  }
  return n < 0 ? 1.0 / result : result;
}

/// The partials of a function of one operand.
inline void setPartials(Partials& p, double a, double aa) { p = {.a = a, .aa = aa}; }

/// u^c with its partials; whole exponents, and the derivatives at u = 0, come out right as 0^0 = 1.
template <int order>
double applyConstantPower(double c, double u, Partials& p) {
  if constexpr (order == 1) setPartials(p, c * std::pow(u, c - 1), 0);
  if constexpr (order == 2)
    setPartials(p, c * std::pow(u, c - 1), c * (c - 1) * std::pow(u, c - 2));
  return std::pow(u, c);
}

template <int order>
double applyWholePower(int n, double u, Partials& p) {
  if constexpr (order == 1) setPartials(p, n * wholePower(u, n - 1), 0);
  if constexpr (order == 2)
    setPartials(p, n * wholePower(u, n - 1), n * (n - 1) * wholePower(u, n - 2));
  return wholePower(u, n);
}

/// c^u = exp(u log c). For c = 0 and u > 0 the value stays 0 around u, so its derivatives are 0.
template <int order>
double applyPowerOf(double c, double u, Partials& p) {
  const double value = std::isnan(u) ? u : std::pow(c, u);
  if constexpr (order >= 1) {
    const double log = std::log(c);
    const double first = c == 0 && u > 0 ? 0 : value * log;
    setPartials(p, first, c == 0 && u > 0 ? 0 : first * log);
  }
  return value;
}

/// u^w = exp(w log u). Derivatives in w exist for u > 0, and for u = 0 as limits where w is large
/// enough.
template <int order>
double applyPower(double u, double w, Partials& p) {
  // std::pow(NaN, 0) and std::pow(1, NaN) are 1, but a value made of one that does not exist does
  // not exist.
  if (std::isnan(u) || std::isnan(w)) {
    p = {};
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double value = std::pow(u, w);
  if constexpr (order >= 1) {
    const double log = std::log(u);
    const bool flat = u == 0 && w > 0;
    p.a = w == 0 ? 0 : w * std::pow(u, w - 1);
    p.b = flat ? 0 : value * log;
    if constexpr (order >= 2) {
      p.aa = w == 0 || w == 1 ? 0 : w * (w - 1) * std::pow(u, w - 2);
      p.ab = u == 0 && w > 1 ? 0 : std::pow(u, w - 1) * (1 + w * log);
      p.bb = flat ? 0 : p.b * log;
    }
  }
  return value;
}

/// A named function of one operand, with its partials up to `order`.
template <int order>
double applyFunction(Op op, double u, Partials& p) {
  constexpr bool derive = order >= 1;
  switch (op) {
    case Op::absolute:
      if constexpr (derive) setPartials(p, (u > 0) - (u < 0), 0);  // 0 on the kink
      return std::fabs(u);
    case Op::squareRoot: {
      const double f = std::sqrt(u);
      if constexpr (derive) setPartials(p, 0.5 / f, -0.25 / (f * u));
      return f;
    }
    case Op::exponential: {
      const double f = std::exp(u);
      if constexpr (derive) setPartials(p, f, f);
      return f;
    }
    case Op::logarithm:
      if constexpr (derive) setPartials(p, 1 / u, -1 / (u * u));
      return std::log(u);
    case Op::sine: {
      const double f = std::sin(u);
      if constexpr (derive) setPartials(p, std::cos(u), -f);
      return f;
    }
    case Op::cosine: {
      const double f = std::cos(u);
      if constexpr (derive) setPartials(p, -std::sin(u), -f);
      return f;
    }
    case Op::tangent: {
      const double f = std::tan(u);
      if constexpr (derive) setPartials(p, 1 + f * f, 2 * f * (1 + f * f));
      return f;
    }
    case Op::arcSine:
    case Op::arcCosine:
      if constexpr (derive) {
        // (1 - u)(1 + u) instead of 1 - u^2: no digits are lost next to the ends.
        const double r = (op == Op::arcSine ? 1 : -1) / std::sqrt((1 - u) * (1 + u));
        setPartials(p, r, u * r / ((1 - u) * (1 + u)));
      }
      return op == Op::arcSine ? std::asin(u) : std::acos(u);
    case Op::arcTangent:
      if constexpr (derive) {
        const double q = 1 / (1 + u * u);
        setPartials(p, q, -2 * u * q * q);
      }
      return std::atan(u);
    case Op::hyperbolicSine: {
      const double f = std::sinh(u);
      if constexpr (derive) setPartials(p, std::cosh(u), f);
      return f;
    }
    case Op::hyperbolicCosine: {
      const double f = std::cosh(u);
      if constexpr (derive) setPartials(p, std::sinh(u), f);
      return f;
    }
    case Op::hyperbolicTangent: {
      const double f = std::tanh(u);
      if constexpr (derive) {
        // 1 / cosh^2 instead of 1 - tanh^2: right to the last digits where the function is
        // saturated.
        const double s = 1 / std::cosh(u);
        setPartials(p, s * s, -2 * f * s * s);
      }
      return f;
    }
    default:
      return std::numeric_limits<double>::quiet_NaN();
  }
}

/// The operation at operands u and w (w is ignored by those of one operand) with the constant c;
/// its partials up to `order` in `p`, of which the higher ones may hold anything. The value does
/// not depend on `order`, bit by bit.
template <int order>
double apply(Op op, double c, double u, double w, Partials& p) {
  constexpr bool derive = order >= 1;
  switch (op) {
    case Op::add:
      if constexpr (derive) p = {.a = 1, .b = 1};
      return u + w;
    case Op::subtract:
      if constexpr (derive) p = {.a = 1, .b = -1};
      return u - w;
    case Op::multiply:
      if constexpr (derive) p = {.a = w, .b = u, .ab = 1};
      return u * w;
    case Op::divide: {
      const double f = u / w;
      if constexpr (derive) {
        const double r = 1 / w;
        p = {.a = r, .b = -f * r, .ab = -r * r, .bb = 2 * f * r * r};
      }
      return f;
    }
    case Op::minimum:
    case Op::maximum: {
      // A value that does not exist wins, and the first operand wins a tie.
      const bool second = std::isnan(w) || (op == Op::minimum ? w < u : w > u);
      if constexpr (derive) p = {.a = second ? 0.0 : 1.0, .b = second ? 1.0 : 0.0};
      return second ? w : u;
    }
    case Op::power:
      return applyPower<order>(u, w, p);
    case Op::constantPower:
      return applyConstantPower<order>(c, u, p);
    case Op::wholePower:
      return applyWholePower<order>(static_cast<int>(c), u, p);
    case Op::powerOf:
      return applyPowerOf<order>(c, u, p);
    case Op::square:
      if constexpr (derive) setPartials(p, 2 * u, 2);
      return u * u;
    case Op::negate:
      if constexpr (derive) setPartials(p, -1, 0);
      return -u;
    default:
      return applyFunction<order>(op, u, p);
  }
}

}  // namespace thalweg::expression
