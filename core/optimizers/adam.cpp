#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Adam {
  struct Settings {
    double learningRate = 0.001;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec first, second, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "adam",
            .title = "Adam",
            .summary =
                "Running means of the gradient and of its square, both corrected for their start "
                "at zero.",
            .formula = "m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; x ← x − η m̂/(√v̂ + ε)",
            .reference = "Kingma and Ba 2015; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double rate = s.learningRate / (1 - std::pow(s.beta1, t));
    const double root2 = std::sqrt(1 - std::pow(s.beta2, t));
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * gradient;
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * gradient * gradient;
      m.move[i] = -rate * m.first[i] / (std::sqrt(m.second[i]) / root2 + s.epsilon);
      x[i] += m.move[i];
    }
  }

  /// P = (1 − β₁ᵗ)(√v̂ + ε): with the correction of the mean in P, the bound below holds at every
  /// step.
  static bool preconditioner(const Settings& s, const Memory& m, Vec& p) {
    if (m.steps == 0) return false;
    const double t = double(m.steps);
    const double root2 = std::sqrt(1 - std::pow(s.beta2, t)), correction = 1 - std::pow(s.beta1, t);
    p = correction * (m.second.array().sqrt() / root2 + s.epsilon).matrix();
    return true;
  }

  /// (2 + 2β₁)/((1 − β₁) η), 38/η at β₁ = 0.9, on the preconditioned Hessian (Cohen et al. 2022).
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    return {{"preconditioned_sharpness", (2 + 2 * s.beta1) / ((1 - s.beta1) * s.learningRate),
             "(2+2β₁)/((1−β₁)η)"}};
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

OptimizerEntry adam() { return optimizerEntry<Adam>(); }

}  // namespace thalweg::optimizers
