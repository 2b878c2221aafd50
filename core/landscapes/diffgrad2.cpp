#include <cmath>

#include "core/landscapes/line.h"

namespace thalweg::landscapes {
namespace {

struct Diffgrad2 {
  static Card card() {
    return {.id = "diffgrad2",
            .title = "diffGrad's waves",
            .summary =
                "One variable: a steep ramp into waves, of which the first trough is the "
                "lowest.",
            .formula = "f(x) = −40x − 35.15 if x ≤ −0.9; f(x) = x³ + x sin 8x + 0.85 if x > −0.9",
            .reference =
                "Dubey et al. 2020, diffGrad, analytic function F2 (with its true "
                "gradient)"};
  }
  static Slopes at(double x) {
    if (x <= -0.9) return {-40 * x - 35.15, -40};
    const double s = std::sin(8 * x), c = std::cos(8 * x);
    return {x * x * x + x * s + 0.85, 3 * x * x + s + 8 * x * c, 6 * x + 16 * c - 64 * x * s,
            6 - 192 * s - 512 * x * c};
  }
  static Interval box() { return {-1.1, 1.0}; }
  static double start() { return -1; }
  static std::vector<KnownPoint> points() {
    return {{Vec{{-0.6429185989152617}}, 0.00011977146994468502, PointKind::minimum},
            {Vec{{-0.24506398532867868}}, 1.0619707427396965, PointKind::maximum},
            {Vec{{0.0}}, 0.85, PointKind::minimum},
            {Vec{{0.26296378007763166}}, 1.0946826113590151, PointKind::maximum},
            {Vec{{0.5880534760792461}}, 0.4653181034574271, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry diffgrad2() {
  return lineLandscape<Diffgrad2>({{"sgd", 0.002},
                                   {"momentum", 2e-4},
                                   {"nesterov", 2e-4},
                                   {"adam", 0.05},
                                   {"rmsprop", 0.01},
                                   {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
