#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Sgd {
  struct Settings {
    double learningRate = 0.01;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec gradient;  // of the last step, decay included
  };

  static Card card() {
    return {
        .id = "sgd",
        .title = "Gradient descent",
        .summary =
            "Steps against the gradient; on a batch of the data it is stochastic gradient descent.",
        .formula = "x ← x − η ∇f(x)",
        .reference = "Cauchy 1847; Robbins and Monro 1951"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size())}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i] + s.weightDecay * x[i];
      x[i] -= s.learningRate * m.gradient[i];
    }
  }

  /// Stable on a bowl while λ + weight decay ≤ 2/η.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    return {
        {.quantity = "sharpness", .limit = 2.0 / s.learningRate - s.weightDecay, .formula = "2/η"}};
  }

  static std::vector<Term> terms(const Settings& s, const Memory& m) {
    return {{"gradient", "∇f", m.gradient}, {"step", "−η ∇f", -s.learningRate * m.gradient}};
  }
};

}  // namespace

OptimizerEntry sgd() { return optimizerEntry<Sgd>(); }

}  // namespace thalweg::optimizers
