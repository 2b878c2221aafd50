#include "core/optimizers/fields.h"
#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct ClipValue {
  struct Settings {
    double limit = 1.0;
  };
  struct Memory {
    Vec gradient;
  };
  static constexpr bool changesGradients = true;

  static Card card() {
    return {.id = "clip_value",
            .title = "Clip each coordinate",
            .summary = "Cuts every coordinate of the gradient to a range around zero.",
            .formula = "g_i ← min(c, max(−c, g_i))",
            .reference = "as in PyTorch's clip_grad_value_"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(
        &Settings::limit, clipLimitField("Greatest size of a coordinate of the gradient."));
  }

  static Memory start(const Settings&, const Vec& x) { return {Vec::Zero(x.size())}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
      m.gradient = below.gradient(at).cwiseMin(s.limit).cwiseMax(-s.limit);
      return m.gradient;
    });
    const FilterScope scope(f, filter);
    inner.step(x, f);
  }
};

}  // namespace

WrapperEntry clip_value() { return wrapperEntry<ClipValue>(); }

}  // namespace thalweg::wrappers
