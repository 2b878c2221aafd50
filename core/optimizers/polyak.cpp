#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Polyak {
  struct Settings {
    double learningRate = 1.0;
    double least = 0.0;
  };
  struct Memory {
    Vec gradient;
    double rate = 0.0;
    bool moved = false;
  };

  static Card card() {
    return {.id = "polyak",
            .title = "Polyak step",
            .summary =
                "The step that would end at the minimum if f were a cone: needs its least value.",
            .formula = "η = min((f(x) − f*)/‖g‖², η_max); x ← x − η g",
            .reference = "Polyak 1987; Loizou et al. 2021"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::least, {.key = "f_star",
                                 .label = "least value",
                                 .symbol = "f*",
                                 .help = "Value of f at its minimum.",
                                 .minimum = -1e12,
                                 .maximum = 1e12,
                                 .essential = true});
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size()), 0.0, false}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double square = g.squaredNorm(), gap = std::max(0.0, f.value(x) - s.least);
    m.gradient = g;
    m.rate = square > 0 ? std::min(gap / square, s.learningRate) : 0.0;
    m.moved = true;
    x -= m.rate * m.gradient;
  }

  static Needs needs() { return {.value = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.moved ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (!m.moved) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−η g", -m.rate * m.gradient}};
  }
};

}  // namespace

OptimizerEntry polyak() { return optimizerEntry<Polyak>(); }

}  // namespace thalweg::optimizers
