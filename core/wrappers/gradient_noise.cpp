#include <cmath>

#include "core/base/random.h"
#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct GradientNoise {
  struct Settings {
    double deviation = 0.1;
    double decay = 0.55;
  };
  struct Memory {
    Vec gradient;
    std::int64_t steps = 0;
    std::uint64_t seed = 0;  // the run's
  };
  static constexpr bool changesGradients = true;

  static Card card() {
    return {.id = "gradient_noise",
            .title = "Gradient noise",
            .summary = "Adds normal noise to every gradient, less and less of it.",
            .formula = "g ← g + N(0, σ²/(1 + t)^γ)",
            .reference = "Neelakantan et al. 2015"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::deviation, {.key = "deviation",
                                     .label = "deviation",
                                     .symbol = "σ",
                                     .help = "Standard deviation at the first step.",
                                     .minimum = 0,
                                     .maximum = 1e6,
                                     .sliderLow = 1e-3,
                                     .sliderHigh = 10,
                                     .scale = Scale::logarithmic,
                                     .essential = true})
        .real(&Settings::decay, {.key = "decay",
                                 .label = "decay",
                                 .symbol = "γ",
                                 .help = "Power with which the variance falls; 0: it stays.",
                                 .minimum = 0,
                                 .maximum = 2,
                                 .sliderLow = 0,
                                 .sliderHigh = 2});
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size()), 0, 0}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    // A stream for each step, apart from those that draw batches.
    constexpr std::uint64_t ownStreams = std::uint64_t(1) << 62;
    Random random(m.seed, ownStreams + std::uint64_t(m.steps));
    const double deviation = s.deviation * std::pow(1.0 + double(m.steps), -s.decay / 2);
    ++m.steps;
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      m.gradient = below.gradient(at);
      for (double& g : m.gradient) g += deviation * random.normal();
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }
};

}  // namespace

WrapperEntry gradient_noise() { return wrapperEntry<GradientNoise>(); }

}  // namespace thalweg::wrappers
