#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

struct Rosenbrock {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "rosenbrock",
            .title = "Rosenbrock's valley",
            .summary =
                "A bent valley: easy to find, slow to follow to its minimum. With n variables the "
                "sum over neighbours.",
            .formula = "f(x, y) = (1 − x)² + 100 (y − x²)²",
            .reference = "Rosenbrock 1960"};
  }
  static Schema<Rosenbrock> schema() {
    return Schema<Rosenbrock>{}.integer(&Rosenbrock::dimension, variableCount(2));
  }
  template <class T>
  T value(const T& x, const T& y) const {
    return square(T(1.0) - x) + T(100.0) * square(y - square(x));
  }
  template <class T>
  T pair(const T& x, const T& y) const {
    return value(x, y);
  }
  std::vector<Interval> box() const {
    return dimension == 2 ? std::vector<Interval>{{-2, 2}, {-1, 3}}
                          : repeated(Interval{-2, 3}, dimension);
  }
  Vec start() const { return repeated(Vec{{-1.5, 2.0}}, dimension); }
  std::vector<KnownPoint> points() const {
    return {{Vec::Ones(Index(dimension)), 0.0, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry rosenbrock() {
  return chainLandscape<Rosenbrock>({{"sgd", 0.001},
                                     {"momentum", 5e-4},
                                     {"nesterov", 5e-4},
                                     {"adam", 0.05},
                                     {"rmsprop", 0.01},
                                     {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
