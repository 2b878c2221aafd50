#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Beale {
  std::string beginning = "slope";

  static Card card() {
    return {.id = "beale",
            .title = "Beale's plateaus",
            .summary =
                "Flat plateaus between steep corners: gradients that are tiny here and huge there.",
            .formula = "f(x, y) = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²",
            .reference = "Beale 1958"};
  }
  static Schema<Beale> schema() {
    return Schema<Beale>{}.choice(&Beale::beginning,
                                  {.key = "beginning",
                                   .label = "start",
                                   .help = "On the slope, or on one of two plateaus where "
                                           "gradients are near 0."},
                                  {"slope", "plateau", "far plateau"});
  }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(T(1.5) - x + x * y) + square(T(2.25) - x + x * square(y)) +
           square(T(2.625) - x + x * y * square(y));
  }
  std::vector<Interval> box() const { return {{-4.5, 4.5}, {-4.5, 4.5}}; }
  Vec start() const {
    if (beginning == "plateau") return Vec{{0.05, 1.05}};
    if (beginning == "far plateau") return Vec{{-4.1, 1.2}};
    return Vec{{1.0, 1.5}};
  }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{3.0, 0.5}}, 0.0, PointKind::minimum},
        {Vec{{0.0, 1.0}}, 14.203125, PointKind::saddle},
        {Vec{{0.10053793732415839, -2.6445135850231245}}, 9.8645122847555609, PointKind::saddle}};
  }
};

}  // namespace

LandscapeEntry beale() {
  return planarLandscape<Beale>({{"sgd", 0.005},
                                 {"momentum", 0.001},
                                 {"nesterov", 0.001},
                                 {"adam", 0.1},
                                 {"rmsprop", 0.02},
                                 {"adagrad", 1}});
}

}  // namespace thalweg::landscapes
