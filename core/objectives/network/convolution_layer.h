/// A convolution of 3 by 3 that keeps the size of the pictures.
#pragma once

#include <algorithm>

#include "core/objectives/network/layer.h"

namespace thalweg {

/// Arrays are [pixels * count, channels]. A product with the patches [pixels * count, 9 channels],
/// whose column 9 c + k is channel c shifted by the k-th place of the kernel, is the convolution.
template <class S>
class ConvolutionLayer final : public Layer<S> {
 public:
  explicit ConvolutionLayer(const LayerPlan& plan) : Layer<S>(plan) {}

  void forward(const S* w, const S* in, S* z, Index count, LayerWork<S>& work) const override {
    MatrixView<S> out(z, pixels(count), m_plan.channels);
    if (m_plan.bias)
      out.rowwise() = Eigen::Map<const NetworkArray<S>>(w + biasAt(), m_plan.channels).transpose();
    else
      out.setZero();
    out.noalias() += patches(in, m_plan.channelsIn, count, work) * kernels(w);
  }

  void rForward(const S* w, const S* v, const S* in, const S* rIn, S* rz, Index count,
                LayerWork<S>& work) const override {
    forward(v, in, rz, count, work);
    if (rIn != nullptr)
      MatrixView<S>(rz, pixels(count), m_plan.channels).noalias() +=
          patches(rIn, m_plan.channelsIn, count, work) * kernels(w);
  }

  /// Patches of the deltas serve the gradient as well as W' delta; where that is not wanted,
  /// patches of the input, which has fewer channels at the first layer, serve the gradient.
  void backward(const S* w, const S* delta, const S* in, Index count, S* below, S* g,
                LayerWork<S>& work) const override {
    if (below == nullptr) {
      if (g == nullptr) return;
      MatrixView<S>(g + m_plan.offset, 9 * m_plan.channelsIn, m_plan.channels).noalias() +=
          patches(in, m_plan.channelsIn, count, work).transpose() * deltas(delta, count);
    } else {
      const ConstMatrixView<S> shifted = patches(delta, m_plan.channels, count, work);
      MatrixView<S>(below, pixels(count), m_plan.channelsIn).noalias() =
          shifted * turnedKernels(w, work);
      if (g != nullptr) addGradient(shifted, in, count, g, work);
    }
    if (g != nullptr && m_plan.bias)
      Eigen::Map<NetworkArray<S>>(g + biasAt(), m_plan.channels) +=
          deltas(delta, count).colwise().sum().transpose();
  }

  void cross(const S* v, const S* delta, const S* rIn, Index count, S* below, S* hv,
             LayerWork<S>& work) const override {
    const ConstMatrixView<S> shifted = patches(delta, m_plan.channels, count, work);
    MatrixView<S>(below, pixels(count), m_plan.channelsIn).noalias() +=
        shifted * turnedKernels(v, work);
    addGradient(shifted, rIn, count, hv, work);
  }

  /// The weights are shared by a sample's pixels, so that its gradient is a product of its own:
  /// its patches' by its deltas'.
  void perSample(const S* delta, const S* in, Index count, double* j, Index stride,
                 LayerWork<S>& work) const override {
    const ConstMatrixView<S> all = patches(in, m_plan.channelsIn, count, work);
    const Index rows = 9 * m_plan.channelsIn, size = m_plan.height * m_plan.width;
    MatrixView<S> own(roomFor(work.products, rows * m_plan.channels), rows, m_plan.channels);
    for (Index a = 0; a < count; ++a) {
      const auto mine = deltas(delta, count).middleRows(a * size, size);
      own.noalias() = all.middleRows(a * size, size).transpose() * mine;
      for (Index i = 0; i < own.size(); ++i) j[i * stride + a] = double(own.data()[i]);
      if (!m_plan.bias) continue;
      for (Index o = 0; o < m_plan.channels; ++o)
        j[(own.size() + o) * stride + a] = double(mine.col(o).sum());
    }
  }

