#include <algorithm>
#include <cmath>

#include "core/flows/central_terms.h"
#include "core/math/lanczos.h"

namespace thalweg {
namespace {

// Eigenvalues from this share of the edge on are held from passing it.
constexpr double critical = 0.975;
// In steps of the method: how soon an eigenvalue that is not at its edge is brought there.
constexpr double pace = 0.25;
// Up to here the whole Hessian is taken apart.
constexpr Index denseLimit = 32;
// Most eigenvalues at the edge at once.
constexpr Index mostCritical = 12;

/// The nearest matrix without negative eigenvalues.
Mat clipped(const Mat& m) {
  if (m.size() == 1) return m.cwiseMax(0.0);
  Mat u;
  const Vec values = symmetricEigenvalues(m, &u);
  return u * values.cwiseMax(0.0).asDiagonal() * u.transpose();
}

}  // namespace

Mat complementary(const Mat& a, const Mat& b) {
  const Index k = a.rows();
  if (b.isZero(0)) return Mat::Zero(k, k);
  if (k == 1) return Mat::Constant(1, 1, std::max(0.0, -a(0, 0) / b(0, 0)));
  // The minimum of <X, B[X]> / 2 + <A, X> over X >= 0, by projected gradients with momentum that
  // begins again where it goes uphill (O'Donoghue and Candes 2015).
  const double bend = symmetricEigenvalues(b).maxCoeff();
  Mat x = Mat::Zero(k, k), y = x;
  double t = 1.0;
  for (int n = 0; n < 20000; ++n) {
    const Mat slope = a + Mat((b * y.reshaped()).reshaped(k, k));
    const Mat next = clipped(y - 0.5 * (slope + slope.transpose()) / bend);
    const Mat move = next - x;
    if ((y - next).cwiseProduct(move).sum() > 0) {
      t = 1.0;
      y = x;
      if (move.norm() <= 1e-13 * x.norm()) break;
      continue;
    }
    const double grown = 0.5 * (1 + std::sqrt(1 + 4 * t * t));
    y = next + ((t - 1) / grown) * move;
    t = grown;
    x = next;
    if (move.norm() <= 1e-13 * x.norm()) break;
  }
  return x;
}

bool CentralTerms::findCritical(Evaluator& f, const Vec& x) {
  const Index d = x.size();
  const double edge = critical * 2.0 / m_rate;
  if (d <= denseLimit) {
    Mat h;
    f.hessian(x, h);
    if (!h.allFinite()) return false;
    const Vec values = symmetricEigenvalues(h, &m_vectors);
    m_sharpness = values[d - 1];
    const Index kept = std::min<Index>(mostCritical, (values.array() > edge).count());
    m_values = values.tail(kept).reverse();
    m_vectors = Mat(m_vectors.rowwise().reverse().leftCols(kept));
    return true;
  }
  const Product product = [&f, &x](const Vec& v, Vec& hv) { f.hessianTimes(x, v, hv); };
  for (Index count = std::max<Index>(1, m_values.size());; ++count) {
    LanczosOptions options{.count = count, .tolerance = 1e-10};
    if (m_vectors.rows() == d && m_vectors.cols() > 0) options.warm = &m_vectors;
    const Eigenpairs found = largestEigenpairs(product, d, options);
    if (found.values.size() < count) return false;
    m_sharpness = found.values[0];
    // All at the edge are seen where one that is not there is.
    if (count < mostCritical && found.values[count - 1] > edge) continue;
    const Index kept = (found.values.array() > edge).count();
    m_values = found.values.head(kept);
    m_vectors = found.vectors.leftCols(kept);
    return true;
  }
}

bool CentralTerms::along(Evaluator& f, const Vec& x, const Vec& v, Vec& out) {
  if (f.thirdTimes(x, v, out)) return true;
  // Where third derivatives are not known: of the products, with an error of about 1e-9.
  const double step = 1e-5;
  Vec down(x.size());
  f.hessianTimes(x + step * v, v, out);
  f.hessianTimes(x - step * v, v, down);
  out = (out - down) / (2 * step);
  return out.allFinite();
}

bool CentralTerms::turned(Evaluator& f, const Vec& x, const Vec& a, const Vec& b, Vec& out) {
  Vec other(x.size());
  if (!along(f, x, a + b, out) || !along(f, x, a - b, other)) return false;
  out = 0.25 * (out - other);
  return true;
}

bool CentralTerms::at(Evaluator& f, double rate, const Vec& x) {
  m_rate = rate;
  m_loss = f.gradient(x, m_g);
  m_push.setZero();
  if (!m_g.allFinite() || !findCritical(f, x)) return false;
  const Index k = m_values.size();
  m_sigma = Mat::Zero(k, k);
  if (k == 0) return true;
  Mat turns(x.size(), k * k);  // of every pair
  Vec turn(x.size());
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j <= i; ++j) {
      const bool known = i == j ? along(f, x, m_vectors.col(i), turn)
                                : turned(f, x, m_vectors.col(i), m_vectors.col(j), turn);
      if (!known) return false;
      turns.col(i * k + j) = turns.col(j * k + i) = turn;
    }
  // After `pace` steps the eigenvalues are those of diag + pace (drift) - B[X]: not above the edge.
  const Mat drift = (turns.transpose() * (-rate * m_g)).reshaped(k, k);
  const Mat room = (2.0 / rate) * Mat::Identity(k, k) - Mat(m_values.asDiagonal()) - pace * drift;
  m_sigma = complementary(room, (0.5 * rate * pace) * (turns.transpose() * turns));
  m_push.noalias() = 0.5 * (turns * m_sigma.reshaped());
  return true;
}

}  // namespace thalweg
