#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double pi = 3.141592653589793;

struct Levy13 {
  static Card card() {
    return {.id = "levy13",
            .title = "Levy's waves",
            .summary = "Waves in both directions over a bowl: many local minima.",
            .formula = "f(x, y) = sin² 3πx + (x − 1)²(1 + sin² 3πy) + (y − 1)²(1 + sin² 2πy)",
            .reference = "Levy and Montalvo 1985"};
  }
  static Schema<Levy13> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(sine(T(3 * pi) * x)) +
           square(x - T(1.0)) * (T(1.0) + square(sine(T(3 * pi) * y))) +
           square(y - T(1.0)) * (T(1.0) + square(sine(T(2 * pi) * y)));
  }
  std::vector<Interval> box() const { return {{-10, 10}, {-10, 10}}; }
  Vec start() const { return Vec{{-5.2, 6.3}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{1.0, 1.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry levy13() {
  return planarLandscape<Levy13>({{"sgd", 0.001},
                                  {"momentum", 0.0002},
                                  {"nesterov", 0.0002},
                                  {"adam", 0.2},
                                  {"rmsprop", 0.05},
                                  {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
