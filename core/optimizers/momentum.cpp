#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Momentum {
  struct Settings {
    double learningRate = 0.01;
    double momentum = 0.9;
    double dampening = 0.0;
    double weightDecay = 0.0;
    bool nesterov = false;
  };
  struct Memory {
    Vec velocity, gradient, carried, move;
    bool moving = false;  // the first step takes the gradient whole, whatever the dampening
  };

  static Card card() {
    return {.id = "momentum",
            .title = "Momentum",
            .summary = "Heavy ball: keeps a decaying sum of past gradients and steps along it.",
            .formula = "v ← β v + (1 − d) ∇f(x); x ← x − η v",
            .reference = "Polyak 1964; as in PyTorch's SGD"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true))
        .real(&Settings::dampening,
              {.key = "dampening",
               .label = "dampening",
               .symbol = "d",
               .help = "Share of each gradient after the first that is left out.",
               .minimum = 0,
               .maximum = 1,
               .sliderLow = 0,
               .sliderHigh = 1})
        .real(&Settings::weightDecay, weightDecayField())
        .boolean(&Settings::nesterov,
                 {.key = "nesterov",
                  .label = "Nesterov",
                  .symbol = "",
                  .help = "Steps along gradient plus β velocity; needs dampening 0."});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double keep = m.moving ? s.momentum : 0.0, take = m.moving ? 1.0 - s.dampening : 1.0;
    m.moving = true;
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = take * gradient;
      m.carried[i] = keep * m.velocity[i];
      m.velocity[i] = m.carried[i] + m.gradient[i];
      m.move[i] =
          -s.learningRate * (s.nesterov ? gradient + s.momentum * m.velocity[i] : m.velocity[i]);
      x[i] += m.move[i];
    }
  }

  /// (2 + 2β)/η for the heavy ball, scaled by 1/(1 − d); Nesterov's form (2 + 2β)/((1 + 2β) η).
  /// Weight decay takes its part.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    const double ball = (2 + 2 * s.momentum) / s.learningRate;
    if (s.nesterov)
      return {{"sharpness", ball / (1 + 2 * s.momentum) - s.weightDecay, "(2+2β)/((1+2β)η)"}};
    return {{"sharpness", ball / (1 - s.dampening) - s.weightDecay, "(2+2β)/η"}};
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    return {{"carried", "−η β v", -s.learningRate * m.carried},
            {"gradient", "−η ∇f", -s.learningRate * m.gradient},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry momentum() { return optimizerEntry<Momentum>(); }

}  // namespace thalweg::optimizers
