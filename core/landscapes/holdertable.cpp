#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

constexpr double pi = 3.141592653589793;

struct Holdertable {
  static Card card() {
    return {.id = "holdertable",
            .title = "Hölder's table",
            .summary = "Four equal minima at the corners of a table with ridges of kinks.",
            .formula = "f(x, y) = −|sin x cos y exp|1 − √(x² + y²)/π||",
            .reference = "Mishra 2006"};
  }
  static Schema<Holdertable> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T distance = root(square(x) + square(y)) * T(1.0 / pi);
    return -absolute(sine(x) * cosine(y) * exponential(absolute(T(1.0) - distance)));
  }
  std::vector<Interval> box() const { return {{-10, 10}, {-10, 10}}; }
  Vec start() const { return Vec{{6.2, 7.4}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{8.055023472141116, 9.664590028909654}}, -19.208502567886732, PointKind::minimum},
        {Vec{{-8.055023472141116, 9.664590028909654}}, -19.208502567886732, PointKind::minimum},
        {Vec{{8.055023472141116, -9.664590028909654}}, -19.208502567886732, PointKind::minimum},
        {Vec{{-8.055023472141116, -9.664590028909654}}, -19.208502567886732, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry holdertable() {
  return planarLandscape<Holdertable>({{"sgd", 0.03},
                                       {"momentum", 0.01},
                                       {"nesterov", 0.01},
                                       {"adam", 0.1},
                                       {"rmsprop", 0.05},
                                       {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
