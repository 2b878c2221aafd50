/// How samples are cut: into blocks that stay in the cache, and those into groups that may be
/// summed by several threads.
#pragma once

#include <algorithm>

#include "core/base/team.h"
#include "core/objectives/network/activation.h"
#include "core/objectives/network/convolution_layer.h"

namespace thalweg {

/// What a block may take of the second-level cache; times differ by 5 % between 256 KiB and 1.5
/// MiB.
inline constexpr Index blockBytes = Index(512) << 10;

/// As many samples as fit the second-level cache with all that is kept of them, but enough for
/// each pass over large weights to pay; of pictures one fills a product.
template <class S>
Index blockFor(const std::vector<LayerPlan>& plan) {
  Index perSample = plan.front().inputs, patches = 0;
  for (const LayerPlan& layer : plan) {
    perSample += (layer.activated ? 3 : 2) * layer.outputs;
    if (layer.kind == LayerKind::convolution)
      patches = std::max(patches, ConvolutionLayer<S>::patchSize(layer));
  }
  const Index fit = blockBytes / Index(sizeof(S)) / (perSample + patches);
  if (patches > 0) return std::clamp(fit, Index(1), 16 * padding);
  return std::clamp(fit / padding * padding, 8 * padding, 16 * padding);
}

/// Multiplications a sample takes on its way through the layers.
inline Index productsFor(const std::vector<LayerPlan>& plan) {
  Index products = 0;
  for (const LayerPlan& layer : plan)
    if (layer.kind == LayerKind::convolution)
      products += 9 * layer.height * layer.width * layer.channelsIn * layer.channels;
    else if (layer.hasParameters())
      products += layer.inputs * layer.outputs;
  return products;
}

/// Groups of whole blocks. Their number follows from the work alone, so that a sum over groups in
/// their order has the same bits whoever works at them.
class SampleGroups {
 public:
  static constexpr Index most = 8;
  /// A pass over a group takes about half a millisecond, the start of a helper a twentieth of it.
  static constexpr Index leastProducts = 4'000'000;

  SampleGroups(Index samples, Index block, Index productsPerSample)
      : m_samples(samples),
        m_block(block),
        m_blocks((samples + block - 1) / block),
        m_count(std::clamp(samples * productsPerSample / leastProducts, Index(1),
                           std::clamp(m_blocks, Index(1), most))) {}
  Index count() const { return m_count; }
  Index first(Index group) const {
    return std::min(m_samples, group * m_blocks / m_count * m_block);
  }
  Index end(Index group) const { return first(group + 1); }

 private:
  Index m_samples, m_block, m_blocks, m_count;
};

}  // namespace thalweg
