#include "core/math/second_moment.h"

#include <cmath>

#include "core/math/lanczos.h"

namespace thalweg {

SecondMoment::SecondMoment(const Mat& samples, double batch, bool replacement) {
  const Index n = samples.rows();
  const Mat whole = samples.transpose() * samples / double(n);
  Mat vectors;
  const Vec values = symmetricEigenvalues(whole, &vectors);
  m_largest = values[values.size() - 1];
  const Index rank = (values.array() > 1e-12 * m_largest).count();
  m_x = samples * vectors.rightCols(rank);
  m_h = values.tail(rank).asDiagonal();
  m_noise = 1.0 / batch;
  if (!replacement && n > 1) m_noise *= (double(n) - batch) / double(n - 1);
  m_trace = m_h.trace();
  m_frobenius = m_h.norm();
  m_squares = m_x.rowwise().squaredNorm().array().square().mean();  // tr mean H_i^2
  m_cubed = values.tail(rank).array().cube().sum();
}

double SecondMoment::radius(double eta) const {
  const Index n = m_x.rows(), r = m_h.rows();
  const Mat step = Mat::Identity(r, r) - eta * m_h;
  Mat weighted(n, r);
  const Product product = [&](const Vec& v, Vec& tv) {
    const Eigen::Map<const Mat> deviation(v.data(), r, r);
    const Mat image = m_x * deviation;
    for (Index i = 0; i < n; ++i) weighted.row(i) = image.row(i).dot(m_x.row(i)) * m_x.row(i);
    tv.resize(r * r);
    Eigen::Map<Mat> result(tv.data(), r, r);
    result =
        step * deviation * step +
        (eta * eta * m_noise) * (m_x.transpose() * weighted / double(n) - m_h * deviation * m_h);
  };
  return largestEigenpairs(product, r * r, {.tolerance = 1e-10}).values[0];
}

double SecondMoment::criticalRate() const {
  // The radius is 1 at 0, convex in the rate, and at least 1 where descent itself is not stable.
  double stable = 0.0, unstable = 2.0 / m_largest;
  while (unstable - stable > 1e-13 * unstable) {
    const double middle = 0.5 * (stable + unstable);
    (radius(middle) <= 1.0 ? stable : unstable) = middle;
  }
  return 0.5 * (stable + unstable);
}

double SecondMoment::boundByIdentity() const {
  return 2 * m_trace / (m_noise * m_squares + (1 - m_noise) * m_frobenius * m_frobenius);
}

double SecondMoment::boundByTrace() const {
  return 2 * m_trace / (m_noise * m_trace * m_trace + (1 - m_noise) * m_frobenius * m_frobenius);
}

double SecondMoment::boundByHessian() const {
  const Vec along = (m_x * m_h).cwiseProduct(m_x).rowwise().sum();  // x_i' H x_i
  const double fourth = m_h.diagonal().array().pow(4).sum();
  return 2 * m_cubed /
         (m_noise * along.squaredNorm() / double(m_x.rows()) + (1 - m_noise) * fourth);
}

}  // namespace thalweg
