#include "core/wrappers/wrapper.h"

namespace thalweg::wrappers {
namespace {

struct Lookahead {
  struct Settings {
    std::int64_t period = 5;
    double share = 0.5;
  };
  struct Memory {
    Vec slow;
    std::int64_t steps = 0;
  };
  static constexpr bool changesGradients = false;

  static Card card() {
    return {.id = "lookahead",
            .title = "Lookahead",
            .summary = "Every few steps goes back part of the way to where it was before them.",
            .formula = "every k steps: s ← s + α (x − s); x ← s",
            .reference = "Zhang et al. 2019"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .integer(&Settings::period, {.key = "period",
                                     .label = "period",
                                     .symbol = "k",
                                     .help = "Steps of the method between two returns.",
                                     .minimum = 1,
                                     .maximum = 1e6,
                                     .essential = true})
        .real(&Settings::share, {.key = "share",
                                 .label = "share",
                                 .symbol = "α",
                                 .help = "Part of the way that is kept.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .sliderLow = 0,
                                 .sliderHigh = 1});
  }

  static Memory start(const Settings&, const Vec& x) { return {x, 0}; }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f, Stepper& inner) {
    inner.step(x, f);
    if (++m.steps % s.period != 0) return;
    m.slow += s.share * (x - m.slow);
    x = m.slow;
  }
};

}  // namespace

WrapperEntry lookahead() { return wrapperEntry<Lookahead>(); }

}  // namespace thalweg::wrappers
