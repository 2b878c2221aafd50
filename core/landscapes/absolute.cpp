#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Absolute {
  double steepness = 3.0;

  static Card card() {
    return {.id = "absolute",
            .title = "Roof upside down",
            .summary =
                "Non-smooth: slopes do not shrink near the minimum, so a constant rate ends "
                "in a zigzag of its own size.",
            .formula = "f(x, y) = |x| + κ |y|",
            .reference = "Shor 1985"};
  }
  static Schema<Absolute> schema() {
    return Schema<Absolute>{}.real(&Absolute::steepness,
                                   {.key = "steepness",
                                    .label = "steepness",
                                    .symbol = "κ",
                                    .help = "Slope along y over the slope along x.",
                                    .minimum = 0,
                                    .maximum = 1e6,
                                    .minimumExcluded = true,
                                    .sliderLow = 0.1,
                                    .sliderHigh = 30,
                                    .scale = Scale::logarithmic});
  }
  /// The subgradient on a kink is 0.
  template <class T>
  T value(const T& x, const T& y) const {
    return absolute(x) + T(steepness) * absolute(y);
  }
  std::vector<Interval> box() const { return {{-2, 2}, {-2, 2}}; }
  Vec start() const { return Vec{{-1.6, 1.3}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum, false}};
  }
};

}  // namespace

LandscapeEntry absolute() {
  return planarLandscape<Absolute>({{"sgd", 0.01},
                                    {"momentum", 0.001},
                                    {"nesterov", 0.001},
                                    {"adam", 0.02},
                                    {"rmsprop", 0.01},
                                    {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
