#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Radam {
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
    return {.id = "radam",
            .title = "RAdam",
            .summary =
                "Adam that steps along the plain mean until its mean square is known well enough "
                "to divide by.",
            .formula =
                "ρ_t = ρ_∞ − 2t β₂ᵗ/(1 − β₂ᵗ); ρ_t > 5: x ← x − η r_t m̂/(√v̂ + ε), else x ← x − η m̂",
            .reference = "Liu et al. 2020; as in PyTorch"};
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
    const double power2 = std::pow(s.beta2, t), root2 = std::sqrt(1 - power2);
    const double whole = 2 / (1 - s.beta2) - 1, length = whole - 2 * t * power2 / (1 - power2);
    const double rate = s.learningRate / (1 - std::pow(s.beta1, t));
    // Below this length of the average its variance has no value.
    const bool adapted = length > 5;
    const double rectified = adapted ? std::sqrt((length - 4) * (length - 2) * whole /
                                                 ((whole - 4) * (whole - 2) * length)) *
                                           root2
                                     : 1.0;
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * gradient;
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * gradient * gradient;
      const double divisor = adapted ? std::sqrt(m.second[i]) + s.epsilon : 1.0;
      m.move[i] = -rate * rectified * m.first[i] / divisor;
      x[i] += m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"mean", "m", m.first}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry radam() { return optimizerEntry<Radam>(); }

}  // namespace thalweg::optimizers
