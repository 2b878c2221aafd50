#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Adamax {
  struct Settings {
    double learningRate = 0.002;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec first, norm, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "adamax",
        .title = "AdaMax",
        .summary =
            "Adam with a decaying maximum of the gradient in place of the root of its mean square.",
        .formula = "m ← β₁ m + (1 − β₁) g; u ← max(β₂ u, |g| + ε); x ← x − η m̂/u",
        .reference = "Kingma and Ba 2015, section 7; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field("Share of the largest gradient that is kept."))
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double rate = s.learningRate / (1 - std::pow(s.beta1, double(++m.steps)));
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * gradient;
      m.norm[i] = std::max(s.beta2 * m.norm[i], std::abs(gradient) + s.epsilon);
      m.move[i] = -rate * m.first[i] / m.norm[i];
      x[i] += m.move[i];
    }
  }

  /// P = (1 − β₁ᵗ) u.
  static bool preconditioner(const Settings& s, const Memory& m, Vec& p) {
    if (m.steps == 0) return false;
    p = (1 - std::pow(s.beta1, double(m.steps))) * m.norm;
    return true;
  }

  /// (2 + 2β₁)/((1 − β₁) η) on the preconditioned Hessian, as for Adam.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    return {{"preconditioned_sharpness", (2 + 2 * s.beta1) / ((1 - s.beta1) * s.learningRate),
             "(2+2β₁)/((1−β₁)η)"}};
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"mean", "m", m.first}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry adamax() { return optimizerEntry<Adamax>(); }

}  // namespace thalweg::optimizers
