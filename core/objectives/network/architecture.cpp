#include "core/objectives/network/architecture.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/text.h"

namespace thalweg {
namespace {

Index sideOf(Index pixels) { return Index(std::llround(std::sqrt(double(pixels)))); }

LayerPlan convolution(Index channelsIn, Index channels, Index side) {
  return {.kind = LayerKind::convolution,
          .inputs = channelsIn * side * side,
          .outputs = channels * side * side,
          .channelsIn = channelsIn,
          .channels = channels,
          .height = side,
          .width = side,
          .activated = true};
}

LayerPlan pool(LayerKind kind, Index channels, Index side) {
  return {.kind = kind,
          .inputs = channels * side * side,
          .outputs = channels * (side / 2) * (side / 2),
          .channelsIn = channels,
          .channels = channels,
          .height = side,
          .width = side};
}

LayerPlan flatten(Index channels, Index side) {
  const Index size = channels * side * side;
  return {.kind = LayerKind::flatten,
          .inputs = size,
          .outputs = size,
          .channelsIn = channels,
          .channels = channels,
          .height = side,
          .width = side};
}

}  // namespace

std::string convolutionProblem(const NetworkSpec& spec) {
  const Convolution& stack = spec.convolution;
  if (stack.channels.empty()) return "";
  if (stack.pool != "average" && stack.pool != "max" && stack.pool != "none")
    return fmt::format("pool = '{}' is not allowed: average, max, none", quotable(stack.pool, 40));
  const Index pixels = spec.layers.front();
  Index side = sideOf(pixels);
  if (side * side != pixels) return fmt::format("{} inputs are no square picture", pixels);
  for (const Index channels : stack.channels) {
    if (channels < 1 || channels > 1024)
      return fmt::format("{} channels are not allowed: 1 to 1024", channels);
    if (stack.pool == "none") continue;
    if (side < 2)
      return fmt::format("{} pools are too many for pictures of {} by {}", stack.channels.size(),
                         sideOf(pixels), sideOf(pixels));
    side /= 2;
  }
  return "";
}

std::vector<LayerPlan> layerPlan(const NetworkSpec& spec) {
  std::vector<LayerPlan> plan;
  Index channelsIn = 1, side = sideOf(spec.layers.front()), inputs = spec.layers.front();
  const Convolution& stack = spec.convolution;
  for (const Index channels : stack.channels) {
    plan.push_back(convolution(channelsIn, channels, side));
    channelsIn = channels;
    if (stack.pool == "none") continue;
    plan.push_back(
        pool(stack.pool == "max" ? LayerKind::maxPool : LayerKind::averagePool, channels, side));
    side /= 2;
  }
  if (!stack.channels.empty()) {
    plan.push_back(flatten(channelsIn, side));
    inputs = plan.back().outputs;
  }
  for (std::size_t l = 1; l < spec.layers.size(); ++l) {
    plan.push_back(
        {.inputs = inputs, .outputs = spec.layers[l], .activated = l + 1 < spec.layers.size()});
    inputs = spec.layers[l];
  }
  Index offset = 0;
  for (LayerPlan& layer : plan) {
    if (!layer.hasParameters()) continue;
    layer.offset = offset;
    layer.bias = spec.bias;
    offset += layer.rows() * (layer.cols() + (layer.bias ? 1 : 0));
  }
  return plan;
}

std::vector<ParameterBlock> parameterBlocks(const NetworkSpec& spec) {
  std::vector<ParameterBlock> blocks;
  int number = 0;
  for (const LayerPlan& layer : layerPlan(spec)) {
    if (!layer.hasParameters()) continue;
    const Index rows = layer.rows(), cols = layer.cols();
    blocks.push_back({fmt::format("W{}", number), layer.offset, rows, cols, false});
    if (layer.bias)
      blocks.push_back({fmt::format("b{}", number), layer.offset + rows * cols, rows, 1, true});
    ++number;
  }
  return blocks;
}

}  // namespace thalweg
