#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"
#include "core/optimizers/schedule_free.h"

namespace thalweg::optimizers {
namespace {

struct ScheduleFreeSgd {
  struct Settings {
    double learningRate = 1.0;
    double momentum = 0.9;
    double weightDecay = 0.0;
    std::int64_t warmUp = 0;
  };
  struct Memory {
    FreeAverage free;
    Vec gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "schedulefree_sgd",
            .title = "Schedule-free SGD",
            .summary =
                "Averages its iterates as it goes and takes gradients between the average and the "
                "last one.",
            .formula = "z ← z − η ∇f(y); a ← (1 − c) a + c z; y ← β a + (1 − β) z",
            .reference = "Defazio et al. 2024; the point shown is y, where gradients are taken"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true))
        .real(&Settings::weightDecay, weightDecayField())
        .integer(&Settings::warmUp, risingStepsField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {{x, x}, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    ++m.steps;
    const double share = m.free.begin(s.learningRate, s.warmUp, m.steps);
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i] + s.weightDecay * x[i];
      m.free.fast[i] -= m.free.rate * m.gradient[i];
      const double next = m.free.next(i, share, s.momentum);
      m.move[i] = next - x[i];
      x[i] = next;
    }
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.free.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry schedulefree_sgd() { return optimizerEntry<ScheduleFreeSgd>(); }

}  // namespace thalweg::optimizers
