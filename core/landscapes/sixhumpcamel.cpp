#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Sixhumpcamel {
  static Card card() {
    return {.id = "sixhumpcamel",
            .title = "Six-hump camel",
            .summary = "Two global and four local minima with saddles between them.",
            .formula = "f(x, y) = (4 − 2.1x² + x⁴/3) x² + xy + (4y² − 4) y²",
            .reference = "Dixon and Szegö 1978"};
  }
  static Schema<Sixhumpcamel> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x), b = square(y);
    return (T(4.0) - T(2.1) * a + square(a) * T(1.0 / 3.0)) * a + x * y + (T(4.0) * b - T(4.0)) * b;
  }
  std::vector<Interval> box() const { return {{-3, 3}, {-2, 2}}; }
  Vec start() const { return Vec{{-1.9, 0.9}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{0.089842013100318058, -0.71265640302073963}}, -1.0316284534898774,
         PointKind::minimum},
        {Vec{{-0.089842013100318058, 0.71265640302073963}}, -1.0316284534898774,
         PointKind::minimum},
        {Vec{{1.7036067149699807, -0.79608356867262509}}, -0.21546382438371725, PointKind::minimum},
        {Vec{{-1.7036067149699807, 0.7960835686726252}}, -0.21546382438371725, PointKind::minimum},
        {Vec{{1.6071047529201974, 0.56865145488413138}}, 2.1042503103112575, PointKind::minimum},
        {Vec{{-1.6071047529201976, -0.56865145488413127}}, 2.104250310311258, PointKind::minimum},
        {Vec{{0.0, 0.0}}, 0.0, PointKind::saddle},
        {Vec{{1.1092053368047865, -0.76826809250953976}}, 0.54371860097818514, PointKind::saddle},
        {Vec{{-1.1092053368047865, 0.76826809250953976}}, 0.54371860097818514, PointKind::saddle},
        {Vec{{1.2960702671671089, 0.60508438803865849}}, 2.2294708180298595, PointKind::saddle},
        {Vec{{-1.2960702671671089, -0.60508438803865849}}, 2.2294708180298595, PointKind::saddle},
        {Vec{{1.6380679841897787, 0.22867406904439411}}, 2.2293571975307143, PointKind::saddle},
        {Vec{{-1.6380679841897789, -0.22867406904439413}}, 2.2293571975307143, PointKind::saddle},
        {Vec{{1.2302298765166524, 0.16233458445899493}}, 2.4962953510235768, PointKind::maximum},
        {Vec{{-1.2302298765166524, -0.16233458445899493}}, 2.4962953510235768, PointKind::maximum}};
  }
};

}  // namespace

LandscapeEntry sixhumpcamel() {
  return planarLandscape<Sixhumpcamel>({{"sgd", 0.02},
                                        {"momentum", 0.01},
                                        {"nesterov", 0.01},
                                        {"adam", 0.05},
                                        {"rmsprop", 0.02},
                                        {"adagrad", 0.2}});
}

}  // namespace thalweg::landscapes
