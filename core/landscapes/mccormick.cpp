#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Mccormick {
  static Card card() {
    return {.id = "mccormick",
            .title = "McCormick's slope",
            .summary = "A wavy slope: a minimum within the box, and no floor outside.",
            .formula = "f(x, y) = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1",
            .reference = "McCormick 1976"};
  }
  static Schema<Mccormick> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return sine(x + y) + square(x - y) - T(1.5) * x + T(2.5) * y + T(1.0);
  }
  std::vector<Interval> box() const { return {{-1.5, 4}, {-3, 4}}; }
  Vec start() const { return Vec{{3.2, 0.4}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{-0.54719755119659763, -1.5471975511965976}}, -1.9132229549810362, PointKind::minimum},
        {Vec{{2.5943951023931957, 1.5943951023931957}}, 1.2283696986087569, PointKind::minimum},
        {Vec{{1.5471975511965976, 0.54719755119659763}}, 1.9132229549810362, PointKind::saddle}};
  }
};

}  // namespace

LandscapeEntry mccormick() {
  return planarLandscape<Mccormick>({{"sgd", 0.1},
                                     {"momentum", 0.05},
                                     {"nesterov", 0.05},
                                     {"adam", 0.1},
                                     {"rmsprop", 0.05},
                                     {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
