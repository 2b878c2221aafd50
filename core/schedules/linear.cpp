#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct LinearRate {
  struct Settings {
    double floor = 0.0;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "linear",
            .title = "Linear decay",
            .summary =
                "Falls on a line: for convex functions the best schedule known without knowing the "
                "gradients.",
            .formula = "η_t = η (1 − (1 − floor) t/T)",
            .reference = "Defazio et al. 2023"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::floor, {.key = "floor",
                                                      .label = "floor",
                                                      .help = "Share of the rate at the end.",
                                                      .minimum = 0,
                                                      .maximum = 1,
                                                      .sliderLow = 0,
                                                      .sliderHigh = 1,
                                                      .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t steps) {
    return 1 - (1 - s.floor) * double(step) / double(std::max<std::int64_t>(1, steps));
  }
};

}  // namespace

ScheduleEntry linear() { return scheduleEntry<LinearRate>(); }

}  // namespace thalweg::schedules
