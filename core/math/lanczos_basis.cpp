#include "core/math/lanczos_basis.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

LanczosBasis::LanczosBasis(Index d, Index room, bool keepImages)
    : m_q(d, room),
      m_aq(keepImages ? d : 0, keepImages ? room : 0),
      m_alpha(Vec::Zero(room)),
      m_beta(Vec::Zero(room)),
      m_next(d),
      m_image(Vec::Zero(d)),
      m_overlap(room) {}

void LanczosBasis::begin(const Vec& first) {
  m_next = first.normalized();
  m_size = 0;
  m_exhausted = false;
  m_scale = 0.0;
}

void LanczosBasis::orthogonalise() {
  // A pass that takes much away leaves rounding of what it took: once more (Kahan; Parlett 1998,
  // section 6.9).
  double before = m_next.norm();
  for (int pass = 0; pass < 2; ++pass) {
    m_overlap.head(m_size).noalias() = m_q.leftCols(m_size).transpose() * m_next;
    m_next.noalias() -= m_q.leftCols(m_size) * m_overlap.head(m_size);
    const double after = m_next.norm();
    if (after > 0.7 * before) return;
    before = after;
  }
}

void LanczosBasis::leave(const Vec& direction) {
  m_next = direction.normalized();
  orthogonalise();
  m_next.normalize();
  m_beta[m_size - 1] = 0.0;
  m_exhausted = false;
}

bool LanczosBasis::grow(const Product& product) {
  product(m_next, m_image);
  if (!m_image.allFinite()) return false;
  const Index j = m_size++;
  m_q.col(j) = m_next;
  if (m_aq.cols() > 0) m_aq.col(j) = m_image;
  m_alpha[j] = m_next.dot(m_image);
  // The two neighbours first, which hold all but rounding.
  m_image -= m_alpha[j] * m_next;
  if (j > 0) m_image -= m_beta[j - 1] * m_q.col(j - 1);
  m_next = m_image;
  orthogonalise();
  m_beta[j] = m_next.norm();
  m_scale = std::max(m_scale, std::abs(m_alpha[j]) + m_beta[j]);
  m_exhausted = m_size == m_q.rows() || m_beta[j] <= 1e-14 * m_scale;
  if (!m_exhausted) m_next /= m_beta[j];
  return true;
}

}  // namespace thalweg
