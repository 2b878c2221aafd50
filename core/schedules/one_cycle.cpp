#include <numbers>

#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct OneCycle {
  struct Settings {
    double rise = 0.3;
    double divisor = 25.0;
    double finalDivisor = 1e4;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "one_cycle",
            .title = "One cycle",
            .summary = "One rise to the full rate and one long fall far below the start.",
            .formula =
                "rise from η/divisor to η over a share of the steps, then fall to η/(divisor × "
                "final divisor), along cosines",
            .reference = "Smith and Topin 2017; as in PyTorch's OneCycleLR"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::rise, {.key = "rise",
                                .label = "rise",
                                .help = "Share of the steps in which the rate rises.",
                                .minimum = 0,
                                .maximum = 1,
                                .sliderLow = 0,
                                .sliderHigh = 1,
                                .essential = true})
        .real(&Settings::divisor, {.key = "divisor",
                                   .label = "divisor",
                                   .help = "What the full rate is divided by at the start.",
                                   .minimum = 1,
                                   .maximum = 1e9,
                                   .sliderLow = 1,
                                   .sliderHigh = 100,
                                   .scale = Scale::logarithmic})
        .real(&Settings::finalDivisor,
              {.key = "final_divisor",
               .label = "final divisor",
               .help = "What the rate of the start is divided by at the end.",
               .minimum = 1,
               .maximum = 1e12,
               .sliderLow = 1,
               .sliderHigh = 1e6,
               .scale = Scale::logarithmic});
  }

  /// From `a` to `b` along half a cosine.
  static double between(double a, double b, double share) {
    return b + (a - b) / 2 * (1 + std::cos(std::numbers::pi * share));
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t steps) {
    const double last = double(std::max<std::int64_t>(1, steps - 1));
    const double peak = std::max(0.0, s.rise * double(steps) - 1), t = double(step);
    const double low = 1 / s.divisor;
    if (t <= peak && peak > 0) return between(low, 1.0, t / peak);
    return between(1.0, low / s.finalDivisor, last > peak ? (t - peak) / (last - peak) : 1.0);
  }
};

}  // namespace

ScheduleEntry one_cycle() { return scheduleEntry<OneCycle>(); }

}  // namespace thalweg::schedules
