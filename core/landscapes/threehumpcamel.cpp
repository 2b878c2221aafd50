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
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{0.0, 0.0}}, 0.0, PointKind::minimum},
        {Vec{{1.7475523458302891, -0.87377617291514453}}, 0.29863844223685965, PointKind::minimum},
        {Vec{{-1.7475523458302888, 0.87377617291514442}}, 0.29863844223685898, PointKind::minimum},
        {Vec{{1.0705422918236598, -0.53527114591182989}}, 0.87736155776314018, PointKind::saddle},
        {Vec{{-1.0705422918236598, 0.53527114591182989}}, 0.87736155776314018, PointKind::saddle}};
  }
};

}  // namespace

LandscapeEntry threehumpcamel() {
  return planarLandscape<Threehumpcamel>({{"sgd", 0.02},
                                          {"momentum", 0.01},
                                          {"nesterov", 0.01},
                                          {"adam", 0.1},
                                          {"rmsprop", 0.05},
                                          {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
