#include <cmath>

#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct Sam {
  struct Settings {
    double radius = 0.05;
    bool adaptive = false;
  };
  struct Memory {
    Vec gradient, aside;
    double length = 0.0;  // of the gradient at the point itself
  };
  static constexpr bool changesGradients = true;

  static Card card() {
    return {.id = "sam",
            .title = "Sharpness-aware",
            .summary = "Takes the gradient where the loss is highest nearby: one step uphill.",
            .formula = "g ← ∇f(x + ρ g/‖g‖); adaptive: x + ρ x² g/‖|x| g‖",
            .reference = "Foret et al. 2021; Kwon et al. 2021 (adaptive)"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::radius, {.key = "rho",
                                  .label = "radius",
                                  .symbol = "ρ",
                                  .help = "Length of the step uphill.",
                                  .minimum = 0,
                                  .maximum = 1e3,
                                  .sliderLow = 1e-3,
                                  .sliderHigh = 2,
                                  .scale = Scale::logarithmic,
                                  .essential = true})
        .boolean(&Settings::adaptive, {.key = "adaptive",
                                       .label = "adaptive",
                                       .help = "Scaled by the size of each parameter."});
  }

  static Memory start(const Settings&, const Vec& x) {
    return {Vec::Zero(x.size()), Vec::Zero(x.size()), 0.0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    constexpr double tiny = 1e-12;  // of the authors' code
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      const Vec& g = below.gradient(at);
      m.length = g.norm();
      if (s.adaptive)
        m.aside =
            at + s.radius / (at.cwiseProduct(g).norm() + tiny) * at.cwiseAbs2().cwiseProduct(g);
      else
        m.aside = at + s.radius / (m.length + tiny) * g;
      m.gradient = below.gradient(m.aside);
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }

  /// λ + ρ λ²/‖g‖ takes the place of λ: stable while it is at most the inner method's limit (Long
  /// and Bartlett 2023).
  static std::vector<StabilityBound> bounds(const Settings& s, const Memory& m,
                                            const Stepper& inner) {
    if (s.adaptive || !(m.length > 0)) return {};
    std::vector<StabilityBound> all = inner.bounds();
    std::erase_if(all, [](const StabilityBound& b) { return b.quantity != "sharpness"; });
    for (StabilityBound& bound : all) {
      if (s.radius > 0)
        bound.limit =
            m.length / (2 * s.radius) * (std::sqrt(1 + 4 * s.radius * bound.limit / m.length) - 1);
      bound.formula = "‖g‖/(2ρ) (√(1 + 4ρ L/‖g‖) − 1), L = " + bound.formula;
    }
    return all;
  }
};

}  // namespace

WrapperEntry sam() { return wrapperEntry<Sam>(); }

}  // namespace thalweg::wrappers
