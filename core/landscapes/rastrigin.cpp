#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

constexpr double tau = 6.283185307179586;

struct Rastrigin {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "rastrigin",
            .title = "Rastrigin's egg box",
            .summary =
                "A bowl covered with ripples: a grid of local minima around the one at the origin. "
                "With n variables the sum over all.",
            .formula = "f(x, y) = 20 + x² − 10 cos 2πx + y² − 10 cos 2πy",
            .reference = "Rastrigin 1974"};
  }
  static Schema<Rastrigin> schema() {
    return Schema<Rastrigin>{}.integer(&Rastrigin::dimension, variableCount(1));
  }
  template <class T>
  T value(const T& x, const T& y) const {
    return T(20.0) + square(x) - T(10.0) * cosine(T(tau) * x) + square(y) -
           T(10.0) * cosine(T(tau) * y);
  }
  template <class T>
  T single(const T& x, Index) const {
    return T(10.0) + square(x) - T(10.0) * cosine(T(tau) * x);
  }
  std::vector<Interval> box() const { return repeated(Interval{-5.12, 5.12}, dimension); }
  Vec start() const { return repeated(Vec{{3.3, -2.3}}, dimension); }
  std::vector<KnownPoint> points() const {
    return {{Vec::Zero(Index(dimension)), 0.0, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry rastrigin() {
  return chainLandscape<Rastrigin>({{"sgd", 0.003},
                                    {"momentum", 0.002},
                                    {"nesterov", 0.002},
                                    {"adam", 0.2},
                                    {"rmsprop", 0.05},
                                    {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
