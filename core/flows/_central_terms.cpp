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

bool CriticalModes::find(Evaluator& f, const Vec& x, double edge, const Vec* scaling) {
  const Index d = x.size();
  edge *= critical;
  if (d <= denseLimit) {
    Mat h;
    f.hessian(x, h);
    if (!h.allFinite()) return false;
    if (scaling) h = scaling->asDiagonal() * h * scaling->asDiagonal();
    Mat vectors;
    const Vec values = symmetricEigenvalues(h, &vectors);
    m_largest = values[d - 1];
    const Index kept = std::min<Index>(mostCritical, (values.array() > edge).count());
    m_values = values.tail(kept).reverse();
    m_vectors = vectors.rowwise().reverse().leftCols(kept);
  } else {
    const Product product = [&, scaled = Vec(d)](const Vec& v, Vec& hv) mutable {
      if (!scaling) return f.hessianTimes(x, v, hv);
      scaled = scaling->cwiseProduct(v);
      f.hessianTimes(x, scaled, hv);
      hv = scaling->cwiseProduct(hv);
    };
    for (Index count = std::max<Index>(1, m_values.size());; ++count) {
      LanczosOptions options{.count = count, .tolerance = 1e-10};
      if (m_vectors.rows() == d && m_vectors.cols() > 0) options.warm = &m_vectors;
      const Eigenpairs found = largestEigenpairs(product, d, options);
      if (found.values.size() < count) return false;
      m_largest = found.values[0];
      // All at the edge are seen where one that is not there is.
      if (count < mostCritical && found.values[count - 1] > edge) continue;
      const Index kept = (found.values.array() > edge).count();
      m_values = found.values.head(kept);
      m_vectors = found.vectors.leftCols(kept);
      break;
    }
  }
  m_u = scaling ? Mat(scaling->asDiagonal() * m_vectors) : m_vectors;
  return true;
}

namespace {

/// The gradient [d] of v'H v, v held.
bool turnAlong(Evaluator& f, const Vec& x, const Vec& v, Vec& out) {
  if (f.thirdTimes(x, v, out)) return true;
  // Where third derivatives are not known: of the products, with an error of about 1e-9.
  const double step = 1e-5 / std::max(v.norm(), 1e-300);
  Vec down(x.size());
  f.hessianTimes(x + step * v, v, out);
  f.hessianTimes(x - step * v, v, down);
  out = (out - down) / (2 * step);
  return out.allFinite();
}

}  // namespace

bool CriticalModes::turns(Evaluator& f, const Vec& x, Mat& turns) const {
  const Index k = count();
  turns.resize(x.size(), k * k);
  Vec turn(x.size()), other(x.size());
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j <= i; ++j) {
      const Vec sum = i == j ? Vec(m_u.col(i)) : Vec(m_u.col(i) + m_u.col(j));
      if (!turnAlong(f, x, sum, turn)) return false;
      if (i != j) {  // of a'H b, from (a + b) and (a - b)
        if (!turnAlong(f, x, m_u.col(i) - m_u.col(j), other)) return false;
        turn = 0.25 * (turn - other);
      }
      turns.col(i * k + j) = turns.col(j * k + i) = turn;
    }
  return true;
}

bool CentralTerms::at(Evaluator& f, double rate, const Vec& x) {
  m_rate = rate;
  m_loss = f.gradient(x, m_g);
  m_push.setZero();
  if (!m_g.allFinite() || !m_modes.find(f, x, 2.0 / rate)) return false;
  const Index k = m_modes.count();
  m_sigma = Mat::Zero(k, k);
  if (k == 0) return true;
  Mat turns;
  if (!m_modes.turns(f, x, turns)) return false;
  // After `pace` steps the eigenvalues are those of diag + pace (drift) - B[X]: not above the edge.
  const Mat drift = (turns.transpose() * (-rate * m_g)).reshaped(k, k);
  const Mat room =
      (2.0 / rate) * Mat::Identity(k, k) - Mat(m_modes.values().asDiagonal()) - pace * drift;
  m_sigma = complementary(room, (0.5 * rate * pace) * (turns.transpose() * turns));
  m_push.noalias() = 0.5 * (turns * m_sigma.reshaped());
  return true;
}

bool RmspropTerms::at(Evaluator& f, double rate, double kept, const Vec& x, const Vec& nu) {
  m_rate = rate;
  m_loss = f.gradient(x, m_g);
  if (!m_g.allFinite() || !(nu.array() > 0).all()) return false;
  const Vec p = nu.cwiseSqrt(), scaling = p.cwiseSqrt().cwiseInverse();
  if (!m_modes.find(f, x, 2.0 / rate, &scaling)) return false;
  const double speed = (1 - kept) / kept;
  const Index k = m_modes.count();
  m_push = -m_g.cwiseQuotient(p);
  m_growth = speed * (m_g.cwiseAbs2() - nu);
  m_sigma = Mat::Zero(k, k);
  if (k == 0) return true;
  Mat turns;
  if (!m_modes.turns(f, x, turns)) return false;
  const Mat& u = m_modes.vectors();
  Mat pairs(x.size(), k * k);  // u_i u_j, number by number
  for (Index i = 0; i < k; ++i)
    for (Index j = 0; j < k; ++j) pairs.col(i * k + j) = u.col(i).cwiseProduct(u.col(j));
  // What is held at or below nothing is U'(H - (2 / rate) P) U: H turns with x, P grows with nu.
  const double edge = 2.0 / rate;
  const Vec growthOfP = m_growth.cwiseQuotient(2 * p);
  const Mat drift =
      (rate * (turns.transpose() * m_push) - edge * (pairs.transpose() * growthOfP)).reshaped(k, k);
  const Mat room = edge * Mat::Identity(k, k) - Mat(m_modes.values().asDiagonal()) - pace * drift;
  const Mat turned = p.cwiseInverse().asDiagonal() * turns, shared = p.asDiagonal() * pairs;
  const Mat b = (0.5 * rate) * (turns.transpose() * turned) +
                (0.5 * speed * edge * edge * edge) * (pairs.transpose() * shared);
  m_sigma = complementary(room, pace * b);
  m_push -= 0.5 * (turned * m_sigma.reshaped());
  m_growth += (speed * edge * edge) * nu.cwiseProduct(pairs * m_sigma.reshaped());
  return true;
}

}  // namespace thalweg
