/// What `thalweg-cli landscape` writes, and reads again to go on with a grid that was cut short.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/run/experiment.h"
#include "core/run/plane.h"
#include "core/run/run.h"

namespace thalweg::cli {

std::string surfaceCsv(const GridState& grid);
/// One row a step: where it lies over the plane, how far from it, its loss and that of the plane
/// below it.
std::string pathCsv(const Run& run, const Plane& plane, Evaluator& f);

/// What a plane shows of the runs, and what the same numbers are for a random walk.
nlohmann::ordered_json factsOf(const std::string& kind, const Plane& plane,
                               const std::vector<std::shared_ptr<Run>>& runs);
/// The same in a few lines for a person.
std::string wordsOf(const nlohmann::ordered_json& facts);

/// A number that other numbers of another problem, plane or grid do not have: `atOrigin` is the
/// loss there.
std::int64_t keyOf(const Experiment& experiment, const Plane& plane, const GridSpec& spec,
                   double atOrigin);

/// The nodes of a grid with the mask of those that are computed, and its key.
Outcome saveGrid(const std::string& path, const GridState& grid, std::int64_t key);
/// The grid of that key; null where there is none.
std::shared_ptr<const GridState> savedGrid(const std::string& path, const GridSpec& spec,
                                           std::int64_t key);

}  // namespace thalweg::cli
