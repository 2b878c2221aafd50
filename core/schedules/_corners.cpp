#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "core/base/text.h"
#include "core/schedules/corners.h"

namespace thalweg {

Result<std::vector<Corner>> cornersFrom(const std::string& text) {
  std::vector<Corner> corners;
  std::istringstream pairs(text);
  for (std::string pair; std::getline(pairs, pair, ';');) {
    std::istringstream words(pair);
    std::string share, rate, more;
    words >> share >> rate;
    const auto at = numberFrom(share), factor = numberFrom(rate);
    const bool fits =
        at && factor && *at >= 0 && *at <= 1 && *factor >= 0 && *factor <= greatestCornerRate;
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

std::string textOf(const std::vector<Corner>& corners) {
  std::vector<std::string> pairs;
  for (const Corner& corner : corners)
    pairs.push_back(shortest(corner.share) + " " + shortest(corner.rate));
  return joined(pairs, "; ");
}

double heightAt(const std::vector<Corner>& corners, double share) {
  const auto after = std::upper_bound(corners.begin(), corners.end(), share,
                                      [](double s, const Corner& c) { return s < c.share; });
  if (after == corners.begin()) return corners.front().rate;
  if (after == corners.end()) return corners.back().rate;
  const Corner &a = *(after - 1), &b = *after;
  return a.rate + (b.rate - a.rate) * (share - a.share) / (b.share - a.share);
}

}  // namespace thalweg
