/// `problem.convolution` of an experiment file: { channels = [8, 16], pool = "average" }.
#pragma once

#include <toml++/toml.h>

#include "core/base/result.h"
#include "core/run/experiment.h"

namespace thalweg {

Outcome readConvolution(const toml::node& node, NetworkChoice& network);

/// The table as a line of the file; "" where there are no convolutions.
std::string convolutionLine(const NetworkChoice& network);

}  // namespace thalweg
