/// Models with one output that is of degree two in its parameters, fitted by half squared errors.
#pragma once

#include <span>
#include <string>

#include "core/landscapes/landscape.h"
#include "core/objectives/data/dataset.h"

namespace thalweg {

/// f = mean over samples of (o(x, a_i) - t_i)^2 / 2, where third derivatives of the output o in x
/// vanish: what remains is written once, here.
class ScalarModel : public Objective, public FiniteSum {
 public:
  using Rows = std::span<const Index>;

  /// `samples` has one target each.
  ScalarModel(const Samples& samples, Index dimension)
      : m_samples(samples), m_dimension(dimension) {}

  /// The norm that the trace of the Hessian bounds, as a column is called, and its value.
  virtual std::string normName() const = 0;
  virtual double norm(const Vec& x) const = 0;
  /// The trace is at least so many times the norm, for inputs with E aa' = I.
  virtual double traceOverNorm() const = 0;
  /// The trace of the Gauss-Newton matrix for inputs with E aa' = I: at least a multiple of the
  /// norm.
  virtual double expectedTrace(const Vec& x) const = 0;

  Index dimension() const override { return m_dimension; }
  std::unique_ptr<Scratch> scratch() const override;
  double value(const Vec& x, Scratch* scratch) const override;
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override;
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override;
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const override;
  const FiniteSum* asFiniteSum() const override { return this; }

  Index samples() const override { return m_samples.count(); }
  double valueOn(const Vec& x, Rows rows, Scratch* scratch) const override;
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override;
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override;
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override;
  void gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                          Scratch* scratch) const override;
  bool fisherTimes(const Vec& x, const Vec& v, Vec& fv, Scratch* scratch) const override {
    gaussNewtonTimes(x, v, fv, scratch);
    return true;
  }
  void perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                          Scratch* scratch) const override;
  Index residualsPerSample() const override { return 1; }
  bool residualJacobian(const Vec& x, Rows rows, Mat& j, Vec& r, Scratch* scratch) const override;
  double accuracy(const Vec& x, Scratch* scratch) const override;
  void outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch* scratch) const override;
  const Samples& trainingSamples() const override { return m_samples; }

 protected:
  using Features = Eigen::Ref<const Vec>;
  /// o at one sample's features.
  virtual double output(const Vec& x, const Features& features) const = 0;
  /// The slope [d] of o; returns o.
  virtual double slope(const Vec& x, const Features& features, Vec& to) const = 0;
  /// The Hessian of o times v [d].
  virtual void bend(const Vec& x, const Features& features, const Vec& v, Vec& to) const = 0;

 private:
  struct Work;
  double residual(const Vec& x, Index i) const {
    return output(x, m_samples.features.col(i)) - m_samples.targets(0, i);
  }
  /// Adds H v of one sample's loss, or without `bent` the Gauss-Newton part of it.
  void addCurvature(const Vec& x, Index i, const Vec& v, bool bent, Vec& hv, Work& work) const;

  Samples m_samples;
  Index m_dimension;
};

/// Inputs with independent standard normal numbers, and no targets yet [1, samples].
Samples normalSamples(Index features, Index samples, std::uint64_t seed);

}  // namespace thalweg
