/// Where the parameters of a network begin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/result.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Layer by layer the weights [outputs, inputs] row by row, then the bias: the order in which
/// PyTorch flattens a stack of Linear.
std::vector<ParameterBlock> parameterBlocks(const std::vector<Index>& layers, bool bias);

struct Initialisation {
  Card card;
  /// Fills one block of a layer with that many inputs and outputs; `stream` is the block's place.
  void (*fill)(Eigen::Ref<Vec> block, bool bias, Index inputs, Index outputs, std::uint64_t seed,
               std::uint64_t stream);
};

const std::vector<Initialisation>& allInitialisations();

/// Same name, seed and layers: same parameters, on every machine.
Result<Vec> initialParameters(const std::vector<Index>& layers, bool bias, const std::string& name,
                              std::uint64_t seed);

}  // namespace thalweg
