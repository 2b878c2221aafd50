/// Linear models on data: least squares, logistic and softmax regression.
#pragma once

#include <span>
#include <vector>

#include "core/objectives/data/dataset.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Of one sample with outputs z and targets t:
///   halfSquared   half the squared length of z - t
///   logistic      log(1 + exp z) - t z, one output, t in {0, 1}
///   softmax       log of the sum of exp z_k, minus z of the sample's class (t is one-hot)
enum class RegressionLoss { halfSquared, logistic, softmax };

/// f = mean over samples of loss(W a + b, t) + ridge/2 |W|^2. The parameters are W [outputs,
/// features] row by row and then b [outputs], which may be missing.
class RegressionModel final : public Objective, public FiniteSum {
 public:
  using Rows = std::span<const Index>;
  struct Spec {
    Samples samples;  // of the logistic loss, targets has one row
    RegressionLoss loss = RegressionLoss::halfSquared;
    bool bias = true;
    double ridge = 0.0;
  };
  explicit RegressionModel(Spec spec);

  Index dimension() const override { return m_weights + (m_spec.bias ? m_outputs : 0); }
  std::unique_ptr<Scratch> scratch() const override;
  double value(const Vec& x, Scratch* scratch) const override;
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override;
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override;
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const override;
  const FiniteSum* asFiniteSum() const override { return this; }
  std::vector<ParameterBlock> blocks() const override;

  /// Of a sample, the ridge is a part of its loss.
  Index samples() const override { return m_spec.samples.count(); }
  double valueOn(const Vec& x, Rows rows, Scratch* scratch) const override;
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override;
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override;
  /// Of a linear model the Hessian is the Gauss-Newton matrix.
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override {
    hessianTimes(x, v, gv, scratch);
  }
  void gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                          Scratch* scratch) const override {
    hessianTimesOn(x, rows, v, gv, scratch);
  }
  /// All three losses are minus the logarithm of a probability; the ridge is not.
  bool fisherTimes(const Vec& x, const Vec& v, Vec& fv, Scratch* scratch) const override {
    hessianTimes(x, v, fv, scratch);
    addRidge(v, -1, fv);
    return true;
  }
  void perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                          Scratch* scratch) const override;
  double gradientWeighted(const Vec& x, Rows rows, const Vec& weights, Vec& g,
                          Scratch* scratch) const override;
  Index residualsPerSample() const override { return isSumOfSquares() ? m_outputs : 0; }
  bool residualJacobian(const Vec& x, Rows rows, Mat& j, Vec& r, Scratch* scratch) const override;
  double accuracy(const Vec& x, Scratch* scratch) const override;
  void outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch*) const override;
  const Samples& trainingSamples() const override { return m_spec.samples; }

 private:
  struct Work;
  bool isSumOfSquares() const {
    return m_spec.loss == RegressionLoss::halfSquared && m_spec.ridge == 0;
  }
  template <class Features, class Outputs>
  void outputsOf(const Vec& x, const Features& features, Outputs z) const;
  void addPulledBack(const Mat& d, Index first, Index count, Vec& g) const;
  void addRidge(const Vec& x, double share, Vec& g) const;
  double ridgeOf(const Vec& x) const;
  double lossOf(Eigen::Ref<Vec> z, Index sample) const;

  Spec m_spec;
  Index m_outputs, m_weights;
};

}  // namespace thalweg
