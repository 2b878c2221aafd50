#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct FrankWolfe {
  struct Settings {
    double learningRate = 1.0;
    double low = -2.0, high = 2.0;
  };
  struct Memory {
    Vec gradient, move;
    double rate = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "frank_wolfe",
            .title = "Frank-Wolfe",
            .summary =
                "Goes part of the way to the corner of a box that lies furthest down the gradient.",
            .formula = "c = corner that minimises ⟨g, c⟩; γ = η 2/(t + 2); x ← x + γ (c − x)",
            .reference = "Frank and Wolfe 1956; Jaggi 2013"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::low, boxField("low", "Least value of every coordinate."))
        .real(&Settings::high, boxField("high", "Greatest value of every coordinate."));
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    m.rate = std::min(1.0, s.learningRate * 2 / (double(m.steps++) + 2));
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i];
      const double corner = g[i] > 0 ? s.low : g[i] < 0 ? s.high : x[i];
      m.move[i] = m.rate * (corner - x[i]);
      x[i] += m.move[i];
    }
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "γ (c − x)", m.move}};
  }
};

}  // namespace

OptimizerEntry frank_wolfe() { return optimizerEntry<FrankWolfe>(); }

}  // namespace thalweg::optimizers
