#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct ProjectedGradient {
  struct Settings {
    double learningRate = 0.01;
    double low = -2.0, high = 2.0;
  };
  struct Memory {
    Vec gradient, move;
    bool moved = false;
  };

  static Card card() {
    return {.id = "projected_gradient",
            .title = "Projected gradient",
            .summary = "Gradient descent that is put back into a box after every step.",
            .formula = "x ← clamp(x − η g, low, high)",
            .reference = "Goldstein 1964; Levitin and Polyak 1966"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::low, boxField("low", "Least value of every coordinate."))
        .real(&Settings::high, boxField("high", "Greatest value of every coordinate."));
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    m.moved = true;
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i];
      const double to = std::max(s.low, std::min(s.high, x[i] - s.learningRate * g[i]));
      m.move[i] = to - x[i];
      x[i] = to;
    }
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    if (!m.moved) return {};
    return {{"gradient", "−η g", -s.learningRate * m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry projected_gradient() { return optimizerEntry<ProjectedGradient>(); }

}  // namespace thalweg::optimizers
