#include "core/optimizers/fields.h"
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
    return Schema<Settings>{}.real(&Settings::limit,
                                   clipLimitField("Greatest length of a gradient."));
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size())}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      m.gradient = below.gradient(at);
      const double length = m.gradient.stableNorm();
      if (length > s.limit) m.gradient *= s.limit / length;
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }
};

}  // namespace

WrapperEntry clip_norm() { return wrapperEntry<ClipNorm>(); }

}  // namespace thalweg::wrappers
