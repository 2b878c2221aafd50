#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

struct Chebyshevrosenbrock {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "chebyshevrosenbrock",
            .title = "Nesterov's Chebyshev valley",
            .summary =
                "Non-smooth: the floor of Rosenbrock's valley is a kink that follows "
                "Chebyshev's polynomials, and no gradient vanishes at the minimum.",
            .formula = "f(x) = ¼ (x₁ − 1)² + Σᵢ |xᵢ₊₁ − 2xᵢ² + 1|",
            .reference = "Nesterov; Gürbüzbalaban and Overton 2012"};
  }
  static Schema<Chebyshevrosenbrock> schema() {
    return Schema<Chebyshevrosenbrock>{}.integer(&Chebyshevrosenbrock::dimension, variableCount(2));
  }
  template <class T>
  T single(const T& x, Index i) const {
    return i == 0 ? T(0.25) * square(x - T(1.0)) : T(0.0);
  }
  /// The subgradient on the kink is that of |0|: 0.
  template <class T>
  T pair(const T& x, const T& y) const {
    return absolute(y - T(2.0) * square(x) + T(1.0));
  }
  std::vector<Interval> box() const { return repeated(Interval{-2, 2}, dimension); }
  Vec start() const { return repeated(Vec{{-1.2, 0.6}}, dimension); }
  std::vector<KnownPoint> points() const {
    return {{Vec::Ones(Index(dimension)), 0.0, PointKind::minimum, false}};
  }
};

}  // namespace

LandscapeEntry chebyshevrosenbrock() {
  return chainLandscape<Chebyshevrosenbrock>({{"sgd", 0.02},
                                              {"momentum", 0.005},
                                              {"nesterov", 0.01},
                                              {"adam", 0.1},
                                              {"rmsprop", 0.02},
                                              {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
