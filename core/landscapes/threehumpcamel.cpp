#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Threehumpcamel {
  static Card card() {
    return {.id = "threehumpcamel",
            .title = "Three-hump camel",
            .summary = "Three minima in a row, the middle one the deepest.",
            .formula = "f(x, y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y²",
            .reference = "see Jamil and Yang 2013"};
  }
  static Schema<Threehumpcamel> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x);
    return T(2.0) * a - T(1.05) * square(a) + a * square(a) * T(1.0 / 6.0) + x * y + square(y);
  }
  std::vector<Interval> box() const { return {{-5, 5}, {-5, 5}}; }
  Vec start() const { return Vec{{-2.6, 3.4}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry threehumpcamel() {
  return planarLandscape<Threehumpcamel>(
      {{"sgd", 0.02}, {"momentum", 0.01}, {"nesterov", 0.01}, {"adam", 0.1}, {"rmsprop", 0.05}});
}

}  // namespace thalweg::landscapes
