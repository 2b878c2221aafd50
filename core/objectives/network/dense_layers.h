/// Forward, backward and their directional derivatives through dense layers, for one block of
/// samples.
#pragma once

#include <algorithm>
#include <vector>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/loss.h"
#include "core/objectives/network/tape.h"
#include "core/objectives/objective.h"

namespace thalweg {

enum class Order {
  value,
  slope,
  bend
};  // how many derivatives of the activation a pass leaves behind

/// A layer's arrays with samples in rows.
struct TurnedLayer {
  Mat input, delta;  // [block, widest layer]
};

/// What the Gram matrix of per-sample gradients is made of.
struct GramParts {
  Mat columns;         // [widest layer, count]
  Mat inputs, deltas;  // [count, count]
};

/// z_l = W_l a_(l-1) + b_l, a_l = phi(z_l) but for the last layer. Samples are columns. `w`, `v`,
/// `g` are whole parameter vectors.
template <class S>
class DenseLayers {
 public:
  DenseLayers(std::vector<Index> widths, const std::vector<ParameterBlock>& blocks,
              const ActivationKernels<S>& phi)
      : m_widths(std::move(widths)),
        m_phi(phi),
        m_weights(m_widths.size(), 0),
        m_biases(m_widths.size(), -1) {
    std::size_t l = 0;
    for (const ParameterBlock& block : blocks)
      if (block.bias)
        m_biases[l] = block.offset;
      else
        m_weights[++l] = block.offset;
  }
  std::size_t last() const { return m_widths.size() - 1; }
  const std::vector<Index>& widths() const { return m_widths; }

  void forward(const S* w, const Tape<S>& t, Order order) const {
    for (std::size_t l = 1; l <= last(); ++l) {
      S* const z = t.value(l);
      startWithBias(w, l, z, t.count);
      addProduct(w, l, t.in(l - 1), z, t.count);
      const Index n = m_widths[l] * t.count;
      if (l == last()) return;
      if (order == Order::value) m_phi.value(z, z, n);
      if (order == Order::slope) m_phi.slope(z, z, t.slope(l), n);
      if (order == Order::bend) m_phi.bend(z, z, t.slope(l), t.curve(l), n);
    }
  }

