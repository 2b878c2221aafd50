/// Linear models on data: least squares, logistic and softmax regression.
#pragma once

#include <vector>

#include "core/objectives/objective.h"

namespace thalweg {

/// Of one sample with outputs z and targets t:
///   halfSquared   half the squared length of z - t
///   logistic      log(1 + exp z) - t z, one output, t in {0, 1}
///   softmax       log of the sum of exp z_k, minus z of the sample's class (t is one-hot)
enum class LinearLoss { halfSquared, logistic, softmax };

/// f = mean over samples of loss(W a + b, t) + ridge/2 |W|^2. The parameters are W [outputs,
/// features] row by row and then b [outputs], which may be missing.
class LinearModel final : public Objective, public FiniteSum {
 public:
  struct Spec {
    Mat features;  // [features, samples]
    Mat targets;   // [outputs, samples]
    LinearLoss loss = LinearLoss::halfSquared;
    bool bias = true;
    double ridge = 0.0;
  };
  explicit LinearModel(Spec spec);

  Index dimension() const override { return m_weights + (m_spec.bias ? m_outputs : 0); }
  std::unique_ptr<Scratch> scratch() const override;
  double value(const Vec& x, Scratch* scratch) const override;
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override;
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override;
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const override;
  const FiniteSum* asFiniteSum() const override { return this; }
  std::vector<ParameterBlock> blocks() const override;

  Index samples() const override { return m_spec.features.cols(); }
  double gradientOn(const Vec& x, std::span<const Index> rows, Vec& g,
                    Scratch* scratch) const override;
  /// Of a linear model the Hessian is the Gauss-Newton matrix.
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override {
    hessianTimes(x, v, gv, scratch);
  }
  double accuracy(const Vec& x, Scratch* scratch) const override;

 private:
  struct Work;
  void outputsOf(const Vec& x, Index first, Index count, Mat& z) const;
  void addPulledBack(const Mat& d, Index first, Index count, Vec& g) const;
  void addRidge(const Vec& x, Vec& g) const;
  double ridgeOf(const Vec& x) const;
  double lossOf(Eigen::Ref<Vec> z, Index sample) const;

  Spec m_spec;
  Index m_outputs, m_weights;
};

}  // namespace thalweg
