#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Nag {
  struct Settings {
    double learningRate = 0.01;
    double momentum = 0.9;
  };
  struct Memory {
    Vec velocity, ahead, pull;
  };

  static Card card() {
    return {.id = "nag",
            .title = "Nesterov, look-ahead form",
            .summary = "Momentum that takes its gradient where the velocity is about to lead.",
            .formula = "v ← β v − η ∇f(x + β v); x ← x + v",
            .reference = "Nesterov 1983; Sutskever et al. 2013"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true));
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.ahead = x + s.momentum * m.velocity;
    const Vec& g = f.gradient(m.ahead);
    m.pull = -s.learningRate * g;
    m.velocity = s.momentum * m.velocity + m.pull;
    x += m.velocity;
  }

  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&) {
    const double b = s.momentum;
    return {{"sharpness", (2 + 2 * b) / ((1 + 2 * b) * s.learningRate), "(2+2β)/((1+2β)η)"}};
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    return {{"carried", "β v", m.velocity - m.pull},
            {"gradient ahead", "−η ∇f(x + β v)", m.pull},
            {"step", "step", m.velocity}};
  }
};

}  // namespace

OptimizerEntry nag() { return optimizerEntry<Nag>(); }

}  // namespace thalweg::optimizers
