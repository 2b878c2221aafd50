/// Least squares: a mean over data whose every answer is known.
#pragma once

#include <cmath>
#include <stdexcept>

#include "core/objectives/objective.h"

namespace thalweg {

/// f(x) = |A x - b|^2 / (2 n), rows of A [n, d] are samples.
class ResidualModel : public Objective, public FiniteSum {
 public:
  ResidualModel(Mat a, Vec b) : m_a(std::move(a)), m_b(std::move(b)) {}

  Index dimension() const override { return m_a.cols(); }
  double value(const Vec& x, Scratch*) const override {
    return (m_a * x - m_b).squaredNorm() / (2.0 * double(samples()));
  }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    g = m_a.transpose() * (m_a * x - m_b) / double(samples());
    return value(x, s);
  }
  void hessianTimes(const Vec&, const Vec& v, Vec& hv, Scratch*) const override {
    hv = m_a.transpose() * (m_a * v) / double(samples());
  }
  const FiniteSum* asFiniteSum() const override { return this; }
  std::vector<ParameterBlock> blocks() const override { return {{"W0", 0, 1, dimension(), false}}; }

  Index samples() const override { return m_a.rows(); }
  double valueOn(const Vec& x, std::span<const Index> rows, Scratch*) const override {
    double sum = 0.0;
    for (const Index i : rows) sum += residual(x, i) * residual(x, i) / 2;
    return sum / double(rows.size());
  }
  double gradientOn(const Vec& x, std::span<const Index> rows, Vec& g, Scratch* s) const override {
    g.setZero();
    for (const Index i : rows) g += residual(x, i) / double(rows.size()) * m_a.row(i).transpose();
    return valueOn(x, rows, s);
  }
  void hessianTimesOn(const Vec&, std::span<const Index> rows, const Vec& v, Vec& hv,
                      Scratch*) const override {
    hv.setZero();
    for (const Index i : rows)
      hv += m_a.row(i).dot(v) / double(rows.size()) * m_a.row(i).transpose();
  }
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* s) const override {
    hessianTimes(x, v, gv, s);
  }
  void gaussNewtonTimesOn(const Vec& x, std::span<const Index> rows, const Vec& v, Vec& gv,
                          Scratch* s) const override {
    hessianTimesOn(x, rows, v, gv, s);
  }
  void perSampleGradients(const Vec& x, std::span<const Index> rows, Mat& j, Vec& losses,
                          Scratch*) const override {
    j.resize(Index(rows.size()), dimension());
    losses.resize(j.rows());
    for (Index a = 0; a < j.rows(); ++a) {
      const double r = residual(x, rows[std::size_t(a)]);
      j.row(a) = r * m_a.row(rows[std::size_t(a)]);
      losses[a] = r * r / 2;
    }
  }
  Index residualsPerSample() const override { return 1; }
  bool residualJacobian(const Vec& x, std::span<const Index> rows, Mat& j, Vec& r,
                        Scratch*) const override {
    j.resize(Index(rows.size()), dimension());
    r.resize(j.rows());
    for (Index a = 0; a < j.rows(); ++a) {
      j.row(a) = m_a.row(rows[std::size_t(a)]);
      r[a] = residual(x, rows[std::size_t(a)]);
    }
    return true;
  }
  double accuracy(const Vec&, Scratch*) const override { return std::nan(""); }
  void outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch*) const override {
    outputs = x.transpose() * features;
  }
  const Samples& trainingSamples() const override {
    throw std::logic_error("a linear model keeps no table");
  }

 private:
  double residual(const Vec& x, Index i) const { return m_a.row(i).dot(x) - m_b[i]; }
  Mat m_a;
  Vec m_b;
};

/// Half the sum of curvature_i x_i^2, as a mean over d samples with one residual each.
inline std::shared_ptr<ResidualModel> bowl(const Vec& curvature) {
  const Index d = curvature.size();
  return std::make_shared<ResidualModel>((double(d) * curvature).cwiseSqrt().asDiagonal(),
                                         Vec::Zero(d));
}

}  // namespace thalweg
