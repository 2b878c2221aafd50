#include "core/objectives/network/dense.h"
#include "core/objectives/network/dense_network.h"

namespace thalweg {

std::shared_ptr<const NetworkObjective> makeDense32(const NetworkSpec& spec,
                                                    std::shared_ptr<const Dataset> data,
                                                    const Activation& activation, LossKind loss) {
  return std::make_shared<DenseNetwork<float>>(spec, std::move(data), activation.single, loss);
}

}  // namespace thalweg
