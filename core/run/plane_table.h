/// `[view.plane]` of an experiment file: the plane on which a large problem is seen.
#pragma once

#include <toml++/toml.h>

#include "core/base/result.h"
#include "core/run/experiment.h"

namespace thalweg {

/// Its kind, seed, normalisation and radius; the rest are lists.
const Schema<PlaneChoice>& planeSchema();

/// The most nodes a side.
inline constexpr std::int64_t mostPlaneNodes = 2001;

/// `optimizers`: how many there are for steps to be of.
Outcome readPlane(const toml::node& node, std::size_t optimizers, PlaneChoice& plane);

/// The table as the lines of a file; "" where it is the default.
std::string planeTable(const PlaneChoice& plane);

/// Optimizer number `run` is taken away: steps of those behind it stay theirs, its own are the
/// default again.
void forgetRun(PlaneChoice& plane, std::int64_t run);

}  // namespace thalweg
