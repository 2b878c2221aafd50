#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/text.h"
#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Corner {
  double share = 0.0, rate = 1.0;
};

constexpr std::size_t mostCorners = 200;

/// "0 1; 0.5 0.2; 1 0" as corners in the order of the run.
Result<std::vector<Corner>> cornersFrom(const std::string& text) {
  std::vector<Corner> corners;
  std::istringstream pairs(text);
  for (std::string pair; std::getline(pairs, pair, ';');) {
    std::istringstream words(pair);
    std::string share, rate, more;
    words >> share >> rate;
    const auto at = numberFrom(share), factor = numberFrom(rate);
    const bool fits = at && factor && *at >= 0 && *at <= 1 && *factor >= 0 && *factor <= 1000;
    if (!fits || (words >> more))
      return Error{fmt::format("points: '{}' is not a pair such as 0.5 0.2: a share of the run, 0 "
                               "to 1, and a share of the rate, 0 to 1000",
                               quotable(pair)),
                   "points"};
    if (!corners.empty() && *at < corners.back().share)
      return Error{fmt::format("points: {} comes after {}; shares of the run must rise", share,
                               shortest(corners.back().share)),
                   "points"};
    corners.push_back({*at, *factor});
  }
  if (corners.empty() || corners.size() > mostCorners)
    return Error{fmt::format("points: {} pairs; 1 to {} are allowed", corners.size(), mostCorners),
                 "points"};
  return corners;
}

double heightAt(const std::vector<Corner>& corners, double share) {
  const auto after = std::upper_bound(corners.begin(), corners.end(), share,
                                      [](double s, const Corner& c) { return s < c.share; });
  if (after == corners.begin()) return corners.front().rate;
  if (after == corners.end()) return corners.back().rate;
  const Corner &a = *(after - 1), &b = *after;
  return a.rate + (b.rate - a.rate) * (share - a.share) / (b.share - a.share);
}

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
          nullptr};
}

}  // namespace thalweg::schedules