  void addGram(const S* delta, const S* in, Index count, Mat& k,
               LayerWork<S>& work) const override {
    const Index size = m_plan.rows() * (m_plan.cols() + (m_plan.bias ? 1 : 0));
    auto own = roomIn(work.ownGradients, count, size);
    perSample(delta, in, count, own.data(), own.outerStride(), work);
    k.noalias() += own * own.transpose();
  }

  /// Numbers a sample takes in the largest array of patches.
  static Index patchSize(const LayerPlan& plan) {
    return 9 * plan.height * plan.width * std::max(plan.channelsIn, plan.channels);
  }

 private:
  using Layer<S>::m_plan;

  Index pixels(Index count) const { return m_plan.height * m_plan.width * count; }
  Index biasAt() const { return m_plan.offset + 9 * m_plan.channelsIn * m_plan.channels; }
  /// [9 channels in, channels]: the row-major weights seen column by column.
  ConstMatrixView<S> kernels(const S* w) const {
    return {w + m_plan.offset, 9 * m_plan.channelsIn, m_plan.channels};
  }
  ConstMatrixView<S> deltas(const S* delta, Index count) const {
    return {delta, pixels(count), m_plan.channels};
  }

  ConstMatrixView<S> patches(const S* in, Index channels, Index count, LayerWork<S>& work) const {
    const Index n = pixels(count);
    S* const to = roomFor(work.patches, 9 * n * channels);
    for (Index c = 0; c < channels; ++c)
      for (Index k = 0; k < 9; ++k)
        shift(in + c * n, k / 3 - 1, k % 3 - 1, count, to + (9 * c + k) * n);
    return {to, n, 9 * channels};
  }

  /// to(y, x) = from(y + dy, x + dx) in every picture, 0 beyond the edge: one copy of all pictures,
  /// then the edges that came from a neighbour are cleared.
  void shift(const S* from, Index dy, Index dx, Index count, S* to) const {
    const Index h = m_plan.height, w = m_plan.width, n = pixels(count);
    const Index by = std::clamp(dy * w + dx, -n, n);
    const Index start = std::max(-by, Index(0)), end = n - std::max(by, Index(0));
    std::fill(to, to + start, S(0));
    std::copy(from + start + by, from + end + by, to + start);
    std::fill(to + end, to + n, S(0));
    if (dy != 0)
      for (Index a = 0; a < count; ++a)
        std::fill_n(to + a * h * w + (dy < 0 ? 0 : (h - 1) * w), w, S(0));
    if (dx != 0)
      for (Index row = 0, x = dx < 0 ? 0 : w - 1; row < h * count; ++row) to[row * w + x] = S(0);
  }

  /// [9 channels, channels in]: what a picture below receives from the deltas around it.
  ConstMatrixView<S> turnedKernels(const S* w, LayerWork<S>& work) const {
    S* const to = roomFor(work.kernel, 9 * m_plan.channels * m_plan.channelsIn);
    const S* from = w + m_plan.offset;
    for (Index o = 0; o < m_plan.channels; ++o)
      for (Index c = 0; c < m_plan.channelsIn; ++c)
        for (Index k = 0; k < 9; ++k) to[(c * m_plan.channels + o) * 9 + 8 - k] = *from++;
    return {to, 9 * m_plan.channels, m_plan.channelsIn};
  }

  void addGradient(const ConstMatrixView<S>& shiftedDeltas, const S* in, Index count, S* g,
                   LayerWork<S>& work) const {
    const Index rows = 9 * m_plan.channels;
    MatrixView<S> turned(roomFor(work.products, rows * m_plan.channelsIn), rows, m_plan.channelsIn);
    turned.noalias() =
        shiftedDeltas.transpose() * ConstMatrixView<S>(in, pixels(count), m_plan.channelsIn);
    S* to = g + m_plan.offset;
    for (Index o = 0; o < m_plan.channels; ++o)
      for (Index c = 0; c < m_plan.channelsIn; ++c)
        for (Index k = 0; k < 9; ++k) *to++ += turned(9 * o + 8 - k, c);
  }
};

}  // namespace thalweg
