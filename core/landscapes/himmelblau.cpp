#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Himmelblau {
  static Card card() {
    return {.id = "himmelblau",
            .title = "Himmelblau's four basins",
            .summary =
                "Four equal minima: which one is reached depends on the start and on the method.",
            .formula = "f(x, y) = (x² + y − 11)² + (x + y² − 7)²",
            .reference = "Himmelblau 1972"};
  }
  static Schema<Himmelblau> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(square(x) + y - T(11.0)) + square(x + square(y) - T(7.0));
  }
  std::vector<Interval> box() const { return {{-5, 5}, {-5, 5}}; }
  Vec start() const { return Vec{{-0.6, -1.4}}; }
  std::vector<KnownPoint> points() const {
    return {
        {Vec{{3.0, 2.0}}, 0.0, PointKind::minimum},
        {Vec{{-2.805118086952745, 3.131312518250573}}, 0.0, PointKind::minimum},
        {Vec{{-3.779310253377747, -3.28318599128617}}, 0.0, PointKind::minimum},
        {Vec{{3.584428340330492, -1.848126526964404}}, 0.0, PointKind::minimum},
        {Vec{{-3.0730257507643897, -0.08135304428796751}}, 104.01516291755811, PointKind::saddle},
        {Vec{{0.086677504555396342, 2.8842547011747759}}, 67.719150087526131, PointKind::saddle},
        {Vec{{3.3851541836070211, 0.073851879837749282}}, 13.311926270405587, PointKind::saddle},
        {Vec{{-0.12796134673068005, -1.9537149802445766}}, 178.33723920192745, PointKind::saddle},
        {Vec{{-0.27084459066734762, -0.92303855647998156}}, 181.6165215225827, PointKind::maximum}};
  }
};

}  // namespace

LandscapeEntry himmelblau() {
  return planarLandscape<Himmelblau>({{"sgd", 0.01},
                                      {"momentum", 0.003},
                                      {"nesterov", 0.003},
                                      {"adam", 0.15},
                                      {"rmsprop", 0.05},
                                      {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
