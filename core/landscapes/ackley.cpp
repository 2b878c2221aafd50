#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double tau = 6.283185307179586, euler = 2.718281828459045;

struct Ackley {
  static Card card() {
    return {.id = "ackley",
            .title = "Ackley's funnel",
            .summary = "A funnel with a rippled rim and a tip where no derivative exists.",
            .formula = "f(x, y) = −20 exp(−0.2 √(½(x² + y²))) − exp(½(cos 2πx + cos 2πy)) + e + 20",
            .reference = "Ackley 1987"};
  }
  static Schema<Ackley> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T distance = root(T(0.5) * (square(x) + square(y)));
    const T waves = T(0.5) * (cosine(T(tau) * x) + cosine(T(tau) * y));
    return T(20.0 + euler) - T(20.0) * exponential(T(-0.2) * distance) - exponential(waves);
  }
  std::vector<Interval> box() const { return {{-5, 5}, {-5, 5}}; }
  Vec start() const { return Vec{{2.3, -1.6}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum, false}};
  }
};

}  // namespace

LandscapeEntry ackley() {
  return planarLandscape<Ackley>(
      {{"sgd", 0.01}, {"momentum", 0.005}, {"nesterov", 0.005}, {"adam", 0.1}, {"rmsprop", 0.03}});
}

}  // namespace thalweg::landscapes
