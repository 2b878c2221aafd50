#include <numbers>

#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct CosineRestarts {
  struct Settings {
    std::int64_t period = 50;
    std::int64_t multiplier = 2;
    double floor = 0.0;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "cosine_restarts",
            .title = "Cosine with restarts",
            .summary = "Cosine decay again and again, each time over a longer period.",
            .formula =
                "η_t = η (floor + (1 − floor)(1 + cos(π t_cur/T_i))/2); T_(i+1) = T_i × multiplier",
            .reference = "Loshchilov and Hutter 2017 (SGDR)"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .integer(&Settings::period, {.key = "period",
                                     .label = "period",
                                     .help = "Steps of the first decay.",
                                     .minimum = 1,
                                     .maximum = 1e9,
                                     .essential = true})
        .integer(&Settings::multiplier,
                 {.key = "multiplier",
                  .label = "multiplier",
                  .help = "What each period is longer by than the one before.",
                  .minimum = 1,
                  .maximum = 100})
        .real(&Settings::floor, {.key = "floor",
                                 .label = "floor",
                                 .help = "Share of the rate at the end of each period.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .sliderLow = 0,
                                 .sliderHigh = 1,
                                 .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t) {
    std::int64_t period = s.period;
    while (step >= period) {
      step -= period;
      if (s.multiplier == 1)
        step %= period;
      else
        period *= s.multiplier;
    }
    return s.floor +
           (1 - s.floor) * (1 + std::cos(std::numbers::pi * double(step) / double(period))) / 2;
  }
};

}  // namespace

ScheduleEntry cosine_restarts() { return scheduleEntry<CosineRestarts>(); }

}  // namespace thalweg::schedules
