/// What holds the central flows of gradient descent and RMSProp at the edge of stability.
#pragma once

#include "core/objectives/objective.h"

namespace thalweg {

/// The eigenvectors at a method's edge, and how their eigenvalues change from place to place.
class CriticalModes {
 public:
  /// Those of S H S at x whose eigenvalues are at `edge` or near; S = diag(scaling) or nothing.
  /// Begins from those found last. False where they were not found.
  bool find(Evaluator& f, const Vec& x, double edge, const Vec* scaling = nullptr);
  /// The gradients [d, k k] of u_i'H u_j, all u held.
  bool turns(Evaluator& f, const Vec& x, Mat& turns) const;

  Index count() const { return m_values.size(); }
  const Vec& values() const { return m_values; }  // [k] largest first
  const Mat& vectors() const { return m_u; }      // [d, k], u = S v with v of length 1
  double largest() const { return m_largest; }    // of all eigenvalues

 private:
  double m_largest = 0.0;
  Vec m_values;
  Mat m_vectors, m_u;
};

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
  double sharpness() const { return m_modes.largest(); }
  const Mat& sigma() const { return m_sigma; }  // [k, k] in the critical eigenvectors
  /// Mean of f over the oscillation: f + tr(Sigma) / rate.
  double meanLoss() const { return m_loss + m_sigma.trace() / m_rate; }

 private:
  CriticalModes m_modes;
  double m_rate = 0.0, m_loss = 0.0;
  Vec m_g, m_push;
  Mat m_sigma;
};

/// The same of RMSProp, which divides by P = root of nu, a running mean of squared gradients: the
/// edge is 2 / rate on P^-1 H. With Sigma = U X U', U'P U = 1, one step moves
///   x by -rate P^-1 (grad f + grad <Sigma, H> / 2),
///   nu by (1 - b) / b ((grad f)^2 + (4 P^2 / rate^2) diag(Sigma) - nu), b the share kept:
/// the oscillation's own gradients are in nu as well.
class RmspropTerms {
 public:
  explicit RmspropTerms(Index d) : m_g(d), m_push(d), m_growth(d) {}

  bool at(Evaluator& f, double rate, double kept, const Vec& x, const Vec& nu);

  double loss() const { return m_loss; }
  double sharpness() const { return m_modes.largest(); }  // of P^-1 H
  const Mat& sigma() const { return m_sigma; }            // [k, k], X
  const Vec& velocity() const { return m_push; }          // [d], of x over rate
  const Vec& growth() const { return m_growth; }          // [d], of nu a step
  /// Mean of f over the oscillation: f + tr(X) / rate.
  double meanLoss() const { return m_loss + m_sigma.trace() / m_rate; }

 private:
  CriticalModes m_modes;
  double m_rate = 0.0, m_loss = 0.0;
  Vec m_g, m_push, m_growth;
  Mat m_sigma;
};

/// The X >= 0 with A + B[X] >= 0 and <X, A + B[X]> = 0 for symmetric A [k, k], where
/// B[X] = sum of X_kl B_(ij)(kl) is given by b [k k, k k], symmetric and not negative.
Mat complementary(const Mat& a, const Mat& b);

}  // namespace thalweg
