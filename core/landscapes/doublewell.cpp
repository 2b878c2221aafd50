#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Doublewell {
  double tilt = 0.3, curvature = 1.0;

  static Card card() {
    return {.id = "doublewell",
            .title = "Double well",
            .summary = "Two wells with a saddle between them; the tilt makes one the deeper.",
            .formula = "f(x, y) = (x² − 1)² + c/2 y² + t x",
            .reference = "Kramers 1940"};
  }
  static Schema<Doublewell> schema() {
    return Schema<Doublewell>{}
        .real(&Doublewell::tilt, {.key = "tilt",
                                  .label = "tilt",
                                  .symbol = "t",
                                  .help = "Slope along x; beyond 1.54 one well is gone.",
                                  .minimum = -1.5,
                                  .maximum = 1.5,
                                  .sliderLow = -1.5,
                                  .sliderHigh = 1.5})
        .real(&Doublewell::curvature, {.key = "curvature",
                                       .label = "curvature",
                                       .symbol = "c",
                                       .help = "Curvature along y.",
                                       .minimum = 0,
                                       .maximum = 1e4,
                                       .minimumExcluded = true,
                                       .sliderLow = 0.1,
                                       .sliderHigh = 30,
                                       .scale = Scale::logarithmic});
  }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(square(x) - T(1.0)) + T(0.5 * curvature) * square(y) + T(tilt) * x;
  }
  std::vector<Interval> box() const { return {{-1.8, 1.8}, {-1.8, 1.8}}; }
  Vec start() const { return Vec{{0.15, 1.4}}; }
  /// The three roots of 4x³ − 4x + t, by Viète's cosines.
  std::vector<KnownPoint> points() const {
    std::vector<KnownPoint> found;
    const double angle = std::acos(-tilt * 0.375 * std::sqrt(3.0));
    for (const int k : {0, 1, 2}) {
      double x = 2 / std::sqrt(3.0) * std::cos((angle - 6.283185307179586 * k) / 3);
      for (int step = 0; step < 3; ++step) x -= (4 * x * x * x - 4 * x + tilt) / (12 * x * x - 4);
      found.push_back(
          {Vec{{x, 0.0}}, value(x, 0.0), 12 * x * x > 4 ? PointKind::minimum : PointKind::saddle});
    }
    return found;
  }
};

}  // namespace

LandscapeEntry doublewell() {
  return planarLandscape<Doublewell>({{"sgd", 0.02},
                                      {"momentum", 0.005},
                                      {"nesterov", 0.005},
                                      {"adam", 0.05},
                                      {"rmsprop", 0.02},
                                      {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
