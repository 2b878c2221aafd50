#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double pi = 3.141592653589793;

struct Easom {
  static Card card() {
    return {.id = "easom",
            .title = "Easom's needle",
            .summary = "Flat everywhere but in a hole around (π, π).",
            .formula = "f(x, y) = −cos x cos y exp(−(x − π)² − (y − π)²)",
            .reference = "Easom 1990"};
  }
  static Schema<Easom> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(-1.0) * cosine(x) * cosine(y) * exponential(-(square(x - T(pi)) + square(y - T(pi))));
  }
  std::vector<Interval> box() const { return {{-2, 8}, {-2, 8}}; }
  Vec start() const { return Vec{{1.9, 4.1}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{3.141592653589793, 3.141592653589793}}, -1.0, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry easom() {
  return planarLandscape<Easom>({{"sgd", 0.3},
                                 {"momentum", 0.1},
                                 {"nesterov", 0.1},
                                 {"adam", 0.1},
                                 {"rmsprop", 0.03},
                                 {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
