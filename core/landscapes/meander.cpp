#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Meander {
  double a = 3.0, b = 0.15;

  static Card card() {
    return {.id = "meander",
            .title = "Curved ravine",
            .summary =
                "A valley that winds along 0.8 sin x: steep across, nearly flat along its floor.",
            .formula = "f(x, y) = a/2 (y − 0.8 sin x)² + b/2 (x − 2.6)²",
            .reference = "Thalweg's own opening landscape"};
  }
  static Schema<Meander> schema() {
    return Schema<Meander>{}
        .real(&Meander::a, {.key = "a",
                            .label = "a",
                            .symbol = "a",
                            .help = "Curvature across the valley.",
                            .minimum = 0,
                            .maximum = 1e3,
                            .sliderLow = 0.1,
                            .sliderHigh = 20,
                            .scale = Scale::logarithmic})
        .real(&Meander::b, {.key = "b",
                            .label = "b",
                            .symbol = "b",
                            .help = "Curvature along the valley floor.",
                            .minimum = 0,
                            .maximum = 1e3,
                            .sliderLow = 0.01,
                            .sliderHigh = 5,
                            .scale = Scale::logarithmic});
  }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(a / 2) * square(y - T(0.8) * sine(x)) + T(b / 2) * square(x - T(2.6));
  }
  std::vector<Interval> box() const { return {{-3.75, 3.65}, {-2.95, 2.85}}; }
  Vec start() const { return Vec{{-1.4, 2.2}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{2.6, 0.8 * std::sin(2.6)}}, 0.0, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry meander() {
  return planarLandscape<Meander>({{"sgd", 0.39},
                                   {"momentum", 0.09},
                                   {"nesterov", 0.09},
                                   {"adam", 0.18},
                                   {"rmsprop", 0.045},
                                   {"adagrad", 1}});
}

}  // namespace thalweg::landscapes
