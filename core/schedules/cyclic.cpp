#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Cyclic {
  struct Settings {
    double low = 0.1;
    std::int64_t half = 50;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "cyclic",
            .title = "Cyclic",
            .summary = "Rises and falls on lines between a low rate and the full one.",
            .formula = "η_t = η (low + (1 − low) max(0, 1 − |t/half − 2 cycle + 1|))",
            .reference = "Smith 2017; as in PyTorch's CyclicLR (triangular)"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::low, {.key = "low",
                               .label = "low",
                               .help = "Share of the rate between two peaks.",
                               .minimum = 0,
                               .maximum = 1,
                               .sliderLow = 0,
                               .sliderHigh = 1,
                               .essential = true})
        .integer(&Settings::half, {.key = "half",
                                   .label = "half period",
                                   .help = "Steps from the low rate to the full one.",
                                   .minimum = 1,
                                   .maximum = 1e9,
                                   .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t) {
    const double half = double(s.half), t = double(step);
    const double cycle = std::floor(1 + t / (2 * half));
    const double height = std::max(0.0, 1 - std::abs(t / half - 2 * cycle + 1));
    return s.low + (1 - s.low) * height;
  }
};

}  // namespace

ScheduleEntry cyclic() { return scheduleEntry<Cyclic>(); }

}  // namespace thalweg::schedules
