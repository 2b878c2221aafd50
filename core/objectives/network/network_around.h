/// A network inside another objective that changes its loss or its weights.
#pragma once

#include <memory>

#include "core/objectives/network/network.h"

namespace thalweg {

/// Passes on what it does not change. Whatever it changes has no residuals, and its products of
/// per-sample gradients are formed from those.
class NetworkAround : public NetworkObjective {
 public:
  using Rows = std::span<const Index>;

  NetworkAround(NetworkSpec spec, std::shared_ptr<const NetworkObjective> inner)
      : NetworkObjective(std::move(spec), inner->sharedData()), m_inner(std::move(inner)) {}
  std::unique_ptr<Scratch> scratch() const override { return m_inner->scratch(); }

  double value(const Vec& x, Scratch* scratch) const override { return valueOn(x, all(), scratch); }
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override {
    return gradientOn(x, all(), g, scratch);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override {
    hessianTimesOn(x, all(), v, hv, scratch);
  }
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override {
    gaussNewtonTimesOn(x, all(), v, gv, scratch);
  }

 protected:
  Rows all() const { return m_all; }
  const NetworkObjective& inner() const { return *m_inner; }

 private:
  std::shared_ptr<const NetworkObjective> m_inner;
  std::vector<Index> m_all = allRows(m_inner->samples());
};

/// The loss and `spec.gradientPenalty` times the mean squared norm of the input Jacobian (see
/// InputGradient). The Gauss-Newton matrix is that of the loss alone.
std::shared_ptr<const NetworkObjective> withGradientPenalty(
    const NetworkSpec& spec, std::shared_ptr<const NetworkObjective> inner);

/// The network with each weight matrix W in place of W / sigma(W), sigma its largest singular value
/// (Miyato et al. 2018; here exact at every point, where they follow it by one power iteration a
/// step), so that every layer is 1-Lipschitz. A convolution counts as the matrix [channels,
/// channels in * 9]. Exact derivatives, through sigma.
std::shared_ptr<const NetworkObjective> spectrallyNormalised(
    const NetworkSpec& spec, std::shared_ptr<const NetworkObjective> inner);

}  // namespace thalweg
