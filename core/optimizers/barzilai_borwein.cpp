#include <string>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct BarzilaiBorwein {
  struct Settings {
    double learningRate = 0.01;
    std::string form = "long";
  };
  struct Memory {
    Vec before, gradient, moved;
    double rate = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {
        .id = "barzilai_borwein",
        .title = "Barzilai-Borwein",
        .summary = "A step from the last change of the gradient: a secant in place of curvature.",
        .formula =
            "s = x − x′, y = g − g′; long: η = ⟨s, s⟩/⟨s, y⟩; short: η = ⟨s, y⟩/⟨y, y⟩; x ← x − η "
            "g",
        .reference = "Barzilai and Borwein 1988"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .choice(&Settings::form,
                {.key = "form",
                 .label = "form",
                 .help = "The long step of the two, or the short one.",
                 .essential = true},
                {"long", "short"});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    if (m.steps++ == 0) {
      m.rate = s.learningRate;
    } else {
      double along = 0.0, square = 0.0;
      for (Index i = 0; i < x.size(); ++i) {
        const double y = g[i] - m.gradient[i];
        along += m.moved[i] * y;
        square += y * y;
      }
      // Without positive curvature the last rate stays.
      if (along > 0) m.rate = s.form == "long" ? m.moved.squaredNorm() / along : along / square;
    }
    m.gradient = g;
    m.moved = -m.rate * g;
    x += m.moved;
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−η g", m.moved}};
  }
};

}  // namespace

OptimizerEntry barzilai_borwein() { return optimizerEntry<BarzilaiBorwein>(); }

}  // namespace thalweg::optimizers
