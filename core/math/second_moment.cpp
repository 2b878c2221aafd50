#include "core/math/second_moment.h"

#include <cmath>
#include <limits>

#include "core/math/lanczos.h"

namespace thalweg {

SecondMoment::SecondMoment(const Mat& samples, double batch, bool replacement, Index outputs)
    : m_outputs(outputs), m_n(samples.rows() / outputs) {
  const double n = double(m_n);
  // Whichever is smaller, X'X or XX', has the eigenvalues; X in the basis of the former's vectors V
  // is X V, and from the latter's W it is W sqrt(n lambda).
  const bool tall = samples.rows() > samples.cols();
  const Mat whole =
      tall ? Mat(samples.transpose() * samples / n) : Mat(samples * samples.transpose() / n);
  Mat vectors;
  const Vec values = symmetricEigenvalues(whole, &vectors);
  m_largest = values[values.size() - 1];
  const auto leading = vectors.col(values.size() - 1);
  m_residual = (whole * leading - m_largest * leading).norm();
  const Index rank = (values.array() > 1e-12 * m_largest).count();
  const Vec kept = values.tail(rank);
  m_x = tall ? Mat(samples * vectors.rightCols(rank))
             : Mat(vectors.rightCols(rank) * (n * kept).cwiseSqrt().asDiagonal());
  m_h = kept.asDiagonal();
  m_noise = 1.0 / batch;
  if (!replacement && m_n > 1) m_noise *= (n - batch) / (n - 1);
  m_trace = m_h.trace();
  m_frobenius = m_h.norm();
  m_squares = meanSquare(Mat::Identity(rank, rank));  // tr mean H_i^2
  m_cubed = kept.array().cube().sum();
}

double SecondMoment::meanSquare(const Mat& m) const {
  const Mat image = m_x * m;
  double sum = 0.0;
  for (Index o = 0; o < m_outputs; ++o)
    for (Index p = 0; p < m_outputs; ++p)
      sum += image.middleRows(o * m_n, m_n)
                 .cwiseProduct(m_x.middleRows(p * m_n, m_n))
                 .rowwise()
                 .sum()
                 .squaredNorm();
  return sum / double(m_n);
}

double SecondMoment::radius(double eta) const {
  const Index r = m_h.rows();
  const Mat step = Mat::Identity(r, r) - eta * m_h;
  Mat weighted(m_x.rows(), r);
  const Product product = [&](const Vec& v, Vec& tv) {
    const Eigen::Map<const Mat> deviation(v.data(), r, r);
    const Mat image = m_x * deviation;
    weighted.setZero();
    for (Index o = 0; o < m_outputs; ++o)
      for (Index p = 0; p < m_outputs; ++p)
        for (Index i = 0; i < m_n; ++i)
          weighted.row(o * m_n + i) +=
              image.row(o * m_n + i).dot(m_x.row(p * m_n + i)) * m_x.row(p * m_n + i);
    tv.resize(r * r);
    Eigen::Map<Mat> result(tv.data(), r, r);
    result =
        step * deviation * step +
        (eta * eta * m_noise) * (m_x.transpose() * weighted / double(m_n) - m_h * deviation * m_h);
  };
  return largestEigenpairs(product, r * r, {.tolerance = 1e-10}).values[0];
}

double SecondMoment::criticalRate(const std::function<bool()>& stopping) const {
  // The radius is 1 at 0, convex in the rate, and at least 1 where descent itself is not stable.
  double stable = 0.0, unstable = 2.0 / m_largest;
  while (unstable - stable > 1e-13 * unstable) {
    if (stopping && stopping()) return std::numeric_limits<double>::quiet_NaN();
    const double middle = 0.5 * (stable + unstable);
    (radius(middle) <= 1.0 ? stable : unstable) = middle;
  }
  return 0.5 * (stable + unstable);
}

double SecondMoment::boundByIdentity() const {
  return 2 * m_trace / (m_noise * m_squares + (1 - m_noise) * m_frobenius * m_frobenius);
}

double SecondMoment::boundByTrace() const {
  return 2 * m_trace /
         (m_noise * m_trace * m_trace / double(m_outputs) +
          (1 - m_noise) * m_frobenius * m_frobenius);
}

double SecondMoment::boundByHessian() const {
  const double fourth = m_h.diagonal().array().pow(4).sum();
  return 2 * m_cubed / (m_noise * meanSquare(m_h) + (1 - m_noise) * fourth);
}

}  // namespace thalweg
