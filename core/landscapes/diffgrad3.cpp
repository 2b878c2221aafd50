#include "core/landscapes/line.h"

namespace thalweg::landscapes {
namespace {

struct Diffgrad3 {
  static Card card() {
    return {.id = "diffgrad3",
            .title = "diffGrad's notch",
            .summary =
                "One variable: a notch with straight sides between two kinks, where slopes "
                "change their sign at once.",
            .formula =
                "f(x) = x² if |x| ≥ 0.5; f(x) = 0.75 − |x| if 0.4 ≤ |x| < 0.5; "
                "f(x) = ⅞ |x| if |x| < 0.4",
            .reference = "Dubey et al. 2020, diffGrad, analytic function F3"};
  }
  static Slopes at(double x) {
    if (x <= -0.5 || x > 0.5) return {x * x, 2 * x, 2};
    if (x <= -0.4) return {0.75 + x, 1};
    if (x <= 0) return {-0.875 * x, -0.875};
    if (x <= 0.4) return {0.875 * x, 0.875};
    return {0.75 - x, -1};
  }
  static Interval box() { return {-1.2, 1.2}; }
  static double start() { return -1; }
  static std::vector<KnownPoint> points() {
    return {{Vec{{0.0}}, 0.0, PointKind::minimum, false},
            {Vec{{-0.5}}, 0.25, PointKind::minimum, false},
            {Vec{{0.5}}, 0.25, PointKind::minimum, false},
            {Vec{{-0.4}}, 0.35, PointKind::maximum, false},
            {Vec{{0.4}}, 0.35, PointKind::maximum, false}};
  }
};

}  // namespace

LandscapeEntry diffgrad3() {
  return lineLandscape<Diffgrad3>({{"sgd", 0.2},
                                   {"momentum", 0.01},
                                   {"nesterov", 0.01},
                                   {"adam", 0.05},
                                   {"rmsprop", 0.05},
                                   {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
