/// The orthonormal basis that Lanczos grows, and the tridiagonal matrix in it.
#pragma once

#include <functional>

#include "core/base/types.h"

namespace thalweg {

using Product = std::function<void(const Vec& v, Vec& av)>;

/// Q [d, size] with T = Q' A Q tridiagonal. Every new vector is orthogonalised against all of the
/// earlier ones, twice where that is needed, so that no eigenvalue appears a second time (Parlett
/// 1998, chapter 13).
class LanczosBasis {
 public:
  /// `room`: vectors at most. `keepImages`: A Q is kept too, for residuals.
  LanczosBasis(Index d, Index room, bool keepImages = false);

  /// Empties the basis; the next vector will be along `first`, which must not be zero.
  void begin(const Vec& first);
  /// One product. False, with nothing added, where it is not finite.
  bool grow(const Product& product);

  /// Goes on from an invariant subspace that is not the whole space: the next vector is what
  /// `direction` has outside.
  void leave(const Vec& direction);

  Index size() const { return m_size; }
  /// The basis holds an invariant subspace: no product adds anything.
  bool exhausted() const { return m_exhausted; }
  auto vectors() const { return m_q.leftCols(m_size); }
  auto images() const { return m_aq.leftCols(m_size); }
  auto diagonal() const { return m_alpha.head(m_size); }
  auto offDiagonal() const { return m_beta.head(m_size - 1); }
  /// Length of what the last product added beyond the basis: 0 within rounding where exhausted.
  double remainder() const { return m_beta[m_size - 1]; }

 private:
  Mat m_q, m_aq;
  Vec m_alpha, m_beta, m_next, m_image, m_overlap;
  Index m_size = 0;
  void orthogonalise();  // m_next against all vectors
  bool m_exhausted = false;
  double m_scale = 0.0;
};

}  // namespace thalweg
