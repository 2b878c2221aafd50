#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Rosenbrock {
  static Card card() {
    return {.id = "rosenbrock",
            .title = "Rosenbrock's valley",
            .summary = "A bent valley: easy to find, slow to follow to its minimum.",
            .formula = "f(x, y) = (1 − x)² + 100 (y − x²)²",
            .reference = "Rosenbrock 1960"};
  }
  static Schema<Rosenbrock> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(T(1.0) - x) + T(100.0) * square(y - square(x));
  }
  std::vector<Interval> box() const { return {{-2, 2}, {-1, 3}}; }
  Vec start() const { return Vec{{-1.5, 2.0}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{1.0, 1.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry rosenbrock() {
  return planarLandscape<Rosenbrock>(
      {{"sgd", 0.001}, {"momentum", 5e-4}, {"nesterov", 5e-4}, {"adam", 0.05}, {"rmsprop", 0.01}});
}

}  // namespace thalweg::landscapes
