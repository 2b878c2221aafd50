/// What holds the central flow of gradient descent at the edge of stability.
#pragma once

#include "core/objectives/objective.h"

namespace thalweg {

/// Gradient descent that oscillates around a smooth path with covariance Sigma moves it, in the
/// mean over the oscillation, by -rate (grad f + grad <Sigma, H> / 2). Sigma lives on the
/// eigenvectors of the Hessian at the edge 2 / rate and is the one that keeps their eigenvalues
/// from passing it (Cohen, Damian et al. 2025).
class CentralTerms {
 public:
  explicit CentralTerms(Index d) : m_g(d), m_push(Vec::Zero(d)) {}

  /// False where derivatives are not finite, or eigenvectors were not found.
  bool at(Evaluator& f, double rate, const Vec& x);

  double loss() const { return m_loss; }
  const Vec& gradient() const { return m_g; }  // [d]
  const Vec& push() const { return m_push; }   // [d], grad <Sigma, H> / 2
  double sharpness() const { return m_sharpness; }
  const Mat& sigma() const { return m_sigma; }  // [k, k] in the critical eigenvectors
  /// Mean of f over the oscillation: f + tr(Sigma) / rate.
  double meanLoss() const { return m_loss + m_sigma.trace() / m_rate; }

 private:
  bool findCritical(Evaluator& f, const Vec& x);
  /// The gradient [d] of a'H b, a and b held.
  bool turned(Evaluator& f, const Vec& x, const Vec& a, const Vec& b, Vec& out);
  bool along(Evaluator& f, const Vec& x, const Vec& v, Vec& out);

  double m_rate = 0.0, m_loss = 0.0, m_sharpness = 0.0;
  Vec m_g, m_push, m_values;
  Mat m_vectors, m_sigma;
};

/// The X >= 0 with A + B[X] >= 0 and <X, A + B[X]> = 0 for symmetric A [k, k], where
/// B[X] = sum of X_kl B_(ij)(kl) is given by b [k k, k k], symmetric and not negative.
Mat complementary(const Mat& a, const Mat& b);

}  // namespace thalweg
