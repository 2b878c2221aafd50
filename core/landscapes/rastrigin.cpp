#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double tau = 6.283185307179586;

struct Rastrigin {
  static Card card() {
    return {.id = "rastrigin",
            .title = "Rastrigin's egg box",
            .summary =
                "A bowl covered with ripples: a grid of local minima around the one at the origin.",
            .formula = "f(x, y) = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
            .reference = "Rastrigin 1974"};
  }
  static Schema<Rastrigin> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(20.0) + square(x) - T(10.0) * cosine(T(tau) * x) + square(y) -
           T(10.0) * cosine(T(tau) * y);
  }
  std::vector<Interval> box() const { return {{-5.12, 5.12}, {-5.12, 5.12}}; }
  Vec start() const { return Vec{{3.3, -2.3}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry rastrigin() {
  return planarLandscape<Rastrigin>(
      {{"sgd", 0.003}, {"momentum", 0.002}, {"nesterov", 0.002}, {"adam", 0.2}, {"rmsprop", 0.05}});
}

}  // namespace thalweg::landscapes
