#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Quadratic {
  double condition = 10.0, rotation = 0.0, second = 1.0;

  static Card card() {
    return {.id = "quadratic",
            .title = "Quadratic bowl",
            .summary =
                "The bowl on which theory is exact: curvature κ along one axis, c along the other; "
                "a saddle "
                "where c is below 0.",
            .formula = "f(x, y) = ½ (κ u² + c v²),  (u, v) = (x, y) turned by φ",
            .reference = "Boyd and Vandenberghe 2004, section 9.3"};
  }
  static Schema<Quadratic> schema() {
    return Schema<Quadratic>{}
        .real(&Quadratic::condition, {.key = "condition",
                                      .label = "condition",
                                      .symbol = "κ",
                                      .help = "Largest curvature over the smallest.",
                                      .minimum = 1,
                                      .maximum = 1e8,
                                      .sliderLow = 1,
                                      .sliderHigh = 1000,
                                      .scale = Scale::logarithmic})
        .real(&Quadratic::rotation, {.key = "rotation",
                                     .label = "rotation",
                                     .symbol = "φ",
                                     .help = "Angle of the steep axis from x, in degrees.",
                                     .minimum = -180,
                                     .maximum = 180,
                                     .sliderLow = -90,
                                     .sliderHigh = 90})
        .real(&Quadratic::second,
              {.key = "second",
               .label = "second curvature",
               .symbol = "c",
               .help = "Curvature along the other axis; below 0 there is no floor.",
               .minimum = -1e8,
               .maximum = 1e8,
               .sliderLow = -2,
               .sliderHigh = 2});
  }
  template <class T>
  T value(const T& x, const T& y) const {
    const double angle = rotation * 0.017453292519943295;
    const double c = std::cos(angle), s = std::sin(angle);
    const T u = T(c) * x + T(s) * y, v = T(c) * y - T(s) * x;
    return T(0.5 * condition) * square(u) + T(0.5 * second) * square(v);
  }
  std::vector<Interval> box() const { return {{-3, 3}, {-3, 3}}; }
  Vec start() const { return Vec{{1.0, -2.0}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{0.0, 0.0}}, 0.0, second < 0 ? PointKind::saddle : PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry quadratic() {
  return planarLandscape<Quadratic>({{"sgd", 0.15},
                                     {"momentum", 0.05},
                                     {"nesterov", 0.05},
                                     {"adam", 0.1},
                                     {"rmsprop", 0.03},
                                     {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
