#include <algorithm>

#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Logsumexp {
  double temperature = 1.0;

  static Card card() {
    return {.id = "logsumexp",
            .title = "Log-sum-exp",
            .summary =
                "Convex: three planes joined smoothly; a low temperature sharpens their "
                "edges.",
            .formula = "f(x, y) = τ log(exp((x + 3y)/τ) + exp((x − 3y)/τ) + exp(−x/τ))",
            .reference = "Boyd and Vandenberghe 2004, section 9.3"};
  }
  static Schema<Logsumexp> schema() {
    return Schema<Logsumexp>{}.real(&Logsumexp::temperature,
                                    {.key = "temperature",
                                     .label = "temperature",
                                     .symbol = "τ",
                                     .help = "The maximum of the planes is met as it goes to 0.",
                                     .minimum = 1e-3,
                                     .maximum = 1e3,
                                     .sliderLow = 0.05,
                                     .sliderHigh = 5,
                                     .scale = Scale::logarithmic});
  }
  template <class T>
  T value(const T& x, const T& y) const {
    const T r = T(1 / temperature);
    const T a = r * (x + T(3.0) * y), b = r * (x - T(3.0) * y), c = -(r * x);
    // The largest is taken out, so that nothing overflows.
    const T most = T(std::max({valueOf(a), valueOf(b), valueOf(c)}));
    return T(temperature) * (most + logarithm(exponential(a - most) + exponential(b - most) +
                                              exponential(c - most)));
  }
  std::vector<Interval> box() const { return {{-3, 3}, {-3, 3}}; }
  Vec start() const { return Vec{{2.2, 1.7}}; }
  std::vector<KnownPoint> points() const {
    const double log2 = std::log(2.0);
    return {{Vec{{-0.5 * temperature * log2, 0.0}}, 1.5 * temperature * log2, PointKind::minimum}};
  }
};

}  // namespace

LandscapeEntry logsumexp() {
  return planarLandscape<Logsumexp>({{"sgd", 0.1},
                                     {"momentum", 0.01},
                                     {"nesterov", 0.01},
                                     {"adam", 0.05},
                                     {"rmsprop", 0.02},
                                     {"adagrad", 0.5}});
}

}  // namespace thalweg::landscapes
