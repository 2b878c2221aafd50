#include "core/objectives/expression/third.h"

#include <cmath>
#include <numbers>

#include "core/objectives/expression/operation.h"

namespace thalweg::expression {
namespace {

/// u^w; where u is 0 and w is large enough, the derivatives are 0 as limits.
Thirds ofPower(double u, double w) {
  const double log = std::log(u);
  Thirds t;
  t.aaa = w == 0 || w == 1 || w == 2 ? 0 : w * (w - 1) * (w - 2) * std::pow(u, w - 3);
  t.aab = u == 0 && w > 2 ? 0 : std::pow(u, w - 2) * (2 * w - 1 + w * (w - 1) * log);
  t.abb = u == 0 && w > 1 ? 0 : std::pow(u, w - 1) * log * (2 + w * log);
  t.bbb = u == 0 && w > 0 ? 0 : std::pow(u, w) * log * log * log;
  return t;
}

double ofGamma(double u) {
  const double psi = digamma(u), psi1 = trigamma(u);
  return std::tgamma(u) * (psi * psi * psi + 3 * psi * psi1 + tetragamma(u));
}

double ofHyperbolic(Op op, double u) {
  switch (op) {
    case Op::hyperbolicSine:
      return std::cosh(u);
    case Op::hyperbolicCosine:
      return std::sinh(u);
    case Op::hyperbolicTangent: {
      const double f = std::tanh(u), r = 1 / std::cosh(u), s = r * r;
      return s * (4 * f * f - 2 * s);
    }
    case Op::areaSine: {
      const double r = 1 / std::hypot(1.0, u);
      return (2 * u * u - 1) * r * r * r * r * r;
    }
    case Op::areaCosine: {
      const double q = (u - 1) * (u + 1);
      return (2 * u * u + 1) / (q * q * std::sqrt(q));
    }
    default: {  // areaTangent
      const double q = 1 / ((1 - u) * (1 + u));
      return q * q * q * (2 + 6 * u * u);
    }
  }
}

double ofFunction(Op op, double u) {
  switch (op) {
    case Op::squareRoot:
      return 0.375 / (std::sqrt(u) * u * u);
    case Op::cubeRoot:
      return 10.0 / 27 * std::cbrt(u) / (u * u * u);
    case Op::exponential:
      return std::exp(u);
    case Op::logarithm:
      return 2 / (u * u * u);
    case Op::logarithm2:
      return 2 * std::numbers::log2e / (u * u * u);
    case Op::logarithm10:
      return 2 * std::numbers::log10e / (u * u * u);
    case Op::sine:
      return -std::cos(u);
    case Op::cosine:
      return std::sin(u);
    case Op::tangent: {
      const double f = std::tan(u);
      return 2 * (1 + f * f) * (1 + 3 * f * f);
    }
    case Op::arcSine:
    case Op::arcCosine: {
      const double q = (1 - u) * (1 + u);
      return (op == Op::arcSine ? 1 : -1) * (1 + 2 * u * u) / (q * q * std::sqrt(q));
    }
    case Op::arcTangent: {
      const double q = 1 / (1 + u * u);
      return q * q * q * (6 * u * u - 2);
    }
    case Op::errorFunction:
      return 2 * std::numbers::inv_sqrtpi * std::exp(-u * u) * (4 * u * u - 2);
    case Op::gamma:
      return ofGamma(u);
    case Op::logGamma:
      return tetragamma(u);
    default:
      return op >= Op::hyperbolicSine && op <= Op::areaTangent ? ofHyperbolic(op, u) : 0;
  }
}

}  // namespace

Thirds thirdsOf(Op op, double c, double u, double w) {
  switch (op) {
    case Op::divide: {
      const double r = 1 / w;
      return {.abb = 2 * r * r * r, .bbb = -6 * u * r * r * r * r};
    }
    case Op::power:
      return ofPower(u, w);
    case Op::constantPower:
      return {.aaa = c * (c - 1) * (c - 2) * std::pow(u, c - 3)};
    case Op::wholePower:
      return {.aaa = c * (c - 1) * (c - 2) * wholePower(u, static_cast<int>(c) - 3)};
    case Op::powerOf: {
      const double log = std::log(c);
      return {.aaa = c == 0 && u > 0 ? 0 : std::pow(c, u) * log * log * log};
    }
    default:
      return {.aaa = ofFunction(op, u)};
  }
}

}  // namespace thalweg::expression
