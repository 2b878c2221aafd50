#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Matyas {
  static Card card() {
    return {.id = "matyas",
            .title = "Matyas's trough",
            .summary = "A quadratic trough of condition number 25 along the diagonal.",
            .formula = "f(x, y) = 0.26 (x² + y²) − 0.48 xy",
            .reference = "Matyas; see Jamil and Yang 2013"};
  }
  static Schema<Matyas> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(0.26) * (square(x) + square(y)) - T(0.48) * x * y;
  }
  std::vector<Interval> box() const { return {{-10, 10}, {-10, 10}}; }
  Vec start() const { return Vec{{-8.0, 5.0}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{0.0, 0.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry matyas() {
  return planarLandscape<Matyas>({{"sgd", 1.5},
                                  {"momentum", 0.4},
                                  {"nesterov", 0.4},
                                  {"adam", 0.5},
                                  {"rmsprop", 0.2},
                                  {"adagrad", 2}});
}

}  // namespace thalweg::landscapes
