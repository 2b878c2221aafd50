#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

constexpr double pi = 3.141592653589793;

struct Levy {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "levy",
            .title = "Levy's folds",
            .summary =
                "Folds of growing height around one deepest fold, in any number of "
                "variables.",
            .formula =
                "f(x) = sin² πw₁ + Σᵢ (wᵢ − 1)² (1 + 10 sin²(πwᵢ + 1)) + (wₙ − 1)² (1 + sin² "
                "2πwₙ),  wᵢ = 1 + (xᵢ − 1)/4",
            .reference = "Levy and Montalvo 1985; Laguna and Martí 2005"};
  }
  static Schema<Levy> schema() {
    return Schema<Levy>{}.integer(&Levy::dimension, variableCount(1));
  }
  /// Of the sum, i runs from 1 to n - 1: the last variable has a term of its own.
  template <class T>
  T single(const T& x, Index i) const {
    const T w = T(0.25) * x + T(0.75), away = square(w - T(1.0));
    const T first = i == 0 ? square(sine(T(pi) * w)) : T(0.0);
    if (i + 1 == Index(dimension)) return first + away * (T(1.0) + square(sine(T(2 * pi) * w)));
    return first + away * (T(1.0) + T(10.0) * square(sine(T(pi) * w + T(1.0))));
  }
  std::vector<Interval> box() const { return repeated(Interval{-10, 10}, dimension); }
  Vec start() const { return repeated(Vec{{-6.1, 7.3}}, dimension); }
  std::vector<KnownPoint> points() const {
    return {{Vec::Ones(Index(dimension)), 0.0, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry levy() {
  return chainLandscape<Levy>({{"sgd", 0.02},
                               {"momentum", 0.01},
                               {"nesterov", 0.02},
                               {"adam", 0.2},
                               {"rmsprop", 0.05},
                               {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
