#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Polynomial {
  struct Settings {
    double power = 2.0;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "polynomial",
            .title = "Polynomial decay",
            .summary = "Falls to zero as a power of the part that is left.",
            .formula = "η_t = η (1 − t/T)^p",
            .reference = "as in PyTorch's PolynomialLR"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::power, {.key = "power",
                                                      .label = "power",
                                                      .symbol = "p",
                                                      .help = "Of the part that is left.",
                                                      .minimum = 0,
                                                      .maximum = 20,
                                                      .sliderLow = 0,
                                                      .sliderHigh = 4,
                                                      .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t steps) {
    return std::pow(1.0 - double(step) / double(std::max<std::int64_t>(1, steps)), s.power);
  }
};

}  // namespace

ScheduleEntry polynomial() { return scheduleEntry<Polynomial>(); }

}  // namespace thalweg::schedules
