#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Lion {
  struct Settings {
    double learningRate = 1e-4;
    double beta1 = 0.9, beta2 = 0.99;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec mean, gradient, sign;
  };

  static Card card() {
    return {.id = "lion",
            .title = "Lion",
            .summary = "Steps of one length in every coordinate: the sign of a mean of gradients.",
            .formula = "u = sign(β₁ m + (1 − β₁) g); m ← β₂ m + (1 − β₂) g; x ← (1 − η ω) x − η u",
            .reference = "Chen et al. 2023"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2,
              beta2Field("Share of the mean gradient that is kept from step to step."))
        .real(&Settings::weightDecay, decoupledDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    for (Index i = 0; i < x.size(); ++i) {
      const double u = s.beta1 * m.mean[i] + (1 - s.beta1) * g[i];
      m.gradient[i] = g[i];
      m.sign[i] = double(u > 0) - double(u < 0);
      m.mean[i] = s.beta2 * m.mean[i] + (1 - s.beta2) * g[i];
      x[i] = x[i] * (1 - s.learningRate * s.weightDecay) - s.learningRate * m.sign[i];
    }
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    return {{"gradient", "g", m.gradient},
            {"mean", "m", m.mean},
            {"step", "−η u", -s.learningRate * m.sign}};
  }
};

}  // namespace

OptimizerEntry lion() { return optimizerEntry<Lion>(); }

}  // namespace thalweg::optimizers
