#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

struct Styblinskitang {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "styblinskitang",
            .title = "Styblinski and Tang's four minima",
            .summary =
                "Four minima of different depth, one in each quarter. With n variables the sum "
                "over all.",
            .formula = "f(x, y) = ½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)",
            .reference = "Styblinski and Tang 1990"};
  }
  static Schema<Styblinskitang> schema() {
    return Schema<Styblinskitang>{}.integer(&Styblinskitang::dimension, variableCount(1));
  }
  template <class T>
  T value(const T& x, const T& y) const {
    const T a = square(x), b = square(y);
    return T(0.5) * (square(a) - T(16.0) * a + T(5.0) * x + square(b) - T(16.0) * b + T(5.0) * y);
  }
  template <class T>
  T single(const T& x, Index) const {
    const T a = square(x);
    return T(0.5) * (square(a) - T(16.0) * a + T(5.0) * x);
  }
  std::vector<Interval> box() const { return repeated(Interval{-5, 5}, dimension); }
  Vec start() const { return repeated(Vec{{0.3, 4.2}}, dimension); }
  /// The roots of 4x³ − 32x + 5 in each variable: with more than two only the lowest of the 3ⁿ
  /// points.
  std::vector<KnownPoint> points() const {
    struct Root {
      double x, f;
    };
    static constexpr Root roots[]{{-2.903534027771177, -39.16616570377141},
                                  {0.1567312567803401, 0.19561235905535804},
                                  {2.7468027709908367, -25.029446655283945}};
    const Index n = Index(dimension);
    if (n != 2) return {{Vec::Constant(n, roots[0].x), double(n) * roots[0].f, PointKind::minimum}};
    std::vector<KnownPoint> found;
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        found.push_back({Vec{{roots[i].x, roots[j].x}}, roots[i].f + roots[j].f,
                         i == 1 && j == 1   ? PointKind::maximum
                         : i == 1 || j == 1 ? PointKind::saddle
                                            : PointKind::minimum});
    return found;
  }
};

}  // namespace

LandscapeEntry styblinskitang() {
  return chainLandscape<Styblinskitang>({{"sgd", 0.01},
                                         {"momentum", 0.005},
                                         {"nesterov", 0.005},
                                         {"adam", 0.1},
                                         {"rmsprop", 0.05},
                                         {"adagrad", 1}});
}

}  // namespace thalweg::landscapes
