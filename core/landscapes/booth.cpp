#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Booth {
  static Card card() {
    return {.id = "booth",
            .title = "Booth's bowl",
            .summary = "A turned quadratic bowl: the easy case to check a method on.",
            .formula = "f(x, y) = (x + 2y − 7)² + (2x + y − 5)²",
            .reference = "Booth; see Jamil and Yang 2013"};
  }
  static Schema<Booth> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(x + T(2.0) * y - T(7.0)) + square(T(2.0) * x + y - T(5.0));
  }
  std::vector<Interval> box() const { return {{-10, 10}, {-10, 10}}; }
  Vec start() const { return Vec{{-7.0, 6.0}}; }
  std::vector<KnownPoint> points() const { return {{Vec{{1.0, 3.0}}, 0.0, PointKind::minimum}}; }
};

}  // namespace

LandscapeEntry booth() {
  return planarLandscape<Booth>({{"sgd", 0.08},
                                 {"momentum", 0.02},
                                 {"nesterov", 0.02},
                                 {"adam", 0.5},
                                 {"rmsprop", 0.2},
                                 {"adagrad", 2}});
}

}  // namespace thalweg::landscapes
