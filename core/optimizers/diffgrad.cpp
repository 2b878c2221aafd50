#include <cmath>
#include <string>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct DiffGrad {
  struct Settings {
    double learningRate = 1e-3;
    double beta1 = 0.9, beta2 = 0.999;
    double epsilon = 1e-8;
    double weightDecay = 0.0;
    std::string epsilonForm = "code";
    bool historical = false;
  };
  struct Memory {
    Vec first, second, before, gradient, friction, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "diffgrad",
            .title = "diffGrad",
            .summary = "Adam with friction: steps are shorter where the gradient hardly changes.",
            .formula = "m, v as in Adam; ξ = 1/(1 + e^(−|g′ − g|)); x ← x − η ξ m̂/(√v̂ + ε)",
            .reference = "Dubey et al. 2019; the authors' second version"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, weightDecayField())
        .choice(&Settings::epsilonForm,
                {.key = "epsilon_form",
                 .label = "epsilon in",
                 .help = "Added to the root before its correction, as in the code, or after it, as "
                         "in the paper."},
                {"code", "paper"})
        .boolean(
            &Settings::historical,
            {.key = "historical",
             .label = "first version",
             .help =
                 "The authors' first code, whose friction is 1/2 at every step after the first."});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    const double t = double(++m.steps);
    const double c1 = 1 - std::pow(s.beta1, t), root2 = std::sqrt(1 - std::pow(s.beta2, t));
    const bool paper = s.epsilonForm == "paper", frozen = s.historical && m.steps > 1;
    for (Index i = 0; i < x.size(); ++i) {
      const double gradient = g[i] + s.weightDecay * x[i];
      const double change = frozen ? 0.0 : std::abs(m.before[i] - gradient);
      m.gradient[i] = m.before[i] = gradient;
      m.friction[i] = 1 / (1 + std::exp(-change));
      m.first[i] = s.beta1 * m.first[i] + (1 - s.beta1) * gradient;
      m.second[i] = s.beta2 * m.second[i] + (1 - s.beta2) * gradient * gradient;
      const double root = std::sqrt(m.second[i]);
      const double divisor = paper ? root / root2 + s.epsilon : (root + s.epsilon) / root2;
      m.move[i] = -s.learningRate * m.first[i] / c1 * m.friction[i] / divisor;
      x[i] += m.move[i];
    }
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"mean", "m", m.first},
            {"root of mean square", "√v", m.second.cwiseSqrt()},
            {"friction", "ξ", m.friction},
            {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry diffgrad() { return optimizerEntry<DiffGrad>(); }

}  // namespace thalweg::optimizers
