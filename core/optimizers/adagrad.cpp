#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Adagrad {
  struct Settings {
    double learningRate = 0.01;
    double rateDecay = 0.0;
    double initialAccumulator = 0.0;
    double epsilon = 1e-10;
    double weightDecay = 0.0;
  };
  struct Memory {
    Vec sum, root, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "adagrad",
            .title = "AdaGrad",
            .summary =
                "Divides each gradient by the root of the sum of all its squares: steps only ever "
                "shrink.",
            .formula = "s ← s + g²; x ← x − η g/(√s + ε)",
            .reference = "Duchi, Hazan and Singer 2011; as in PyTorch"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::rateDecay, {.key = "lr_decay",
                                     .label = "rate decay",
                                     .symbol = "",
                                     .help = "The rate is divided by 1 + (t − 1) times this.",
                                     .minimum = 0,
                                     .maximum = 1e3,
                                     .sliderLow = 1e-6,
                                     .sliderHigh = 1,
                                     .scale = Scale::logarithmic})
        .real(&Settings::initialAccumulator, {.key = "initial_accumulator_value",
                                              .label = "first sum",
                                              .symbol = "s₀",
                                              .help = "What the sum of squares begins with.",
                                              .minimum = 0,
                                              .maximum = 1e6,
                                              .sliderLow = 1e-6,
                                              .sliderHigh = 10,
                                              .scale = Scale::logarithmic})
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField());
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Vec::Constant(x.size(), s.initialAccumulator), zero, zero, zero, 0};
  }

  static double rate(const Settings& s, std::int64_t t) {
    return s.learningRate / (1 + double(t - 1) * s.rateDecay);
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double eta = rate(s, ++m.steps);
    for (Index i = 0; i < x.size(); ++i) {
      m.gradient[i] = g[i] + s.weightDecay * x[i];
      m.sum[i] += m.gradient[i] * m.gradient[i];
      m.root[i] = std::sqrt(m.sum[i]) + s.epsilon;
      m.move[i] = -eta * m.gradient[i] / m.root[i];
      x[i] += m.move[i];
    }
  }

  static bool preconditioner(const Settings&, const Memory& m, Vec& p) {
    p = m.root;
    return m.steps > 0;
  }

  /// 2/η_t on the Hessian preconditioned with P = √s + ε.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory& m) {
    return {{"preconditioned_sharpness", 2.0 / rate(s, std::max<std::int64_t>(m.steps, 1)), "2/η"}};
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"root", "√s + ε", m.root}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry adagrad() { return optimizerEntry<Adagrad>(); }

}  // namespace thalweg::optimizers
