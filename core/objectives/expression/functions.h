/// Named functions of one operand, each with its exact first and second derivatives.
#pragma once

#include <cmath>
#include <limits>
#include <numbers>

#include "core/math/special.h"
#include "core/objectives/expression/op.h"

namespace thalweg::expression {

/// Level pieces: what does not exist stays so.
template <int order>
double applyFlat(Op op, double u, Partials& p) {
  if constexpr (order >= 1) p = {};
  if (op == Op::sign) return std::isnan(u) ? u : (u > 0) - (u < 0);
  if (op == Op::floor) return std::floor(u);
  if (op == Op::negation) return std::isnan(u) ? u : u == 0;
  return std::numeric_limits<double>::quiet_NaN();
}

/// Functions less often met.
template <int order>
double applyFurtherFunction(Op op, double u, Partials& p) {
  constexpr bool derive = order >= 1;
  switch (op) {
    case Op::cubeRoot: {
      const double f = std::cbrt(u);
      if constexpr (derive) setPartials(p, 1 / (3 * f * f), -2 / (9 * f * f * u));
      return f;
    }
    case Op::logarithm2:
      if constexpr (derive) setPartials(p, std::numbers::log2e / u, -std::numbers::log2e / (u * u));
      return std::log2(u);
    case Op::logarithm10:
      if constexpr (derive)
        setPartials(p, std::numbers::log10e / u, -std::numbers::log10e / (u * u));
      return std::log10(u);
    case Op::areaSine:
      if constexpr (derive) {
        const double r = 1 / std::hypot(1.0, u);
        setPartials(p, r, -u * r * r * r);
      }
      return std::asinh(u);
    case Op::areaCosine:
      if constexpr (derive) {
        const double r = 1 / std::sqrt((u - 1) * (u + 1));
        setPartials(p, r, -u * r * r * r);
      }
      return std::acosh(u);
    case Op::areaTangent:
      if constexpr (derive) {
        const double q = 1 / ((1 - u) * (1 + u));
        setPartials(p, q, 2 * u * q * q);
      }
      return std::atanh(u);
    case Op::errorFunction:
      if constexpr (derive) {
        const double slope = 2 * std::numbers::inv_sqrtpi * std::exp(-u * u);
        setPartials(p, slope, -2 * u * slope);
      }
      return std::erf(u);
    case Op::gamma: {
      const double f = std::tgamma(u);
      if constexpr (derive) {
        const double psi = digamma(u);
        setPartials(p, f * psi, order < 2 ? 0 : f * (psi * psi + trigamma(u)));
      }
      return f;
    }
    case Op::logGamma:
      if constexpr (derive) setPartials(p, digamma(u), order < 2 ? 0 : trigamma(u));
      return logAbsGamma(u);
    default:
      return applyFlat<order>(op, u, p);
  }
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
      return applyFurtherFunction<order>(op, u, p);
  }
}

}  // namespace thalweg::expression
