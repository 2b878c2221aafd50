#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Bukin6 {
  static Card card() {
    return {.id = "bukin6",
            .title = "Bukin's knife edge",
            .summary = "A valley as sharp as a knife, with no derivative on its floor.",
            .formula = "f(x, y) = 100 √|y − 0.01x²| + 0.01 |x + 10|",
            .reference = "Bukin 1997"};
  }
  static Schema<Bukin6> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(100.0) * root(absolute(y - T(0.01) * square(x))) + T(0.01) * absolute(x + T(10.0));
  }
  std::vector<Interval> box() const { return {{-15, -5}, {-3, 3}}; }
  Vec start() const { return Vec{{-7.2, 2.1}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{-10.0, 1.0}}, 0.0, PointKind::minimum, false}};
  }
};

}  // namespace

LandscapeEntry bukin6() {
  return planarLandscape<Bukin6>({{"sgd", 5e-5},
                                  {"momentum", 1e-5},
                                  {"nesterov", 1e-5},
                                  {"adam", 0.05},
                                  {"rmsprop", 0.01},
                                  {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
