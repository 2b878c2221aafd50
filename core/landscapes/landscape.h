/// Classic surfaces: an objective with the box, start and known points that suit it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/settings.h"
#include "core/objectives/objective.h"

namespace thalweg {

struct Interval {
  double low = -1.0, high = 1.0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

enum class PointKind { minimum, saddle, maximum };

struct KnownPoint {
  Vec x;
  double f = 0.0;
  PointKind kind = PointKind::minimum;
  bool smooth =
      true;  // false on a kink, and at the end of the box, where the gradient does not vanish
};

/// A landscape with its parameters set.
struct Landscape {
  std::shared_ptr<const Objective> objective;
  std::vector<Interval> box;  // what to show, one per coordinate
  Vec start;                  // a start worth watching
  std::vector<KnownPoint> points;
};

struct LandscapeEntry {
  Card card;
  std::vector<Field> fields;
  /// Refuses settings that the fields do not allow. Settings left out have their defaults.
  std::function<Result<Landscape>(const Values&)> make;
  /// Learning rates at which an optimizer (by id) works from the start; others take their own
  /// default.
  std::vector<std::pair<std::string, double>> rates;
};

}  // namespace thalweg
