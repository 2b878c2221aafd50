/// What a pass through a network leaves behind for one block of samples, in one piece of memory.
#pragma once

#include <vector>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/architecture.h"

namespace thalweg {

/// Where each layer's arrays, `outputs` numbers a sample, lie. Layer 0 is the input and has none;
/// slopes and curves belong to layers with an activation.
class TapeShape {
 public:
  TapeShape(const std::vector<LayerPlan>& plan, Index block) : m_layers(plan.size() + 1) {
    const auto place = [&](const LayerPlan& layer) {
      const Index at = m_size;
      m_size += (layer.outputs * block + padding - 1) / padding * padding;
      return at;
    };
    for (std::size_t l = 1; l <= plan.size(); ++l) {
      m_layers[l].value = place(plan[l - 1]);
      if (plan[l - 1].activated) m_layers[l].slope = place(plan[l - 1]);
      m_layers[l].delta = place(plan[l - 1]);
    }
    m_firstOrder = m_size;
    for (std::size_t l = 1; l <= plan.size(); ++l)
      if (plan[l - 1].activated) m_layers[l].curve = place(plan[l - 1]);
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
