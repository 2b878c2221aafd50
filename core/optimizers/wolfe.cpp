#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Wolfe {
  struct Settings {
    double learningRate = 1.0;
    double c2 = 0.9;
  };
  struct Memory {
    Vec gradient, direction, trial, move;
    double rate = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {.id = "wolfe",
            .title = "Gradient descent, strong Wolfe",
            .summary = "Gradient descent whose step meets the strong Wolfe conditions.",
            .formula =
                "x ← x − t g, t from a line search with f(x − t g) ≤ f − c₁ t ‖g‖² and |slope| ≤ "
                "c₂ ‖g‖²",
            .reference = "Wolfe 1969; Nocedal and Wright 2006"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::c2, {.key = "c2",
                              .label = "slope left",
                              .symbol = "c₂",
                              .help = "Share of the slope that may be left.",
                              .minimum = 0,
                              .maximum = 1,
                              .minimumExcluded = true,
                              .maximumExcluded = true});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    m.direction = -m.gradient;
    const double first = m.steps++ == 0 || !(m.rate > 0)
                             ? std::min(1.0, 1 / m.gradient.lpNorm<1>()) * s.learningRate
                             : m.rate;
    m.rate = searched(f, x, m.direction, m.gradient, first, s.c2, m.trial);
    m.move = m.rate * m.direction;
    x += m.move;
  }

  static Needs needs() { return {.value = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−t g", m.move}};
  }
};

}  // namespace

OptimizerEntry wolfe() { return optimizerEntry<Wolfe>(); }

}  // namespace thalweg::optimizers
