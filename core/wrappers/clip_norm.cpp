#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct ClipNorm {
  struct Settings {
    double limit = 1.0;
  };
  struct Memory {
    Vec gradient;
  };
  static constexpr bool changesGradients = true;

  static Card card() {
    return {.id = "clip_norm",
            .title = "Clip the norm",
            .summary = "Shortens gradients that are longer than a limit.",
            .formula = "g ← g min(1, c/‖g‖)",
            .reference = "Pascanu, Mikolov and Bengio 2013"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::limit, {.key = "limit",
                                                      .label = "limit",
                                                      .symbol = "c",
                                                      .help = "Greatest length of a gradient.",
                                                      .minimum = 0,
                                                      .maximum = 1e9,
                                                      .minimumExcluded = true,
                                                      .sliderLow = 1e-3,
                                                      .sliderHigh = 1e3,
                                                      .scale = Scale::logarithmic,
                                                      .essential = true});
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size())}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      const Vec& g = below.gradient(at);
      const double length = g.stableNorm();
      m.gradient = length > s.limit ? Vec(g * (s.limit / length)) : g;
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }
};

}  // namespace

WrapperEntry clip_norm() { return wrapperEntry<ClipNorm>(); }

}  // namespace thalweg::wrappers
