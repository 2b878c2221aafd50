/// Makers of a network in either precision.
#pragma once

#include <memory>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/loss.h"
#include "core/objectives/network/network.h"

namespace thalweg {

std::shared_ptr<const NetworkObjective> makeFloat64(const NetworkSpec& spec,
                                                    std::shared_ptr<const Dataset> data,
                                                    const Activation& activation, LossKind loss);
std::shared_ptr<const NetworkObjective> makeFloat32(const NetworkSpec& spec,
                                                    std::shared_ptr<const Dataset> data,
                                                    const Activation& activation, LossKind loss);

}  // namespace thalweg
