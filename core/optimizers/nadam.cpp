#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Nadam {
  struct Settings {
    double learningRate = 0.002;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    double momentumDecay = 0.004;
  };
  struct Memory {
    Vec first, second, gradient, move;
    double product = 1.0;  // of the momentum coefficients so far
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "nadam",
        .title = "NAdam",
        .summary = "Adam with Nesterov's look-ahead, its momentum warming up over the first steps.",
        .formula =
            "μ_t = β₁(1 − ½ 0.96^(t ψ)); x ← x − η [(1 − μ_t) g/(1 − Π_t) + μ_(t+1) m/(1 − Π_t "
            "μ_(t+1))]/(√v̂ + ε)",
        .reference = "Dozat 2016; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField())
        .real(&Settings::momentumDecay, {.key = "momentum_decay",
                                         .label = "momentum decay",
                                         .symbol = "ψ",
                                         .help = "How fast the momentum warms up.",
                                         .minimum = 0,
                                         .maximum = 10,
                                         .sliderLow = 1e-4,
                                         .sliderHigh = 1,
                                         .scale = Scale::logarithmic});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, 1.0, 0};
  }

  static double momentumAt(const Settings& s, double t) {
    return s.beta1 * (1 - 0.5 * std::pow(0.96, t * s.momentumDecay));
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double now = momentumAt(s, t), next = momentumAt(s, t + 1);
    m.product *= now;
    const double square = 1 - std::pow(s.beta2, t);
    const double onGradient = s.learningRate * (1 - now) / (1 - m.product);
    const double onMean = s.learningRate * next / (1 - m.product * next);
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      m.gradient[i] = gradient;
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * gradient;
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * gradient * gradient;
      const double root = std::sqrt(m.second[i] / square) + s.epsilon;
      m.move[i] = -(onGradient * gradient + onMean * m.first[i]) / root;
      x[i] += m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"mean", "m", m.first}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry nadam() { return optimizerEntry<Nadam>(); }

}  // namespace thalweg::optimizers
