#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Adadelta {
  struct Settings {
    double learningRate = 1.0;
    double rho = 0.9;
    double epsilon = 1e-6;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec square, travelled, gradient, move;
    bool moved = false;
  };

  static Card card() {
    return {.id = "adadelta",
            .title = "AdaDelta",
            .summary =
                "Scales each gradient by the root mean square of past steps over that of past "
                "gradients: no rate to choose.",
            .formula =
                "v ← ρ v + (1 − ρ) g²; d = √(u + ε)/√(v + ε) g; u ← ρ u + (1 − ρ) d²; x ← x − η d",
            .reference = "Zeiler 2012; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::rho, {.key = "rho",
                               .label = "smoothing",
                               .symbol = "ρ",
                               .help = "Share of both mean squares that is kept.",
                               .minimum = 0,
                               .maximum = 1,
                               .sliderLow = 0.5,
                               .sliderHigh = 0.9999})
        .real(&Settings::epsilon, epsilonField("Added inside both roots."))
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    m.moved = true;
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.square[i] = s.rho * m.square[i] + (1 - s.rho) * gradient * gradient;
      const double d =
          std::sqrt(m.travelled[i] + s.epsilon) / std::sqrt(m.square[i] + s.epsilon) * gradient;
      m.travelled[i] = s.rho * m.travelled[i] + (1 - s.rho) * d * d;
      m.move[i] = -s.learningRate * d;
      x[i] += m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (!m.moved) return {};
    return {{"gradient", "g", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry adadelta() { return optimizerEntry<Adadelta>(); }

}  // namespace thalweg::optimizers
