#include <algorithm>
#include <cmath>
#include <limits>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct DAdaptAdam {
  struct Settings {
    double learningRate = 1.0;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double d0 = 1e-6;
    double growth = std::numeric_limits<double>::infinity();
    bool correction = false;
  };
  struct Memory {
    Vec first, second, sum, gradient, move;
    double d = 0.0, numerator = 0.0, rate = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "dadapt_adam",
        .title = "D-Adaptation Adam",
        .summary = "Adam that learns its rate from an estimate of the distance to the minimum.",
        .formula = "m ← β₁ m + (1 − β₁) d η g; d ← max(d, r/((1 − √β₂)‖s‖₁)); x ← x − m/(√v + ε)",
        .reference = "Defazio and Mishchenko 2023; as in the authors' code"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::d0, firstDistanceField())
        .real(&Settings::growth, growthField())
        .boolean(&Settings::correction, biasCorrectionField());
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, zero, s.d0, 0.0, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps), root = std::sqrt(s.beta2);
    const double bias =
        s.correction ? std::sqrt(1 - std::pow(s.beta2, t)) / (1 - std::pow(s.beta1, t)) : 1.0;
    m.rate = m.d * s.learningRate * bias;
    double gained = 0.0;
    for (Index i = 0; i < x.size(); ++i) {
      const double divisor = std::sqrt(m.second[i]) + s.epsilon;
      // Nothing is summed up yet where the divisor is zero.
      if (m.sum[i] != 0.0) gained += m.rate * g[i] * m.sum[i] / divisor;
      m.gradient[i] = g[i];
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * m.rate * g[i];
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * g[i] * g[i];
      m.sum[i] = root * m.sum[i] + (1 - root) * m.rate * g[i];
    }
    m.numerator = root * m.numerator + (1 - root) * gained;
    const double length = (1 - root) * m.sum.lpNorm<1>();
    if (length > 0) m.d = std::max(m.d, std::min(m.numerator / length, s.growth * m.d));
    for (Index i = 0; i < x.size(); ++i) {
      const double divisor = std::sqrt(m.second[i]) + s.epsilon;
      m.move[i] = m.first[i] != 0.0 ? -m.first[i] / divisor : 0.0;
      x[i] += m.move[i];
    }
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

OptimizerEntry dadapt_adam() { return optimizerEntry<DAdaptAdam>(); }

}  // namespace thalweg::optimizers