  /// From delta of the last layer: the other deltas, and the gradient added to `g`.
  void backward(const S* w, const Tape<S>& t, S* g) const {
    for (std::size_t l = last(); l >= 1; --l) {
      addGradient(l, t.delta(l), t.in(l - 1), t.count, g);
      addBiasGradient(l, t.delta(l), t.count, g);
      if (l == 1) return;
      back(w, l, t.delta(l), t.count, t.delta(l - 1));
      flat(t.delta(l - 1), l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
    }
  }

  /// The deltas alone, and the bends in `t.curve` turned into dL/da phi''(z).
  void backwardForCurvature(const S* w, const Tape<S>& t) const {
    for (std::size_t l = last(); l > 1; --l) {
      back(w, l, t.delta(l), t.count, t.delta(l - 1));
      flat(t.curve(l - 1), l - 1, t.count) *= flat(t.delta(l - 1), l - 1, t.count);
      flat(t.delta(l - 1), l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
    }
  }

  /// The deltas alone.
  void deltas(const S* w, const Tape<S>& t) const {
    for (std::size_t l = last(); l > 1; --l) {
      back(w, l, t.delta(l), t.count, t.delta(l - 1));
      flat(t.delta(l - 1), l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
    }
  }

  /// Each sample's own gradient, its delta times its input, as a row of `j` [>= count, d], whose
  /// columns are `stride` apart. Column by column over all samples of the block, which stand in
  /// rows of the turned arrays [count, width].
  void perSample(const Tape<S>& t, TurnedLayer& turned, double* j, Index stride) const {
    using Block = Eigen::Map<Mat, 0, Eigen::OuterStride<>>;
    for (std::size_t l = 1; l <= last(); ++l) {
      const Index inputs = m_widths[l - 1], outputs = m_widths[l];
      auto in = turned.input.topLeftCorner(t.count, inputs);
      auto delta = turned.delta.topLeftCorner(t.count, outputs);
      in = ConstColumns(t.in(l - 1), inputs, t.count).transpose().template cast<double>();
      delta = ConstColumns(t.delta(l), outputs, t.count).transpose().template cast<double>();
      for (Index o = 0; o < outputs; ++o) {
        Block row(j + (m_weights[l] + o * inputs) * stride, t.count, inputs,
                  Eigen::OuterStride<>(stride));
        for (Index i = 0; i < inputs; ++i) row.col(i) = in.col(i).cwiseProduct(delta.col(o));
      }
      if (m_biases[l] >= 0)
        Block(j + m_biases[l] * stride, t.count, outputs, Eigen::OuterStride<>(stride)) = delta;
    }
  }

  /// Products of all pairs of per-sample gradients added to `k` [count, count]:
  /// (delta' delta) .* (a' a + 1) summed over layers, 1 for the bias.
  void gram(const Tape<S>& t, GramParts& parts, Mat& k) const {
    const Index widest = *std::max_element(m_widths.begin(), m_widths.end());
    if (parts.columns.cols() < t.count) parts.columns.resize(widest, t.count);
    const auto products = [&](const S* array, Index width, Mat& p) {
      p.resize(t.count, t.count);
      auto columns = parts.columns.topLeftCorner(width, t.count);
      columns = ConstColumns(array, width, t.count).template cast<double>();
      p.noalias() = columns.transpose() * columns;
    };
    for (std::size_t l = 1; l <= last(); ++l) {
      products(t.in(l - 1), m_widths[l - 1], parts.inputs);
      products(t.delta(l), m_widths[l], parts.deltas);
      if (m_biases[l] >= 0) parts.inputs.array() += 1.0;
      k.array() += parts.inputs.array() * parts.deltas.array();
    }
  }

  /// R z_l = V_l a_(l-1) + v_l + W_l R a_(l-1), R a_l = phi'(z_l) R z_l (Pearlmutter 1994). Of each
  /// hidden layer `r` receives R a as value and, where `full`, curve * R z as slope; of the last
  /// layer R z as value.
  void rForward(const S* w, const S* v, const Tape<S>& t, const Tape<S>& r, bool full) const {
    for (std::size_t l = 1; l <= last(); ++l) {
      S* const rz = r.value(l);
      startWithBias(v, l, rz, t.count);
      addProduct(v, l, t.in(l - 1), rz, t.count);
      if (l > 1) addProduct(w, l, r.value(l - 1), rz, t.count);
      if (l == last()) return;
      if (full) flat(r.slope(l), l, t.count) = flat(t.curve(l), l, t.count) * flat(rz, l, t.count);
      flat(rz, l, t.count) *= flat(t.slope(l), l, t.count);
    }
  }

  /// From R delta of the last layer: H v added to `hv`, or without the terms in delta and phi''
  /// (not `full`) the Gauss-Newton product.
  void rBackward(const S* w, const S* v, const Tape<S>& t, const Tape<S>& r, bool full,
                 S* hv) const {
    for (std::size_t l = last(); l >= 1; --l) {
      addGradient(l, r.delta(l), t.in(l - 1), t.count, hv);
      addBiasGradient(l, r.delta(l), t.count, hv);
      if (l == 1) return;
      if (full) addGradient(l, t.delta(l), r.value(l - 1), t.count, hv);
      S* const below = r.delta(l - 1);
      back(w, l, r.delta(l), t.count, below);
      if (full) addBack(v, l, t.delta(l), t.count, below);
      flat(below, l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
      if (full) flat(below, l - 1, t.count) += flat(r.slope(l - 1), l - 1, t.count);
    }
  }

 private:
  using Columns = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Rows = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Flat = Eigen::Map<Eigen::Array<S, Eigen::Dynamic, 1>>;
  using ConstColumns = Eigen::Map<const Columns>;

  Flat flat(S* array, std::size_t l, Index count) const { return {array, m_widths[l] * count}; }
  Eigen::Map<const Rows> weights(const S* w, std::size_t l) const {
    return {w + m_weights[l], m_widths[l], m_widths[l - 1]};
  }

  void startWithBias(const S* w, std::size_t l, S* z, Index count) const {
    Eigen::Map<Columns> all(z, m_widths[l], count);
    if (m_biases[l] < 0)
      all.setZero();
    else
      all.colwise() =
          Eigen::Map<const Eigen::Matrix<S, Eigen::Dynamic, 1>>(w + m_biases[l], m_widths[l]);
  }
  void addProduct(const S* w, std::size_t l, const S* below, S* z, Index count) const {
    Eigen::Map<Columns>(z, m_widths[l], count).noalias() +=
        weights(w, l) * ConstColumns(below, m_widths[l - 1], count);
  }
  /// W' [inputs, outputs] is the row-major W seen column by column: the product writes it in its
  /// own order.
  void addGradient(std::size_t l, const S* delta, const S* below, Index count, S* g) const {
    Eigen::Map<Columns>(g + m_weights[l], m_widths[l - 1], m_widths[l]).noalias() +=
        ConstColumns(below, m_widths[l - 1], count) *
        ConstColumns(delta, m_widths[l], count).transpose();
  }
  void addBiasGradient(std::size_t l, const S* delta, Index count, S* g) const {
    if (m_biases[l] < 0) return;
    Eigen::Map<Eigen::Matrix<S, Eigen::Dynamic, 1>>(g + m_biases[l], m_widths[l]) +=
        ConstColumns(delta, m_widths[l], count).rowwise().sum();
  }
  void back(const S* w, std::size_t l, const S* delta, Index count, S* below) const {
    Eigen::Map<Columns>(below, m_widths[l - 1], count).noalias() =
        weights(w, l).transpose() * ConstColumns(delta, m_widths[l], count);
  }
  void addBack(const S* w, std::size_t l, const S* delta, Index count, S* below) const {
    Eigen::Map<Columns>(below, m_widths[l - 1], count).noalias() +=
        weights(w, l).transpose() * ConstColumns(delta, m_widths[l], count);
  }

  std::vector<Index> m_widths;
  ActivationKernels<S> m_phi;
  std::vector<Index> m_weights, m_biases;  // offsets of layer l; -1: none
};

}  // namespace thalweg
