/// The gradient noise at a point as JSON.
#pragma once

#include "app/cli/json.h"
#include "core/objectives/objective.h"
#include "core/run/experiment.h"

namespace thalweg::cli {

/// Of batches of `batch` samples; 0: of the run's, or all. Says whether it was stopped before its
/// end, and whether all of it is finite.
nlohmann::ordered_json noiseJson(Evaluator& f, const Vec& x, const RunChoice& run, Index batch,
                                 bool& stopped, bool& finite);

}  // namespace thalweg::cli
