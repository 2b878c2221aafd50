#include "core/objectives/network/initialisation.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"

namespace thalweg {
namespace {

void uniform(Eigen::Ref<Vec> block, double bound, std::uint64_t seed, std::uint64_t stream) {
  Random random(seed, stream);
  for (double& value : block) value = random.uniform(-bound, bound);
}

void normal(Eigen::Ref<Vec> block, double deviation, std::uint64_t seed, std::uint64_t stream) {
  Random random(seed, stream);
  for (double& value : block) value = deviation * random.normal();
}

void pytorchLinear(Eigen::Ref<Vec> block, bool, Index inputs, Index, std::uint64_t seed,
                   std::uint64_t stream) {
  uniform(block, 1.0 / std::sqrt(double(inputs)), seed, stream);
}

void xavierNormal(Eigen::Ref<Vec> block, bool bias, Index inputs, Index outputs, std::uint64_t seed,
                  std::uint64_t stream) {
  bias ? (void)block.setZero()
       : normal(block, std::sqrt(2.0 / double(inputs + outputs)), seed, stream);
}

void heNormal(Eigen::Ref<Vec> block, bool bias, Index inputs, Index, std::uint64_t seed,
              std::uint64_t stream) {
  bias ? (void)block.setZero() : normal(block, std::sqrt(2.0 / double(inputs)), seed, stream);
}

void zeros(Eigen::Ref<Vec> block, bool, Index, Index, std::uint64_t, std::uint64_t) {
  block.setZero();
}

}  // namespace

std::vector<ParameterBlock> parameterBlocks(const std::vector<Index>& layers, bool bias) {
  std::vector<ParameterBlock> blocks;
  Index offset = 0;
  const auto add = [&](const char* kind, std::size_t layer, Index rows, Index cols) {
    blocks.push_back({fmt::format("{}{}", kind, layer), offset, rows, cols, kind[0] == 'b'});
    offset += rows * cols;
  };
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    add("W", l, layers[l + 1], layers[l]);
    if (bias) add("b", l, layers[l + 1], 1);
  }
  return blocks;
}

const std::vector<Initialisation>& allInitialisations() {
  static const std::vector<Initialisation> rows{
      {{"pytorch-linear", "As PyTorch's Linear",
        "Weights and biases uniform, scaled by the number of inputs.",
        "W, b ~ U(−1/√inputs, 1/√inputs)", "torch.nn.Linear.reset_parameters"},
       pytorchLinear},
      {{"xavier-normal", "Xavier normal",
        "Keeps the size of activations and gradients through tanh layers; biases 0.",
        "W ~ N(0, 2/(inputs + outputs)); b = 0", "Glorot and Bengio, AISTATS 2010"},
       xavierNormal},
      {{"he-normal", "He normal", "Keeps the size of activations through relu layers; biases 0.",
        "W ~ N(0, 2/inputs); b = 0", "He et al., ICCV 2015"},
       heNormal},
      {{"zeros", "Zeros", "All parameters 0: a saddle point of every network with a hidden layer.",
        "W = 0; b = 0", ""},
       zeros},
  };
  return rows;
}

Result<Vec> initialParameters(const std::vector<Index>& layers, bool bias, const std::string& name,
                              std::uint64_t seed) {
  const std::vector<Initialisation>& rows = allInitialisations();
  std::size_t at = 0;
  while (at < rows.size() && rows[at].card.id != name) ++at;
  if (at == rows.size()) {
    std::vector<std::string> names;
    for (const Initialisation& row : rows) names.push_back(row.card.id);
    return Error{fmt::format("initialisation = '{}' is unknown; {} are allowed.",
                             quotable(name, 60), joined(names)),
                 "initialisation"};
  }
  const std::vector<ParameterBlock> blocks = parameterBlocks(layers, bias);
  Vec x(blocks.empty() ? 0 : blocks.back().offset + blocks.back().rows * blocks.back().cols);
  Index inputs = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const ParameterBlock& block = blocks[i];
    if (!block.bias) inputs = block.cols;  // a bias follows its weights
    rows[at].fill(x.segment(block.offset, block.rows * block.cols), block.bias, inputs, block.rows,
                  seed, i);
  }
  return x;
}

}  // namespace thalweg
