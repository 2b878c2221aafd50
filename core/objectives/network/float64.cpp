#include "core/objectives/network/layered_network.h"
#include "core/objectives/network/precisions.h"

namespace thalweg {

std::shared_ptr<const NetworkObjective> makeFloat64(const NetworkSpec& spec,
                                                    std::shared_ptr<const Dataset> data,
                                                    const Activation& activation, LossKind loss) {
  return std::make_shared<LayeredNetwork<double>>(spec, std::move(data), activation.real, loss);
}

}  // namespace thalweg
