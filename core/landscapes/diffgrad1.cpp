#include "core/landscapes/line.h"

namespace thalweg::landscapes {
namespace {

struct Diffgrad1 {
  static Card card() {
    return {.id = "diffgrad1",
            .title = "diffGrad's two bowls",
            .summary =
                "One variable, two bowls: the left one is the deeper, and momentum tends to "
                "carry a method past it.",
            .formula = "f(x) = (x + 0.3)² if x ≤ 0; f(x) = (x − 0.2)² + 0.05 if x > 0",
            .reference = "Dubey et al. 2020, diffGrad, analytic function F1"};
  }
  static Slopes at(double x) {
    if (x <= 0) return {(x + 0.3) * (x + 0.3), 2 * x + 0.6, 2};
    return {(x - 0.2) * (x - 0.2) + 0.05, 2 * x - 0.4, 2};
  }
  static Interval box() { return {-1.2, 0.8}; }
  static double start() { return -1; }
  static std::vector<KnownPoint> points() {
    return {{Vec{{-0.3}}, 0.0, PointKind::minimum},
            {Vec{{0.2}}, 0.05, PointKind::minimum},
            {Vec{{0.0}}, 0.09, PointKind::maximum, false}};
  }
};

}  // namespace

LandscapeEntry diffgrad1() {
  return lineLandscape<Diffgrad1>({{"sgd", 0.05},
                                   {"momentum", 0.005},
                                   {"nesterov", 0.01},
                                   {"adam", 0.1},
                                   {"rmsprop", 0.02},
                                   {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
