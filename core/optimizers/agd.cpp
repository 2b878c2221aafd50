#include <algorithm>
#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Agd {
  struct Settings {
    double learningRate = 0.01;
    double convexity = 0.0;
  };
  struct Memory {
    Vec ahead, gradient, last;
    double a = 1.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "agd",
        .title = "Accelerated gradient",
        .summary = "Nesterov's method for convex functions: the momentum grows as the run goes on.",
        .formula =
            "x′ = y − η ∇f(y); y = x′ + (a − 1)/a⁺ (x′ − x), a⁺ = (1 + √(1 + 4a²))/2; strongly "
            "convex: (√κ − 1)/(√κ + 1), κ = 1/(η μ)",
        .reference = "Nesterov 1983, 2004"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::convexity,
              {.key = "mu",
               .label = "convexity",
               .symbol = "μ",
               .help = "Least curvature of f; 0: not known, the momentum grows.",
               .minimum = 0,
               .maximum = 1e6,
               .essential = true});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {x, zero, zero, 1.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(m.ahead);
    const double next = (1 + std::sqrt(1 + 4 * m.a * m.a)) / 2;
    const double root = std::sqrt(std::max(1.0, 1 / (s.learningRate * s.convexity)));
    const double share = s.convexity > 0 ? (root - 1) / (root + 1) : (m.a - 1) / next;
    m.a = next;
    ++m.steps;
    m.gradient = g;
    for (Index i = 0; i < x.size(); ++i) {
      const double to = m.ahead[i] - s.learningRate * m.gradient[i];
      m.last[i] = to - x[i];
      m.ahead[i] = to + share * m.last[i];
      x[i] = to;
    }
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient ahead", "−η ∇f(y)", -s.learningRate * m.gradient},
            {"carried", "y − x", m.last + s.learningRate * m.gradient},
            {"step", "step", m.last}};
  }
};

}  // namespace

OptimizerEntry agd() { return optimizerEntry<Agd>(); }

}  // namespace thalweg::optimizers
