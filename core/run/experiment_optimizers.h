/// The optimizers of an experiment file.
#pragma once

#include <toml++/toml.h>

#include "core/run/experiment.h"

namespace thalweg {

/// `node`: the list under `optimizer`, or one table, or null.
Result<std::vector<OptimizerChoice>> readOptimizers(const toml::node* node);

}  // namespace thalweg
