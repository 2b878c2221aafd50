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
    if (m_plan.height % 2 + m_plan.width % 2 > 0) std::fill_n(below, m_plan.inputs * count, S(0));
    const Index w = m_plan.width;
    each(count, [&](Index from, Index to) {
      S* const b = below + from;
      if (m_largest) {
        const int place = chosen(in + from, w).place;
        b[0] = b[1] = b[w] = b[w + 1] = S(0);
        b[place / 2 * w + place % 2] = delta[to];
      } else {
        b[0] = b[1] = b[w] = b[w + 1] = S(0.25) * delta[to];
      }
    });
  }

 private:
  using Layer<S>::m_plan;

  /// `values` pooled as `in` is: their mean, or the one where `in` is largest.
  void pool(const S* in, const S* values, S* z, Index count) const {
    const Index w = m_plan.width;
    each(count, [&](Index from, Index to) {
      const S* const v = values + from;
      if (!m_largest) {
        z[to] = S(0.25) * (v[0] + v[1] + v[w] + v[w + 1]);
      } else if (in == values) {
        z[to] = chosen(v, w).value;
      } else {
        const int place = chosen(in + from, w).place;
        z[to] = v[place / 2 * w + place % 2];
      }
    });
  }

  struct Largest {
    S value;
    int place;
  };
  /// Of 2 by 2 pixels the largest, the first of equals; NaN where there is one. By maxima and sums
  /// of comparisons: a branch on which it is could not be foreseen.
  static Largest chosen(const S* in, Index width) {
    const S p[4] = {in[0], in[1], in[width], in[width + 1]};
    const S top = p[1] > p[0] ? p[1] : p[0], low = p[3] > p[2] ? p[3] : p[2];
    const S most = low > top ? low : top;
    for (int k = 0; k < 4; ++k)
      if (p[k] != p[k]) return {p[k], k};
    const int first = p[0] != most, second = first & (p[1] != most),
              third = second & (p[2] != most);
    return {most, first + second + third};
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
