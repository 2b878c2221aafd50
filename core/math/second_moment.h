/// When a linearised stochastic gradient descent is stable in mean square.
#pragma once

#include <functional>

#include "core/base/types.h"

namespace thalweg {

/// Samples i of `outputs` residuals each, their slopes by row [outputs * n, d] in the order of
/// FiniteSum::residualJacobian: of a sample H_i is the sum of x x' over its rows, and H the mean of
/// all H_i. With batches of B drawn with replacement a deviation V = E[delta delta'] becomes
///   T(V) = (I - eta H) V (I - eta H) + (eta^2 / B) (mean_i H_i V H_i - H V H);
/// without replacement the second term is (n - B) / (n - 1) of that (Wu and Su 2023).
class SecondMoment {
 public:
  SecondMoment(const Mat& samples, double batch, bool replacement = true, Index outputs = 1);

  /// Largest eigenvalue of T on the span of the samples: stable where it is at most 1.
  double radius(double eta) const;
  /// The rate at which the radius reaches 1, to 1e-13 of itself; NaN where `stopping` said so.
  double criticalRate(const std::function<bool()>& stopping = {}) const;
  /// Directions in which the samples have a slope: T works on matrices of this size.
  Index rank() const { return m_h.rows(); }

  double trace() const { return m_trace; }
  double largest() const { return m_largest; }
  double largestResidual() const { return m_residual; }  // |A u - l u|, |u| = 1
  double frobenius() const { return m_frobenius; }

  /// Rates above which it is certainly unstable, by a Rayleigh quotient of T: from V = I, from
  /// V = I with tr(mean H_i^2) >= (tr H)^2 / outputs in place of it, and from V = H. All are at
  /// least the critical rate.
  double boundByIdentity() const;
  double boundByTrace() const;
  double boundByHessian() const;

 private:
  /// Sum over samples of |A_i M A_i'|_F^2 / n, A_i [outputs, r] the rows of one.
  double meanSquare(const Mat& m) const;

  Index m_outputs, m_n;
  Mat m_x;         // [outputs * n, r], in an orthonormal basis of the span
  Mat m_h;         // [r, r]
  double m_noise;  // 1 / B, or that times (n - B) / (n - 1)
  double m_trace, m_largest, m_residual, m_frobenius, m_squares, m_cubed;
};

}  // namespace thalweg
