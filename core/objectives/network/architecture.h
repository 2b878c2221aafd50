/// What a network is made of: its description as in the experiment file, the plan of its layers,
/// the parts of its parameter vector.
#pragma once

#include <string>
#include <vector>

#include "core/base/types.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Before the dense layers: for each number of channels a 3 by 3 convolution that keeps the size,
/// the activation, and a pool of 2 by 2. No channels: none.
struct Convolution {
  std::vector<Index> channels{};
  std::string pool = "average";  // average, max or none
};

/// Keys as in the experiment file.
struct NetworkSpec {
  std::vector<Index> layers{};  // inputs, hidden widths, outputs
  std::string activation = "tanh";
  std::string loss = "cross-entropy";
  std::string precision =
      "float64";  // or float32: of the arithmetic; vectors at the interface stay double
  bool bias = true;
  double weightDecay =
      0.0;  // lambda of (lambda / 2) |x|^2, a part of the loss and of each sample's
  double gradientPenalty = 0.0;  // of the mean squared norm of the input Jacobian, in the loss
  bool spectralNormalisation = false;  // every weight matrix over its largest singular value
  Convolution convolution{};           // of the inputs as a square picture
};

enum class LayerKind { dense, convolution, averagePool, maxPool, flatten };

/// One layer. Arrays of dense layers are [width, samples]; those between convolutions
/// [height * width * samples, channels], each sample's picture in one piece.
struct LayerPlan {
  LayerKind kind = LayerKind::dense;
  Index inputs = 0, outputs = 0;       // numbers a sample
  Index channelsIn = 1, channels = 1;  // of pictures
  Index height = 1, width = 1;         // of the pictures that come in
  Index offset = -1;                   // of its weights; the bias follows them
  bool bias = false;
  bool activated = false;

  bool hasParameters() const { return kind == LayerKind::dense || kind == LayerKind::convolution; }
  Index rows() const { return kind == LayerKind::convolution ? channels : outputs; }
  Index cols() const { return kind == LayerKind::convolution ? 9 * channelsIn : inputs; }
};

/// Whether the pictures are square and large enough for the pools; else what is wrong with
/// `convolution`.
std::string convolutionProblem(const NetworkSpec& spec);

/// For a spec without such a problem.
std::vector<LayerPlan> layerPlan(const NetworkSpec& spec);

/// Layer by layer the weights [outputs, inputs], of a convolution [channels, channels in * 3 * 3],
/// row by row, then the bias: the order in which PyTorch flattens a stack of Conv2d and Linear.
std::vector<ParameterBlock> parameterBlocks(const NetworkSpec& spec);

}  // namespace thalweg
