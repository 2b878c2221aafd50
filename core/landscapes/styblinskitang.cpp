#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Styblinskitang {
  static Card card() {
    return {.id = "styblinskitang",
            .title = "Styblinski and Tang's four minima",
            .summary = "Four minima of different depth, one in each quarter.",
            .formula = "f(x, y) = ½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)",
            .reference = "Styblinski and Tang 1990"};
  }
  static Schema<Styblinskitang> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x), b = square(y);
    return T(0.5) * (square(a) - T(16.0) * a + T(5.0) * x + square(b) - T(16.0) * b + T(5.0) * y);
  }
  std::vector<Interval> box() const { return {{-5, 5}, {-5, 5}}; }
  Vec start() const { return Vec{{0.3, 4.2}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{-2.903534027771177, -2.903534027771177}}, -78.33233140754282, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry styblinskitang() {
  return planarLandscape<Styblinskitang>(
      {{"sgd", 0.01}, {"momentum", 0.005}, {"nesterov", 0.005}, {"adam", 0.1}, {"rmsprop", 0.05}});
}

}  // namespace thalweg::landscapes
