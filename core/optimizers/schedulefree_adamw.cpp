#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedule_free.h"

namespace thalweg::optimizers {
namespace {

struct ScheduleFreeAdamW {
  struct Settings {
    double learningRate = 0.0025;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    std::int64_t warmUp = 0;
  };
  struct Memory {
    FreeAverage free;
    Vec square, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "schedulefree_adamw",
            .title = "Schedule-free AdamW",
            .summary =
                "Schedule-free averaging with coordinates scaled as in Adam; needs no mean of "
                "gradients.",
            .formula =
                "v ← β₂ v + (1 − β₂) g²; z ← z − η ω y − η g/(√v̂ + ε); a ← (1 − c) a + c z; y ← β₁ "
                "a + (1 − β₁) z",
            .reference = "Defazio et al. 2024; the point shown is y, where gradients are taken"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, decoupledDecayField())
        .integer(&Settings::warmUp, risingStepsField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {{x, x}, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double share = m.free.begin(s.learningRate, s.warmUp, m.steps);
    const double c2 = 1 - std::pow(s.beta2, t);
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i];
      m.square[i] = s.beta2 * m.square[i] + (1 - s.beta2) * g[i] * g[i];
      m.free.fast[i] -=
          m.free.rate * (s.weightDecay * x[i] + g[i] / (std::sqrt(m.square[i] / c2) + s.epsilon));
      const double next = m.free.next(i, share, s.beta1);
      m.move[i] = next - x[i];
      x[i] = next;
    }
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.free.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"root of mean square", "√v", m.square.cwiseSqrt()},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry schedulefree_adamw() { return optimizerEntry<ScheduleFreeAdamW>(); }

}  // namespace thalweg::optimizers
