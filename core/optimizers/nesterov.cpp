#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Nesterov {
  struct Settings {
    double learningRate = 0.01;
    double momentum = 0.9;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec velocity, gradient;
  };

  static Card card() {
    return {.id = "nesterov",
            .title = "Nesterov momentum",
            .summary = "Momentum that looks ahead: the velocity counts once more in the step.",
            .formula = "v ← β v + ∇f(x); x ← x − η (∇f(x) + β v)",
            .reference = "Nesterov 1983; as in PyTorch's SGD"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true))
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings&, const Vec& x) {
    return {Vec::Zero(x.size()), Vec::Zero(x.size())};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i] + s.weightDecay * x[i];
      m.velocity[i] = s.momentum * m.velocity[i] + m.gradient[i];
      x[i] -= s.learningRate * (m.gradient[i] + s.momentum * m.velocity[i]);
    }
  }

  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    const double b = s.momentum;
    return {{"sharpness", (2 + 2 * b) / ((1 + 2 * b) * s.learningRate) - s.weightDecay,
             "(2+2β)/((1+2β)η)"}};
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    return {{"gradient", "−η ∇f", -s.learningRate * m.gradient},
            {"velocity", "−η β v", -s.learningRate * s.momentum * m.velocity},
            {"step", "step", -s.learningRate * (m.gradient + s.momentum * m.velocity)}};
  }
};

}  // namespace

OptimizerEntry nesterov() { return optimizerEntry<Nesterov>(); }

}  // namespace thalweg::optimizers
