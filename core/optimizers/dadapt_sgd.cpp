#include <algorithm>
#include <limits>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct DAdaptSgd {
  struct Settings {
    double learningRate = 1.0;
    double momentum = 0.0;
    double d0 = 1e-6;
    double growth = std::numeric_limits<double>::infinity();
  };
  struct Memory {
    Vec sum, begin, gradient, move;
    double d = 0.0, numerator = 0.0, firstLength = 0.0, rate = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "dadapt_sgd",
            .title = "D-Adaptation SGD",
            .summary =
                "Gradient descent that learns its rate from an estimate of the distance to the "
                "minimum.",
            .formula =
                "λ = d η/‖g₀‖; s ← s + λ g; d ← max(d, 2 ⟨λ g, s⟩ summed/‖s‖); x ← β x + (1 − "
                "β)(x₀ − s)",
            .reference = "Defazio and Mishchenko 2023; as in the authors' code"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true))
        .real(&Settings::d0, firstDistanceField())
        .real(&Settings::growth, growthField());
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, x, zero, zero, s.d0, 0.0, 0.0, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    if (++m.steps == 1) m.firstLength = g.norm();
    m.gradient = g;
    m.rate = m.firstLength > 0 ? m.d * s.learningRate / m.firstLength : 0.0;
    m.numerator += m.rate * g.dot(m.sum);
    m.sum += m.rate * g;
    const double length = m.sum.norm();
    if (length > 0) m.d = std::max(m.d, std::min(2 * m.numerator / length, s.growth * m.d));
    m.move = (1 - s.momentum) * (m.begin - m.sum - x);
    x += m.move;
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate * s.d0;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry dadapt_sgd() { return optimizerEntry<DAdaptSgd>(); }

}  // namespace thalweg::optimizers
