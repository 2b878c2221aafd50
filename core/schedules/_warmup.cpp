#include "core/schedules/schedule.h"

namespace thalweg {

FieldText warmUpField() {
  return {.key = "warm_up",
          .label = "warm-up",
          .help = "Steps in which the rate rises linearly before the schedule begins.",
          .minimum = 0,
          .maximum = 1e9};
}

Schedule withWarmUp(Schedule after, std::int64_t warmUp) {
  if (warmUp <= 0) return after;
  return [after = std::move(after), warmUp](std::int64_t step, std::int64_t steps) {
    const std::int64_t rest = std::max<std::int64_t>(1, steps - warmUp);
    if (step < warmUp) return after(0, rest) * double(step + 1) / double(warmUp + 1);
    return after(step - warmUp, rest);
  };
}

}  // namespace thalweg
