/// What a pass through a network leaves behind for one block of samples, in one piece of memory.
#pragma once

#include <vector>

#include "core/objectives/network/activation.h"

namespace thalweg {

/// Where each layer's arrays [width, block] lie. Layer 0 is the input and has none; the last has
/// values and deltas only.
class TapeShape {
 public:
  TapeShape(const std::vector<Index>& widths, Index block) : m_layers(widths.size()) {
    const auto place = [&](Index width) {
      const Index at = m_size;
      m_size += (width * block + padding - 1) / padding * padding;
      return at;
    };
    for (std::size_t l = 1; l < widths.size(); ++l) {
      const bool hidden = l + 1 < widths.size();
      m_layers[l].value = place(widths[l]);
      m_layers[l].slope = hidden ? place(widths[l]) : -1;
      m_layers[l].delta = place(widths[l]);
    }
    m_firstOrder = m_size;
    for (std::size_t l = 1; l + 1 < widths.size(); ++l) m_layers[l].curve = place(widths[l]);
  }
  Index size() const { return m_size; }
  /// Without the curves, which only products with the Hessian need.
  Index firstOrderSize() const { return m_firstOrder; }

  struct Offsets {
    Index value = -1, slope = -1, delta = -1, curve = -1;
  };
  const Offsets& layer(std::size_t l) const { return m_layers[l]; }

 private:
  std::vector<Offsets> m_layers;
  Index m_size = 0, m_firstOrder = 0;
};

/// A view of that memory.
template <class S>
struct Tape {
  const TapeShape* shape = nullptr;
  S* memory = nullptr;
  const S* input = nullptr;  // [inputs, count]
  Index count = 0;           // samples in this block

  const S* in(std::size_t l) const { return l == 0 ? input : value(l); }
  S* value(std::size_t l) const {
    return memory + shape->layer(l).value;
  }  // activations; outputs or probabilities at the end
  S* slope(std::size_t l) const { return memory + shape->layer(l).slope; }  // phi'(z)
  S* delta(std::size_t l) const { return memory + shape->layer(l).delta; }  // dL/dz
  S* curve(std::size_t l) const { return memory + shape->layer(l).curve; }  // dL/da phi''(z)
};

}  // namespace thalweg
