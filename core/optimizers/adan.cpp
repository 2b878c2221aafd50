#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Adan {
  struct Settings {
    double learningRate = 1e-3;
    double beta1 = 0.98, beta2 = 0.92, beta3 = 0.99;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    bool proximal = true;
  };
  struct Memory {
    Vec mean, change, square, before, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "adan",
        .title = "Adan",
        .summary =
            "Adam with a mean of gradient changes: Nesterov momentum without a second gradient.",
        .formula =
            "m ← β₁ m + (1 − β₁) g; d ← β₂ d + (1 − β₂)(g − g′); n ← β₃ n + (1 − β₃)(g + β₂ (g − "
            "g′))²; x ← (x − η (m̂ + β₂ d̂)/(√n̂ + ε))/(1 + η ω)",
        .reference = "Xie et al. 2022; decay factors as in the authors' code"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field("Share of the mean gradient change that is kept."))
        .real(&Settings::beta3, {.key = "beta3",
                                 .label = "square decay",
                                 .symbol = "β₃",
                                 .help = "Share of the mean square that is kept.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .maximumExcluded = true,
                                 .sliderLow = 0.5,
                                 .sliderHigh = 0.9999})
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, decoupledDecayField())
        .boolean(
            &Settings::proximal,
            {.key = "proximal",
             .label = "proximal decay",
             .help = "Divides by 1 + η ω after the step; else multiplies by 1 − η ω before it."});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double c1 = 1 - std::pow(s.beta1, t), c2 = 1 - std::pow(s.beta2, t);
    const double root3 = std::sqrt(1 - std::pow(s.beta3, t));
    const double decay = s.learningRate * s.weightDecay;
    for (Index i = 0; i < x.size(); ++i) {
      const double d = m.steps > 1 ? g[i] - m.before[i] : 0.0, z = g[i] + s.beta2 * d;
      m.before[i] = m.gradient[i] = g[i];
      m.mean[i] = s.beta1 * m.mean[i] + (1 - s.beta1) * g[i];
      m.change[i] = s.beta2 * m.change[i] + (1 - s.beta2) * d;
      m.square[i] = s.beta3 * m.square[i] + (1 - s.beta3) * z * z;
      m.move[i] = -s.learningRate * (m.mean[i] / c1 + s.beta2 * m.change[i] / c2) /
                  (std::sqrt(m.square[i]) / root3 + s.epsilon);
      x[i] = s.proximal ? (x[i] + m.move[i]) / (1 + decay) : x[i] * (1 - decay) + m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"mean", "m", m.mean},
            {"mean change", "d", m.change},
            {"root of mean square", "√n", m.square.cwiseSqrt()},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry adan() { return optimizerEntry<Adan>(); }

}  // namespace thalweg::optimizers
