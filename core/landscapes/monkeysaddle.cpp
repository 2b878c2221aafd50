#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Monkeysaddle {
  static Card card() {
    return {
        .id = "monkeysaddle",
        .title = "Monkey saddle",
        .summary =
            "Three ways down and three up from a flat point without curvature; no minimum at all.",
        .formula = "f(x, y) = x³ − 3 x y²",
        .reference = "Hilbert and Cohn-Vossen 1932"};
  }
  static Schema<Monkeysaddle> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return x * square(x) - T(3.0) * x * square(y);
  }
  std::vector<Interval> box() const { return {{-2, 2}, {-2, 2}}; }
  Vec start() const { return Vec{{1.2, 0.03}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{0.0, 0.0}}, 0.0, PointKind::saddle}}; }
};

}  // namespace

LandscapeEntry monkeysaddle() {
  return planarLandscape<Monkeysaddle>({{"sgd", 0.002},
                                        {"momentum", 2e-4},
                                        {"nesterov", 2e-4},
                                        {"adam", 0.03},
                                        {"rmsprop", 0.01},
                                        {"adagrad", 0.05}});
}

}  // namespace thalweg::landscapes
