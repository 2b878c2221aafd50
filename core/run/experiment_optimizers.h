/// The optimizers of an experiment file.
#pragma once

#include <toml++/toml.h>

#include "core/run/experiment.h"

namespace thalweg {

/// `node`: the list under `optimizer`, or one table, or null. `folder`: what relative paths in it
/// are relative to.
Result<std::vector<OptimizerChoice>> readOptimizers(const toml::node* node,
                                                    const std::string& folder);

}  // namespace thalweg
