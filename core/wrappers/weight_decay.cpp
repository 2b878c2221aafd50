#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct WeightDecay {
  struct Settings {
    double decay = 0.01;
    bool decoupled = false;
  };
  struct Memory {
    Vec gradient;  // or what the parameters lose, where the decay is beside it
  };
  static constexpr bool changesGradients = true;

  static Card card() {
    return {.id = "weight_decay",
            .title = "Weight decay",
            .summary = "Pulls the parameters to zero: through the gradient, or beside it.",
            .formula = "g ← g + ω x; decoupled: x ← (1 − η ω) x beside the step",
            .reference = "Krogh and Hertz 1991; Loshchilov and Hutter 2019"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::decay, {.key = "decay",
                                 .label = "decay",
                                 .symbol = "ω",
                                 .help = "Strength of the pull.",
                                 .minimum = 0,
                                 .maximum = 1e3,
                                 .sliderLow = 1e-6,
                                 .sliderHigh = 1,
                                 .scale = Scale::logarithmic,
                                 .essential = true})
        .boolean(&Settings::decoupled, {.key = "decoupled",
                                        .label = "decoupled",
                                        .help = "Beside the method's step, not in its gradient."});
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size())}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    if (s.decoupled) {
      m.gradient = inner.learningRate() * s.decay * x;
      inner.step(x, f);
      x -= m.gradient;
      return;
    }
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      m.gradient = below.gradient(at) + s.decay * at;
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }

  /// In the gradient the decay adds to every eigenvalue of the Hessian.
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory&,
                                            const Stepper& inner) {
    if (s.decoupled) return {};
    std::vector<StabilityBound> all = inner.bounds();
    std::erase_if(all, [](const StabilityBound& b) { return b.quantity != "sharpness"; });
    for (StabilityBound& bound : all) {
      bound.limit -= s.decay;
      bound.formula += " − ω";
    }
    return all;
  }
};

}  // namespace

WrapperEntry weight_decay() { return wrapperEntry<WeightDecay>(); }

}  // namespace thalweg::wrappers
