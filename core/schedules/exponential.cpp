#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Exponential {
  struct Settings {
    double gamma = 0.99;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "exponential",
            .title = "Exponential decay",
            .summary = "Multiplies the rate by γ at every step.",
            .formula = "η_t = η γ^t",
            .reference = "as in PyTorch's ExponentialLR"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::gamma,
                                   {.key = "gamma",
                                    .label = "factor",
                                    .help = "What the rate is multiplied by at each step.",
                                    .minimum = 0,
                                    .maximum = 1,
                                    .sliderLow = 0,
                                    .sliderHigh = 1,
                                    .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t) {
    return std::pow(s.gamma, double(step));
  }
};

}  // namespace

ScheduleEntry exponential() { return scheduleEntry<Exponential>(); }

}  // namespace thalweg::schedules
