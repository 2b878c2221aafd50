#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct InverseRoot {
  struct Settings {
    std::int64_t offset = 10;
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "inverse_root",
            .title = "Inverse root",
            .summary = "Falls with the root of the step count, without an end.",
            .formula = "η_t = η/√(1 + t/offset)",
            .reference = "Zinkevich 2003; Vaswani et al. 2017"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.integer(&Settings::offset,
                                      {.key = "offset",
                                       .label = "offset",
                                       .help = "Steps after which the rate has fallen by √2.",
                                       .minimum = 1,
                                       .maximum = 1e9,
                                       .essential = true});
  }

  static double factor(const Settings& s, std::int64_t step, std::int64_t) {
    return 1.0 / std::sqrt(1.0 + double(step) / double(s.offset));
  }
};

}  // namespace

ScheduleEntry inverse_root() { return scheduleEntry<InverseRoot>(); }

}  // namespace thalweg::schedules
