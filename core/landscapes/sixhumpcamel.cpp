#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Sixhumpcamel {
  static Card card() {
    return {.id = "sixhumpcamel",
            .title = "Six-hump camel",
            .summary = "Two global and four local minima with saddles between them.",
            .formula = "f(x, y) = (4 − 2.1x² + x⁴/3) x² + xy + (4y² − 4) y²",
            .reference = "Dixon and Szegö 1978"};
  }
  static Schema<Sixhumpcamel> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x), b = square(y);
    return (T(4.0) - T(2.1) * a + square(a) * T(1.0 / 3.0)) * a + x * y + (T(4.0) * b - T(4.0)) * b;
  }
  std::vector<Interval> box() const { return {{-3, 3}, {-2, 2}}; }
  Vec start() const { return Vec{{-1.9, 0.9}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{0.08984201368301331, -0.7126564032704135}}, -1.0316284534898774, PointKind::minimum},
        {Vec{{-0.08984201368301331, 0.7126564032704135}}, -1.0316284534898774, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry sixhumpcamel() {
  return planarLandscape<Sixhumpcamel>(
      {{"sgd", 0.02}, {"momentum", 0.01}, {"nesterov", 0.01}, {"adam", 0.05}, {"rmsprop", 0.02}});
}

}  // namespace thalweg::landscapes
