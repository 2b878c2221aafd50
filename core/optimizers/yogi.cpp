#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Yogi {
  struct Settings {
    double learningRate = 0.01;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-3;
    double initial = 1e-6;
  };
  struct Memory {
    Vec first, second, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "yogi",
        .title = "Yogi",
        .summary =
            "Adam whose mean square can not fall or rise faster than the squares themselves.",
        .formula = "m ← β₁ m + (1 − β₁) g; v ← v − (1 − β₂) sign(v − g²) g²; x ← x − η m̂/(√v̂ + ε)",
        .reference = "Zaheer et al. 2018; both means start at 1e-6"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::initial, {.key = "initial_accumulator_value",
                                   .label = "start",
                                   .help = "What both means start at.",
                                   .minimum = 0,
                                   .maximum = 1e3});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Vec::Constant(x.size(), s.initial), Vec::Constant(x.size(), s.initial), zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double rate = s.learningRate / (1 - std::pow(s.beta1, t));
    const double root2 = std::sqrt(1 - std::pow(s.beta2, t));
    for (Index i = 0; i < x.size(); ++i) {
      const double square = g[i] * g[i], apart = m.second[i] - square;
      m.gradient[i] = g[i];
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * g[i];
      m.second[i] -= (1 - s.beta2) * (double(apart > 0) - double(apart < 0)) * square;
      m.move[i] = -rate * m.first[i] / (std::sqrt(m.second[i]) / root2 + s.epsilon);
      x[i] += m.move[i];
    }
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

OptimizerEntry yogi() { return optimizerEntry<Yogi>(); }

}  // namespace thalweg::optimizers
