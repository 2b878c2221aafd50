#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct AdaBelief {
  struct Settings {
    double learningRate = 1e-3;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-16;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec first, second, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "adabelief",
        .title = "AdaBelief",
        .summary = "Adam that divides by how far gradients are from their own mean.",
        .formula = "m ← β₁ m + (1 − β₁) g; s ← β₂ s + (1 − β₂)(g − m)² + ε; x ← x − η m̂/(√ŝ + ε)",
        .reference = "Zhuang et al. 2020; without rectification"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, decoupledDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double rate = s.learningRate / (1 - std::pow(s.beta1, t));
    const double root2 = std::sqrt(1 - std::pow(s.beta2, t));
    const double keep = 1 - s.learningRate * s.weightDecay;
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i];
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * g[i];
      const double r = g[i] - m.first[i];
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * r * r + s.epsilon;
      m.move[i] = -rate * m.first[i] / (std::sqrt(m.second[i]) / root2 + s.epsilon);
      x[i] = x[i] * keep + m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"mean", "m", m.first},
            {"root of mean deviation", "√s", m.second.cwiseSqrt()},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry adabelief() { return optimizerEntry<AdaBelief>(); }

}  // namespace thalweg::optimizers
