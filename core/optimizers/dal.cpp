#include <algorithm>
#include <cmath>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Dal {
  struct Settings {
    double learningRate = 5.0;
    double power = 1.0;
  };
  struct Memory {
    Vec gradient, product;
    double rate = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "dal",
            .title = "Drift-adjusted rate",
            .summary =
                "Chooses the rate at which the drift of a step away from the flow is as long as "
                "the step itself.",
            .formula = "r = ‖H g‖/‖g‖; η = min(2/r^p, η_max); x ← x − η g",
            .reference = "Rosca et al. 2023 (DAL-p)"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::power,
              {.key = "power",
               .label = "power",
               .symbol = "p",
               .help = "1 is stable; 1/2 takes longer steps where curvature is above 1.",
               .minimum = 0,
               .maximum = 2,
               .minimumExcluded = true,
               .sliderLow = 0.1,
               .sliderHigh = 1,
               .essential = true});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, 0.0, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    ++m.steps;
    const double length = m.gradient.norm();
    if (!(length > 0)) {
      m.rate = 0.0;
      m.product.setZero();
      return;
    }
    f.hessianTimes(x, m.gradient, m.product);
    const double curvature = m.product.norm() / length;
    m.rate =
        curvature > 0 ? std::min(2 / std::pow(curvature, s.power), s.learningRate) : s.learningRate;
    x -= m.rate * m.gradient;
  }

  static Needs needs() { return {.hessian = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient},
            {"curvature along it", "H g", m.product},
            {"step", "−η g", -m.rate * m.gradient}};
  }
};

}  // namespace

OptimizerEntry dal() { return optimizerEntry<Dal>(); }

}  // namespace thalweg::optimizers
