#include <algorithm>

#include "core/math/model_step.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct CubicNewton {
  struct Settings {
    double learningRate = 1.0;
    double least = 1e-5;
  };
  struct Memory {
    Mat hessian;
    Spectral spectral;
    ModelStep best;
    Vec gradient, trial, move;
    double m = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {.id = "cubic_newton",
            .title = "Cubic Newton",
            .summary =
                "Minimises the quadratic model plus a cube of the distance: never climbs, leaves "
                "saddles.",
            .formula =
                "s = argmin g·s + s·H s/2 + M ‖s‖³/6; M ← M/2 where f falls as far as the model, "
                "else 2 M",
            .reference = "Nesterov and Polyak 2006, adaptive"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::least, {.key = "least_m",
                                 .label = "least M",
                                 .help = "M does not fall below it.",
                                 .minimum = 0,
                                 .maximum = 1e6,
                                 .minimumExcluded = true});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(), {}, {}, zero, zero, zero, s.learningRate, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    constexpr int most = 60;  // doublings of M
    m.gradient = f.gradient(x);
    const double before = f.value(x);
    ++m.steps;
    m.move.setZero();
    f.hessian(x, m.hessian);
    if (!m.hessian.allFinite()) return;
    m.spectral.take(m.hessian);
    const ModelStep& best = m.best;
    for (int i = 0; i < most; ++i) {
      cubicStep(m.spectral, m.gradient, m.m, m.best);
      if (!(best.model < 0)) return;
      m.trial = x + best.step;
      if (f.value(m.trial) <= before + best.model) {
        m.m = std::max(m.m / 2, s.least);
        m.move = best.step;
        x = m.trial;
        return;
      }
      m.m *= 2;
    }
  }

  static Needs needs() { return {.value = true, .hessian = true, .largest = 2000}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.m : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "s", m.move}};
  }
};

}  // namespace

OptimizerEntry cubic_newton() { return optimizerEntry<CubicNewton>(); }

}  // namespace thalweg::optimizers
