#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct ConstantRate {
  struct Settings {
    std::int64_t warmUp = 0;
  };

  static Card card() {
    return {.id = "constant",
            .title = "Constant",
            .summary = "The same rate at every step.",
            .formula = "η_t = η",
            .reference = "Robbins and Monro 1951"};
  }

  static Schema<Settings> schema() { return Schema<Settings>{}; }

  static double factor(const Settings&, std::int64_t, std::int64_t) { return 1.0; }
};

}  // namespace

ScheduleEntry constant() { return scheduleEntry<ConstantRate>(); }

}  // namespace thalweg::schedules
