/// Points in parameter space by the names that a person gives them on the command line.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/run/experiment.h"
#include "core/run/problem.h"
#include "core/run/run.h"

namespace thalweg::cli {

/// The point that `text` names: `initial`; RUN@STEP, where the run of that label (or id) is at a
/// step; RUN@end, where it ends; or a file with a flat vector. `option` is what it is called in a
/// message.
Result<Vec> pointNamed(const std::string& text, const Experiment& experiment,
                       const Problem& problem, const std::string& option);

/// The runs of the file, made to be projected; fewer steps where Ctrl-C was pressed. Empty where it
/// has no optimizer.
Result<std::vector<std::shared_ptr<Run>>> finishedRuns(const Experiment& experiment,
                                                       const Problem& problem);

/// The points of a run that are finite, step by step.
std::vector<std::pair<std::int64_t, Vec>> pointsOf(const Record& record);
std::vector<Vec> pathOf(const Record& record);

}  // namespace thalweg::cli
