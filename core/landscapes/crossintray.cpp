#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double pi = 3.141592653589793;

struct Crossintray {
  static Card card() {
    return {.id = "crossintray",
            .title = "Cross-in-tray",
            .summary = "Four equal minima in a tray cut by a cross of kinks.",
            .formula = "f(x, y) = −0.0001 (|sin x sin y exp|100 − √(x² + y²)/π|| + 1)^0.1",
            .reference = "Mishra 2006"};
  }
  static Schema<Crossintray> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T distance = root(square(x) + square(y)) * T(1.0 / pi);
    const T inner = absolute(sine(x) * sine(y) * exponential(absolute(T(100.0) - distance)));
    return T(-0.0001) * power(inner + T(1.0), 0.1);
  }
  std::vector<Interval> box() const { return {{-10, 10}, {-10, 10}}; }
  Vec start() const { return Vec{{2.6, 0.7}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{1.349406608602084, 1.349406608602084}}, -2.062611870822737, PointKind::minimum},
        {Vec{{-1.349406608602084, 1.349406608602084}}, -2.062611870822737, PointKind::minimum},
        {Vec{{1.349406608602084, -1.349406608602084}}, -2.062611870822737, PointKind::minimum},
        {Vec{{-1.349406608602084, -1.349406608602084}}, -2.062611870822737, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry crossintray() {
  return planarLandscape<Crossintray>({{"sgd", 1.0},
                                       {"momentum", 0.3},
                                       {"nesterov", 0.3},
                                       {"adam", 0.1},
                                       {"rmsprop", 0.05},
                                       {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
