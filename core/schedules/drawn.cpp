#include "core/schedules/corners.h"
#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Drawn {
  struct Settings {
    std::string points = "0 1; 0.5 1; 1 0";
    std::int64_t warmUp = 0;
  };
};

Schema<Drawn::Settings> schema() {
  return Schema<Drawn::Settings>{}
      .text(&Drawn::Settings::points,
            {.key = "points",
             .label = "points",
             .help = "Corners of the curve: share of the run and share of the rate, such as 0 1; "
                     "0.5 0.2; 1 0.",
             .essential = true})
      .integer(&Drawn::Settings::warmUp, warmUpField());
}

}  // namespace

ScheduleEntry drawn() {
  return {{.id = "drawn",
           .title = "Drawn by hand",
           .summary = "Lines between points that are set by hand.",
           .formula = "η_t = η × the height of the curve at t/T",
           .reference = "piecewise linear interpolation"},
          schema().fields(),
          [](const Values& values) -> Result<Schedule> {
            const auto settings = schema().read(values, "schedule drawn");
            if (!settings) return settings.error();
            const Result<std::vector<Corner>> corners = cornersFrom(settings->points);
            if (!corners) return corners.error();
            return withWarmUp(
                [corners = *corners](std::int64_t step, std::int64_t steps) {
                  return heightAt(corners, shareDone(step, steps));
                },
                settings->warmUp);
          },
          nullptr,
          nullptr};
}

}  // namespace thalweg::schedules
