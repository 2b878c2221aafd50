#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct StepRate {
  struct Settings {
    std::int64_t every = 100;
    double gamma = 0.1;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "step",
            .title = "Steps down",
            .summary = "Multiplies the rate by γ every so many steps.",
            .formula = "η_t = η γ^⌊t/every⌋",
            .reference = "as in PyTorch's StepLR"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .integer(&Settings::every, {.key = "every",
                                    .label = "every",
                                    .help = "Steps between two falls.",
                                    .minimum = 1,
                                    .maximum = 1e9,
                                    .essential = true})
        .real(&Settings::gamma, {.key = "gamma",
                                 .label = "factor",
                                 .help = "What the rate is multiplied by.",
                                 .minimum = 0,
                                 .maximum = 1,
                                 .sliderLow = 0,
                                 .sliderHigh = 1,
                                 .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t) {
    return std::pow(s.gamma, double(step / s.every));
  }
};

}  // namespace

ScheduleEntry step() { return scheduleEntry<StepRate>(); }

}  // namespace thalweg::schedules
