#include <numbers>

#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Cosine {
  struct Settings {
    double floor = 0.0;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "cosine",
            .title = "Cosine decay",
            .summary = "Half a cosine from the full rate down to a floor.",
            .formula = "η_t = η (floor + (1 − floor)(1 + cos(π t/T))/2)",
            .reference = "Loshchilov and Hutter 2017; as in PyTorch's CosineAnnealingLR"};
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
    const double t = double(step) / double(std::max<std::int64_t>(1, steps));
    return s.floor + (1 - s.floor) * (1 + std::cos(std::numbers::pi * t)) / 2;
  }
};

}  // namespace

ScheduleEntry cosine() { return scheduleEntry<Cosine>(); }

}  // namespace thalweg::schedules
