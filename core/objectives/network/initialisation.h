/// Where the parameters of a network begin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/result.h"
#include "core/objectives/network/architecture.h"

namespace thalweg {

struct Initialisation {
  Card card;
  /// Fills one block of a layer with that many inputs and outputs; `stream` is the block's place.
  void (*fill)(Eigen::Ref<Vec> block, bool bias, Index inputs, Index outputs, std::uint64_t seed,
               std::uint64_t stream);
};

const std::vector<Initialisation>& allInitialisations();

/// Same name, seed and layers: same parameters, on every machine. Of a convolution, inputs are the
/// 9 channels that come in and outputs the 9 channels that go out, as PyTorch counts.
Result<Vec> initialParameters(const NetworkSpec& spec, const std::string& name, std::uint64_t seed);
/// Of dense layers.
Result<Vec> initialParameters(const std::vector<Index>& layers, bool bias, const std::string& name,
                              std::uint64_t seed);

}  // namespace thalweg
