#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Armijo {
  struct Settings {
    double learningRate = 1.0;
    double c = 1e-4;
    double shrink = 0.5;
  };
  struct Memory {
    Vec gradient, trial, move;
    double next = 0.0, rate = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {.id = "armijo",
            .title = "Backtracking",
            .summary = "Gradient descent that shortens each step until f falls enough.",
            .formula = "η ← η/2 until f(x − η g) ≤ f(x) − c η ‖g‖²; next time 2 η is tried first",
            .reference = "Armijo 1966"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::c, {.key = "c",
                             .label = "decrease",
                             .symbol = "c",
                             .help = "Share of the expected decrease that must be met.",
                             .minimum = 0,
                             .maximum = 1,
                             .maximumExcluded = true})
        .real(&Settings::shrink, {.key = "shrink",
                                  .label = "shrink",
                                  .help = "What a step that is too long is multiplied by.",
                                  .minimum = 0.01,
                                  .maximum = 0.99});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, s.learningRate, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    constexpr int most = 60;  // halvings; then the point stays
    m.gradient = f.gradient(x);
    const double before = f.value(x), square = m.gradient.squaredNorm();
    ++m.steps;
    m.move.setZero();
    m.rate = 0.0;
    double t = m.next;
    for (int i = 0; i < most && square > 0; ++i, t *= s.shrink) {
      m.trial = x - t * m.gradient;
      if (!(f.value(m.trial) <= before - s.c * t * square)) continue;
      m.rate = t;
      m.next = std::min(t / s.shrink, 1e12);
      m.move = -t * m.gradient;
      x = m.trial;
      return;
    }
  }

  static Needs needs() { return {.value = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−η g", m.move}};
  }
};

}  // namespace

OptimizerEntry armijo() { return optimizerEntry<Armijo>(); }

}  // namespace thalweg::optimizers
