/// Any operation at given operands, with its exact first and second derivatives.
#pragma once

#include "core/objectives/expression/functions.h"

namespace thalweg::expression {

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

/// 1 or 0, or NaN where the answer hangs on what does not exist: false settles `both` and true
/// `either` whatever the other is. NaN counts as true in neither.
inline double applyLogic(Op op, double u, double w) {
  const bool unknown = std::isnan(u) || std::isnan(w);
  switch (op) {
    case Op::both:
      if (u == 0 || w == 0) return 0;
      return unknown ? std::numeric_limits<double>::quiet_NaN() : 1;
    case Op::either:
      if ((u != 0 && !std::isnan(u)) || (w != 0 && !std::isnan(w))) return 1;
      return unknown ? std::numeric_limits<double>::quiet_NaN() : 0;
    default:
      break;
  }
  if (unknown) return std::numeric_limits<double>::quiet_NaN();
  switch (op) {
    case Op::less:
      return u < w;
    case Op::lessOrEqual:
      return u <= w;
    case Op::equal:
      return u == w;
    default:
      return u != w;
  }
}

/// The operation at operands u and w (w is ignored by those of one operand) with the constant c, of
/// Op::choose the condition;
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
    case Op::choose: {
      if (std::isnan(c)) {
        if constexpr (derive) p = {};
        return c;
      }
      if constexpr (derive) p = {.a = c != 0 ? 1.0 : 0.0, .b = c != 0 ? 0.0 : 1.0};
      return c != 0 ? u : w;
    }
    case Op::less:
    case Op::lessOrEqual:
    case Op::equal:
    case Op::unequal:
    case Op::both:
    case Op::either:
      if constexpr (derive) p = {};
      return applyLogic(op, u, w);
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
