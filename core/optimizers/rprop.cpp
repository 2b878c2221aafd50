#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Rprop {
  struct Settings {
    double learningRate = 0.01;
    double etaMinus = 0.5, etaPlus = 1.2;
    double stepMinimum = 1e-6, stepMaximum = 50.0;
  };
  struct Memory {
    Vec length, before, move;  // own step length and last gradient of each coordinate
    bool moved = false;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {.id = "rprop",
            .title = "Rprop",
            .summary =
                "Looks at the sign of each derivative alone: its step length grows while the sign "
                "stays, and shrinks where it flips.",
            .formula = "s ← η₊ s where g g′ > 0, η₋ s where g g′ < 0; x ← x − s sign g",
            .reference = "Riedmiller and Braun 1993; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::etaMinus,
              {.key = "eta_minus",
               .label = "shrink",
               .symbol = "η₋",
               .help = "Factor of a step length whose derivative changed its sign.",
               .minimum = 0,
               .maximum = 1,
               .minimumExcluded = true,
               .maximumExcluded = true,
               .sliderLow = 0.1,
               .sliderHigh = 0.95})
        .real(&Settings::etaPlus,
              {.key = "eta_plus",
               .label = "grow",
               .symbol = "η₊",
               .help = "Factor of a step length whose derivative kept its sign.",
               .minimum = 1,
               .maximum = 100,
               .minimumExcluded = true,
               .sliderLow = 1.01,
               .sliderHigh = 2})
        .real(&Settings::stepMinimum, {.key = "step_minimum",
                                       .label = "shortest",
                                       .symbol = "",
                                       .help = "The shortest step length.",
                                       .minimum = 0,
                                       .maximum = 1e6,
                                       .sliderLow = 1e-9,
                                       .sliderHigh = 1,
                                       .scale = Scale::logarithmic})
        .real(&Settings::stepMaximum, {.key = "step_maximum",
                                       .label = "longest",
                                       .symbol = "",
                                       .help = "The longest step length.",
                                       .minimum = 0,
                                       .maximum = 1e6,
                                       .sliderLow = 1e-3,
                                       .sliderHigh = 100,
                                       .scale = Scale::logarithmic});
  }

  static Memory start(const Settings& s, const Vec& x) {
    return {Vec::Constant(x.size(), s.learningRate), Vec::Zero(x.size()), Vec::Zero(x.size()),
            false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    m.moved = true;
    for (Index i = 0; i < x.size(); ++i) {
      const double product = g[i] * m.before[i];
      double gradient = g[i];
      if (product > 0) m.length[i] = std::min(m.length[i] * s.etaPlus, s.stepMaximum);
      if (product < 0) {
        m.length[i] = std::max(m.length[i] * s.etaMinus, s.stepMinimum);
        gradient = 0.0;  // this step rests, and the next one knows of no sign
      }
      m.before[i] = gradient;
      m.move[i] = gradient > 0 ? -m.length[i] : gradient < 0 ? m.length[i] : 0.0;
      x[i] += m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (!m.moved) return {};
    return {{"step lengths", "s", m.length}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry rprop() { return optimizerEntry<Rprop>(); }

}  // namespace thalweg::optimizers
