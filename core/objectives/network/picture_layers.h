/// Layers without parameters between pictures and rows: pools and the flattening.
#pragma once

#include <algorithm>

#include "core/objectives/network/layer.h"

namespace thalweg {

/// 2 by 2 pixels become one, a last odd row or column is left out. Pictures of all samples and
/// channels stand one after another.
template <class S>
class PoolLayer final : public Layer<S> {
 public:
  explicit PoolLayer(const LayerPlan& plan)
      : Layer<S>(plan), m_largest(plan.kind == LayerKind::maxPool) {}

  void forward(const S*, const S* in, S* z, Index count, LayerWork<S>&) const override {
    pool(in, in, z, count);
  }
  void rForward(const S*, const S*, const S* in, const S* rIn, S* rz, Index count,
                LayerWork<S>&) const override {
    pool(in, rIn, rz, count);
  }
  void backward(const S*, const S* delta, const S* in, Index count, S* below, S*,
                LayerWork<S>&) const override {
    if (below == nullptr) return;
    std::fill_n(below, m_plan.inputs * count, S(0));
    each(count, [&](Index from, Index to) {
      if (m_largest) {
        below[from + chosen(in + from)] = delta[to];
        return;
      }
      const S share = S(0.25) * delta[to];
      for (const Index at : {Index(0), Index(1), m_plan.width, m_plan.width + 1})
        below[from + at] = share;
    });
  }

 private:
  using Layer<S>::m_plan;

  /// `values` pooled as `in` is: their mean, or the one where `in` is largest.
  void pool(const S* in, const S* values, S* z, Index count) const {
    const Index w = m_plan.width;
    each(count, [&](Index from, Index to) {
      const S* const v = values + from;
      z[to] = m_largest ? v[chosen(in + from)] : S(0.25) * (v[0] + v[1] + v[w] + v[w + 1]);
    });
  }

  /// Of the 2 by 2 pixels the place of the largest, the first of equals; of NaN where there is one.
  Index chosen(const S* in) const {
    Index best = 0;
    for (const Index at : {Index(1), m_plan.width, m_plan.width + 1})
      if (in[at] > in[best] || in[at] != in[at]) best = at;
    return best;
  }

  template <class F>
  void each(Index count, F work) const {
    const Index h = m_plan.height, w = m_plan.width, rows = h / 2, cols = w / 2;
    for (Index picture = 0; picture < m_plan.channels * count; ++picture)
      for (Index y = 0; y < rows; ++y)
        for (Index x = 0; x < cols; ++x)
          work(picture * h * w + 2 * y * w + 2 * x, (picture * rows + y) * cols + x);
  }

  bool m_largest;
};

/// Pictures [pixels * count, channels] to columns [channels * pixels, count], as PyTorch's Flatten
/// orders them.
template <class S>
class FlattenLayer final : public Layer<S> {
 public:
  explicit FlattenLayer(const LayerPlan& plan) : Layer<S>(plan) {}

  void forward(const S*, const S* in, S* z, Index count, LayerWork<S>&) const override {
    each(count, [&](Index picture, Index column) { copy(in + picture, z + column); });
  }
  void rForward(const S* w, const S*, const S*, const S* rIn, S* rz, Index count,
                LayerWork<S>& work) const override {
    forward(w, rIn, rz, count, work);
  }
  void backward(const S*, const S* delta, const S*, Index count, S* below, S*,
                LayerWork<S>&) const override {
    if (below == nullptr) return;
    each(count, [&](Index picture, Index column) { copy(delta + column, below + picture); });
  }

 private:
  using Layer<S>::m_plan;
  Index pixels() const { return m_plan.height * m_plan.width; }
  void copy(const S* from, S* to) const { std::copy_n(from, pixels(), to); }

  template <class F>
  void each(Index count, F work) const {
    for (Index c = 0; c < m_plan.channels; ++c)
      for (Index a = 0; a < count; ++a)
        work((c * count + a) * pixels(), (a * m_plan.channels + c) * pixels());
  }
};

}  // namespace thalweg
