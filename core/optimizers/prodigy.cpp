#include <algorithm>
#include <cmath>
#include <limits>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Prodigy {
  struct Settings {
    double learningRate = 1.0;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    double d0 = 1e-6;
    double coefficient = 1.0;
    double growth = std::numeric_limits<double>::infinity();
    bool correction = false;
  };
  struct Memory {
    Vec first, second, sum, begin, gradient, move;
    double d = 0.0, most = 0.0, numerator = 0.0, rate = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "prodigy",
        .title = "Prodigy",
        .summary = "Adam that learns its rate: it estimates how far the minimum is from the start.",
        .formula = "d ← max(d, c ⟨sum of g, x₀ − x⟩/‖s‖₁); x ← x − η d m/(√v + d ε)",
        .reference = "Mishchenko and Defazio 2023; as in the authors' code"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, decoupledDecayField())
        .real(&Settings::d0, firstDistanceField())
        .real(&Settings::coefficient,
              {.key = "d_coefficient",
               .label = "coefficient",
               .symbol = "c",
               .help = "What the estimate of the distance is multiplied by.",
               .minimum = 0,
               .maximum = 1e3})
        .real(&Settings::growth, growthField())
        .boolean(&Settings::correction, biasCorrectionField());
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, x, zero, zero, s.d0, s.d0, 0.0, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps), beta3 = std::sqrt(s.beta2);
    const double bias =
        s.correction ? std::sqrt(1 - std::pow(s.beta2, t)) / (1 - std::pow(s.beta1, t)) : 1.0;
    m.rate = m.d * s.learningRate * bias;
    m.gradient = g;
    m.numerator = beta3 * m.numerator + m.d / s.d0 * m.rate * g.dot(m.begin - x);
    m.first = s.beta1 * m.first + (1 - s.beta1) * m.d * g;
    m.second = s.beta2 * m.second + (1 - s.beta2) * m.d * m.d * g.cwiseAbs2();
    m.sum = beta3 * m.sum + m.d / s.d0 * m.rate * g;
    const double length = m.sum.lpNorm<1>();
    if (length > 0) {
      const double guess = s.coefficient * m.numerator / length;
      if (m.d == s.d0) m.d = std::max(m.d, guess);
      m.most = std::max(m.most, guess);
      m.d = std::min(m.most, m.d * s.growth);
    }
    m.move = -m.rate * (m.first.array() / (m.second.array().sqrt() + m.d * s.epsilon)).matrix();
    // Without any gradient so far both means are zero.
    m.move = (m.first.array() == 0.0).select(0.0, m.move.array()).matrix();
    x = (1 - s.weightDecay * m.rate) * x + m.move;
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate * s.d0;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"mean", "m", m.first},
            {"root of mean square", "√v", m.second.cwiseSqrt()},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry prodigy() { return optimizerEntry<Prodigy>(); }

}  // namespace thalweg::optimizers
