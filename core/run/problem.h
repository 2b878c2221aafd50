/// A problem made ready: the objective, where it starts, and what is known of it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/run/experiment.h"

namespace thalweg {

struct Problem {
  std::shared_ptr<const Objective> objective;
  Vec start;                  // [d]
  std::vector<Interval> box;  // what to show, one per coordinate; empty for networks
  std::vector<KnownPoint> points;
  /// Another start drawn as this one was [d]; null where the start is not drawn from a seed.
  std::function<Result<Vec>(std::uint64_t seed)> drawStart{};
};

/// Refuses what can not be evaluated: a wrong expression, a start of the wrong length, a data set
/// that does not fit.
Result<Problem> prepareProblem(const ProblemChoice& choice);

/// How many inputs a data set has, and how many outputs a network for it must have.
struct DataShape {
  std::int64_t features = 0, outputs = 0;
};
Result<DataShape> shapeOf(const NetworkChoice& choice);

}  // namespace thalweg
