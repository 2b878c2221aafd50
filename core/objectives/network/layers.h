/// Forward, backward and their directional derivatives through the layers of a network, for one
/// block of samples.
#pragma once

#include <memory>
#include <vector>

#include "core/base/interrupt.h"
#include "core/objectives/network/activation.h"
#include "core/objectives/network/convolution_layer.h"
#include "core/objectives/network/dense_layer.h"
#include "core/objectives/network/dropout.h"
#include "core/objectives/network/picture_layers.h"
#include "core/objectives/network/tape.h"

namespace thalweg {

enum class Order {
  value,
  slope,
  bend
};  // how many derivatives of the activation a pass leaves behind

/// z_l = W_l a_(l-1) + b_l, a_l = phi(z_l), or z_l where a layer has no activation. `w`, `v`, `g`
/// are whole parameter vectors.
template <class S>
class Layers {
 public:
  Layers(const std::vector<LayerPlan>& plan, const ActivationKernels<S>& phi)
      : m_phi(phi), m_layers(1) {
    for (const LayerPlan& layer : plan) m_layers.push_back(made(layer));
  }
  std::size_t last() const { return m_layers.size() - 1; }

  /// `dropped`: null where no unit is left out; else the order is `slope`.
  void forward(const S* w, const Tape<S>& t, Order order, LayerWork<S>& work,
               const DroppedUnits* dropped = nullptr) const {
    for (std::size_t l = 1; l <= last(); ++l) {
      S* const z = t.value(l);
      m_layers[l]->forward(w, t.in(l - 1), z, t.count, work);
      if (!activated(l)) continue;
      const Index n = size(l, t.count);
      if (order == Order::value) m_phi.value(z, z, n);
      if (order == Order::slope) m_phi.slope(z, z, t.slope(l), n);
      if (order == Order::bend) m_phi.bend(z, z, t.slope(l), t.curve(l), n);
      if (dropped && dropped->any() && m_layers[l]->plan().kind == LayerKind::dense)
        dropped->apply(l, m_layers[l]->plan().outputs, t.count, z, t.slope(l));
    }
  }

  /// From delta of the last layer: the other deltas, and where `g` is not null the gradient added
  /// to it.
  void backward(const S* w, const Tape<S>& t, S* g, LayerWork<S>& work) const {
    for (std::size_t l = last(); l >= 1; --l) {
      S* const below = l > 1 ? t.delta(l - 1) : nullptr;
      m_layers[l]->backward(w, t.delta(l), t.in(l - 1), t.count, below, g, work);
      if (l > 1 && activated(l - 1))
        flat(below, l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
    }
  }

  /// The deltas alone, and the bends in `t.curve` turned into dL/da phi''(z).
  void backwardForCurvature(const S* w, const Tape<S>& t, LayerWork<S>& work) const {
    for (std::size_t l = last(); l > 1; --l) {
      S* const below = t.delta(l - 1);
      m_layers[l]->backward(w, t.delta(l), t.in(l - 1), t.count, below, nullptr, work);
      if (!activated(l - 1)) continue;
      flat(t.curve(l - 1), l - 1, t.count) *= flat(below, l - 1, t.count);
      flat(below, l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
    }
  }

  /// Each sample's own gradient as a row of `j`, whose columns are `stride` apart.
  void perSample(const Tape<S>& t, double* j, Index stride, LayerWork<S>& work) const {
    throwIfInterrupted();  // rows of all samples fill hundreds of megabytes
    for (std::size_t l = 1; l <= last(); ++l) {
      const LayerPlan& plan = m_layers[l]->plan();
      if (plan.hasParameters())
        m_layers[l]->perSample(t.delta(l), t.in(l - 1), t.count, j + plan.offset * stride, stride,
                               work);
    }
  }

  /// Products of all pairs of per-sample gradients added to `k` [count, count], layer by layer.
  void addGram(const Tape<S>& t, Mat& k, LayerWork<S>& work) const {
    for (std::size_t l = 1; l <= last(); ++l) {
      throwIfInterrupted();
      m_layers[l]->addGram(t.delta(l), t.in(l - 1), t.count, k, work);
    }
  }

  /// R z_l = V_l a_(l-1) + v_l + W_l R a_(l-1), R a_l = phi'(z_l) R z_l (Pearlmutter 1994). Of each
  /// layer with an activation `r` receives R a as value and, where `full`, curve * R z as slope; of
  /// the others R z as value.
  void rForward(const S* w, const S* v, const Tape<S>& t, const Tape<S>& r, bool full,
                LayerWork<S>& work) const {
    for (std::size_t l = 1; l <= last(); ++l) {
      S* const rz = r.value(l);
      const S* const rIn = l > 1 ? r.value(l - 1) : nullptr;
      m_layers[l]->rForward(w, v, t.in(l - 1), rIn, rz, t.count, work);
      if (!activated(l)) continue;
      if (full) flat(r.slope(l), l, t.count) = flat(t.curve(l), l, t.count) * flat(rz, l, t.count);
      flat(rz, l, t.count) *= flat(t.slope(l), l, t.count);
    }
  }

  /// From R delta of the last layer: H v added to `hv`, or without the terms in delta and phi''
  /// (not `full`) the Gauss-Newton product.
  void rBackward(const S* w, const S* v, const Tape<S>& t, const Tape<S>& r, bool full, S* hv,
                 LayerWork<S>& work) const {
    for (std::size_t l = last(); l >= 1; --l) {
      S* const below = l > 1 ? r.delta(l - 1) : nullptr;
      m_layers[l]->backward(w, r.delta(l), t.in(l - 1), t.count, below, hv, work);
      if (l == 1) return;
      if (full) m_layers[l]->cross(v, t.delta(l), r.value(l - 1), t.count, below, hv, work);
      if (!activated(l - 1)) continue;
      flat(below, l - 1, t.count) *= flat(t.slope(l - 1), l - 1, t.count);
      if (full) flat(below, l - 1, t.count) += flat(r.slope(l - 1), l - 1, t.count);
    }
  }

 private:
  using Flat = Eigen::Map<Eigen::Array<S, Eigen::Dynamic, 1>>;

  static std::unique_ptr<const Layer<S>> made(const LayerPlan& plan) {
    switch (plan.kind) {
      case LayerKind::dense:
        return std::make_unique<DenseLayer<S>>(plan);
      case LayerKind::convolution:
        return std::make_unique<ConvolutionLayer<S>>(plan);
      case LayerKind::flatten:
        return std::make_unique<FlattenLayer<S>>(plan);
      default:
        return std::make_unique<PoolLayer<S>>(plan);
    }
  }

  bool activated(std::size_t l) const { return m_layers[l]->plan().activated; }
  Index size(std::size_t l, Index count) const { return m_layers[l]->plan().outputs * count; }
  Flat flat(S* array, std::size_t l, Index count) const { return {array, size(l, count)}; }

  ActivationKernels<S> m_phi;
  std::vector<std::unique_ptr<const Layer<S>>> m_layers;  // from 1; 0 is the input
};

}  // namespace thalweg
