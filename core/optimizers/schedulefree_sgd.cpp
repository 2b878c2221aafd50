#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

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
    Vec fast, average, gradient, move;
    std::int64_t steps = 0;
    double weights = 0.0, largest = 0.0, rate = 0.0;
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
        .integer(&Settings::warmUp, {.key = "warm_up",
                                     .label = "warm-up",
                                     .help = "Steps in which the rate rises linearly.",
                                     .minimum = 0,
                                     .maximum = 1e9});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {x, x, zero, zero, 0, 0.0, 0.0, 0.0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    m.rate = s.warmUp > 0 ? s.learningRate * std::min(1.0, t / double(s.warmUp)) : s.learningRate;
    m.largest = std::max(m.largest, m.rate);
    const double weight = m.largest * m.largest;
    m.weights += weight;
    const double share = m.weights > 0 ? weight / m.weights : 1.0;
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i] + s.weightDecay * x[i];
      m.fast[i] -= m.rate * m.gradient[i];
      m.average[i] += share * (m.fast[i] - m.average[i]);
      const double next = s.momentum * m.average[i] + (1 - s.momentum) * m.fast[i];
      m.move[i] = next - x[i];
      x[i] = next;
    }
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry schedulefree_sgd() { return optimizerEntry<ScheduleFreeSgd>(); }

}  // namespace thalweg::optimizers
