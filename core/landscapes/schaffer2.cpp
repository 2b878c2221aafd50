#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Schaffer2 {
  static Card card() {
    return {.id = "schaffer2",
            .title = "Schaffer's rings",
            .summary = "Rings of local minima along hyperbolas around the lowest point.",
            .formula = "f(x, y) = ½ + (sin²(x² − y²) − ½)/(1 + 0.001(x² + y²))²",
            .reference = "Schaffer et al. 1989"};
  }
  static Schema<Schaffer2> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x), b = square(y);
    return T(0.5) + (square(sine(a - b)) - T(0.5)) * power(T(1.0) + T(0.001) * (a + b), -2.0);
  }
  std::vector<Interval> box() const { return {{-4, 4}, {-4, 4}}; }
  Vec start() const { return Vec{{1.4, 0.5}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry schaffer2() {
  return planarLandscape<Schaffer2>({{"sgd", 0.05},
                                     {"momentum", 0.02},
                                     {"nesterov", 0.02},
                                     {"adam", 0.05},
                                     {"rmsprop", 0.02},
                                     {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
