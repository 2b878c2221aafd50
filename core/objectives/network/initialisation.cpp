#include "core/objectives/network/initialisation.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/math/orthonormal.h"

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

void xavierUniform(Eigen::Ref<Vec> block, bool bias, Index inputs, Index outputs,
                   std::uint64_t seed, std::uint64_t stream) {
  bias ? (void)block.setZero()
       : uniform(block, std::sqrt(6.0 / double(inputs + outputs)), seed, stream);
}

void kaimingUniform(Eigen::Ref<Vec> block, bool bias, Index inputs, Index, std::uint64_t seed,
                    std::uint64_t stream) {
  bias ? (void)block.setZero() : uniform(block, std::sqrt(6.0 / double(inputs)), seed, stream);
}

void normalFanIn(Eigen::Ref<Vec> block, bool bias, Index inputs, Index, std::uint64_t seed,
                 std::uint64_t stream) {
  bias ? (void)block.setZero() : normal(block, 1.0 / std::sqrt(double(inputs)), seed, stream);
}

void orthogonal(Eigen::Ref<Vec> block, bool bias, Index inputs, Index, std::uint64_t seed,
                std::uint64_t stream) {
  if (bias) return (void)block.setZero();
  const Index outputs = block.size() / inputs;
  normal(block, 1.0, seed, stream);
  // Row by row W is W' column by column; the shorter side becomes orthonormal.
  Eigen::Map<Mat> turned(block.data(), inputs, outputs);
  if (outputs <= inputs)
    turned = orthonormalColumns(turned);
  else
    turned = orthonormalColumns(turned.transpose()).transpose();
}

void zeros(Eigen::Ref<Vec> block, bool, Index, Index, std::uint64_t, std::uint64_t) {
  block.setZero();
}

}  // namespace

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
      {{"xavier-uniform", "Xavier uniform", "As Xavier normal, from a uniform distribution.",
        "W ~ U(−a, a),  a = √(6/(inputs + outputs)); b = 0", "Glorot and Bengio, AISTATS 2010"},
       xavierUniform},
      {{"kaiming-uniform", "Kaiming uniform", "As He normal, from a uniform distribution.",
        "W ~ U(−a, a),  a = √(6/inputs); b = 0", "He et al., ICCV 2015"},
       kaimingUniform},
      {{"normal-fan-in", "Normal by inputs",
        "Keeps the size of activations through linear layers; biases 0.",
        "W ~ N(0, 1/inputs); b = 0", "LeCun et al., Efficient BackProp, 1998"},
       normalFanIn},
      {{"orthogonal", "Orthogonal",
        "Rows or columns of every weight matrix orthonormal, whichever are fewer; biases 0.",
        "WᵀW = I or WWᵀ = I; b = 0", "Saxe et al., arXiv 1312.6120"},
       orthogonal},
      {{"zeros", "Zeros", "All parameters 0: a saddle point of every network with a hidden layer.",
        "W = 0; b = 0", "PyTorch: torch.nn.init.zeros_"},
       zeros},
  };
  return rows;
}

Result<Vec> initialParameters(const NetworkSpec& spec, const std::string& name,
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
  const std::vector<ParameterBlock> blocks = parameterBlocks(spec);
  Vec x(blocks.empty() ? 0 : blocks.back().offset + blocks.back().rows * blocks.back().cols);
  std::uint64_t stream = 0;  // the block's place
  for (const LayerPlan& layer : layerPlan(spec)) {
    if (!layer.hasParameters()) continue;
    const Index outputs = layer.rows() * (layer.kind == LayerKind::convolution ? 9 : 1);
    const Index weights = layer.rows() * layer.cols();
    rows[at].fill(x.segment(layer.offset, weights), false, layer.cols(), outputs, seed, stream++);
    if (layer.bias)
      rows[at].fill(x.segment(layer.offset + weights, layer.rows()), true, layer.cols(), outputs,
                    seed, stream++);
  }
  return x;
}

Result<Vec> initialParameters(const std::vector<Index>& layers, bool bias, const std::string& name,
                              std::uint64_t seed) {
  return initialParameters({.layers = layers, .bias = bias}, name, seed);
}

}  // namespace thalweg
