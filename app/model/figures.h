/// The charts of the window as values, made of what is known of the runs.
#pragma once

#include <string>
#include <vector>

#include "app/model/session.h"
#include "core/io/figure.h"

namespace thalweg {

/// A chart that can be shown: id, the tab's title, and whether the runs have anything for it.
struct ChartKind {
  std::string id, title;
};

/// loss, gradient, step size, sharpness, drift, accuracy: those that these runs have data for, loss
/// always.
std::vector<ChartKind> chartKinds(const Session& session);

/// Long runs are drawn with the least and the greatest value of each block of steps; files have
/// every step.
enum class Detail { screen, everyStep };

/// The chart of one kind. Hidden runs are left out.
Figure chartOf(const std::string& id, const Session& session, const std::vector<bool>& visible,
               Detail detail = Detail::screen);

/// The trace of the Hessian against the norm that it bounds, a point for each measured step; guides
/// lead from the axes to the newest one of `run` at or before `step`, -1 none.
Figure normChartOf(const Session& session, const std::vector<bool>& visible, std::int64_t step,
                   int run);

/// The value of that chart's quantity at a step, the last one past the end; NaN where there is
/// none.
double chartedAt(const std::string& id, const RunData& data, std::int64_t step);

/// Label of a run as the window shows it.
std::string labelOf(const OptimizerChoice& choice);

}  // namespace thalweg
