#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Rmsprop {
  struct Settings {
    double learningRate = 0.01;
    double alpha = 0.99;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    double momentum = 0.0;
    bool centered = false;
  };
  struct Memory {
    Vec square, mean, root, velocity, gradient;
    bool moved = false;
  };

  static Card card() {
    return {.id = "rmsprop",
            .title = "RMSProp",
            .summary = "Divides each gradient by the root of its own running mean square.",
            .formula = "s ← α s + (1 − α) g²; x ← x − η g/(√s + ε)",
            .reference = "Tieleman and Hinton 2012; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::alpha, {.key = "alpha",
                                 .label = "smoothing",
                                 .symbol = "α",
                                 .help = "Share of the mean square that is kept.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .sliderLow = 0.5,
                                 .sliderHigh = 0.9999})
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField())
        .real(&Settings::momentum, momentumField(false))
        .boolean(&Settings::centered,
                 {.key = "centered",
                  .label = "centered",
                  .symbol = "",
                  .help = "Uses the variance of the gradient in place of its mean square."});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, zero, false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    m.moved = true;
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.square[i] = s.alpha * m.square[i] + (1 - s.alpha) * gradient * gradient;
      double spread = m.square[i];
      if (s.centered) {
        m.mean[i] += (1 - s.alpha) * (gradient - m.mean[i]);
        spread -= m.mean[i] * m.mean[i];
      }
      m.root[i] = std::sqrt(spread) + s.epsilon;
      m.velocity[i] = s.momentum * m.velocity[i] + gradient / m.root[i];
      x[i] -= s.learningRate * m.velocity[i];
    }
  }

  static bool preconditioner(const Settings&, const Memory& m, Vec& p) {
    p = m.root;
    return m.moved;
  }

  /// (2 + 2β)/η on the Hessian preconditioned with P = √s + ε; 2/η without momentum.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    return {{"preconditioned_sharpness", (2 + 2 * s.momentum) / s.learningRate,
             s.momentum > 0 ? "(2+2β)/η" : "2/η"}};
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    if (!m.moved) return {};
    return {{"gradient", "g", m.gradient},
            {"root", "√s + ε", m.root},
            {"step", "step", -s.learningRate * m.velocity}};
  }
};

}  // namespace

OptimizerEntry rmsprop() { return optimizerEntry<Rmsprop>(); }

}  // namespace thalweg::optimizers
