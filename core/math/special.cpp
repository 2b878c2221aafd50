#include "core/math/special.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace thalweg {
namespace {

constexpr double pi = std::numbers::pi;

// From here on seven terms of the asymptotic series (Abramowitz and Stegun 6.3.18, 6.4.11) leave
// less than the last digit.
constexpr double farEnough = 12.0;

bool isPole(double x) { return x <= 0 && x == std::floor(x); }

/// Sine and cosine of pi x, right for large x too.
struct Turn {
  double sine, cosine;
};
Turn turn(double x) {
  const double rest = x - 2 * std::round(x / 2);
  return {std::sin(pi * rest), std::cos(pi * rest)};
}

}  // namespace

double logAbsGamma(double x) {
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

double digamma(double x) {
  if (isPole(x)) return std::numeric_limits<double>::quiet_NaN();
  if (x < 0) {  // psi(1 - x) - psi(x) = pi cot(pi x)
    const Turn t = turn(x);
    return digamma(1 - x) - pi * t.cosine / t.sine;
  }
  double sum = 0;
  for (; x < farEnough; x += 1) sum -= 1 / x;
  const double r = 1 / (x * x);
  const double series =
      r * (1.0 / 12 -
           r * (1.0 / 120 -
                r * (1.0 / 252 -
                     r * (1.0 / 240 - r * (1.0 / 132 - r * (691.0 / 32760 - r * (1.0 / 12)))))));
  return sum + std::log(x) - 0.5 / x - series;
}

double trigamma(double x) {
  if (isPole(x)) return std::numeric_limits<double>::quiet_NaN();
  if (x < 0) {
    const Turn t = turn(x);
    return pi * pi / (t.sine * t.sine) - trigamma(1 - x);
  }
  double sum = 0;
  for (; x < farEnough; x += 1) sum += 1 / (x * x);
  const double r = 1 / (x * x);
  const double series =
      1.0 / 6 -
      r * (1.0 / 30 -
           r * (1.0 / 42 - r * (1.0 / 30 - r * (5.0 / 66 - r * (691.0 / 2730 - r * (7.0 / 6))))));
  return sum + 1 / x + 0.5 * r + series * r / x;
}

double tetragamma(double x) {
  if (isPole(x)) return std::numeric_limits<double>::quiet_NaN();
  if (x < 0) {
    const Turn t = turn(x);
    return tetragamma(1 - x) - 2 * pi * pi * pi * t.cosine / (t.sine * t.sine * t.sine);
  }
  double sum = 0;
  for (; x < farEnough; x += 1) sum -= 2 / (x * x * x);
  const double r = 1 / (x * x);
  const double series =
      1.0 / 2 -
      r * (1.0 / 6 -
           r * (1.0 / 6 - r * (3.0 / 10 - r * (5.0 / 6 - r * (691.0 / 210 - r * (35.0 / 2))))));
  return sum - r - r / x - series * r * r;
}

}  // namespace thalweg
