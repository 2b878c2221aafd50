#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Goldsteinprice {
  static Card card() {
    return {.id = "goldsteinprice",
            .title = "Goldstein and Price's gorge",
            .summary = "Values over six decades: a gorge with several floors.",
            .formula =
                "f(x, y) = [1 + (x + y + 1)²(19 − 14x + 3x² − 14y + 6xy + 3y²)] · [30 + (2x − "
                "3y)²(18 − 32x + 12x² + 48y − 36xy + 27y²)]",
            .reference = "Goldstein and Price 1971"};
  }
  static Schema<Goldsteinprice> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T first = T(19.0) - T(14.0) * x + T(3.0) * square(x) - T(14.0) * y + T(6.0) * x * y +
                    T(3.0) * square(y);
    const T second = T(18.0) - T(32.0) * x + T(12.0) * square(x) + T(48.0) * y - T(36.0) * x * y +
                     T(27.0) * square(y);
    return (T(1.0) + square(x + y + T(1.0)) * first) *
           (T(30.0) + square(T(2.0) * x - T(3.0) * y) * second);
  }
  std::vector<Interval> box() const { return {{-2, 2}, {-2, 2}}; }
  Vec start() const { return Vec{{-1.2, 0.6}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{0.0, -1.0}}, 3.0, PointKind::minimum},  {Vec{{-0.6, -0.4}}, 30.0, PointKind::minimum},
        {Vec{{1.8, 0.2}}, 84.0, PointKind::minimum},  {Vec{{1.2, 0.8}}, 840.0, PointKind::minimum},
        {Vec{{-0.4, -0.6}}, 35.0, PointKind::saddle}, {Vec{{1.2, -0.2}}, 99.0, PointKind::saddle},
        {Vec{{1.4, 0.6}}, 980.0, PointKind::saddle},  {Vec{{0.6, 0.4}}, 990.0, PointKind::saddle},
        {Vec{{0.8, 0.2}}, 1155.0, PointKind::maximum}};
  }
};

}  // namespace

LandscapeEntry goldsteinprice() {
  return planarLandscape<Goldsteinprice>({{"sgd", 1e-6},
                                          {"momentum", 3e-7},
                                          {"nesterov", 3e-7},
                                          {"adam", 0.05},
                                          {"rmsprop", 0.01},
                                          {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
