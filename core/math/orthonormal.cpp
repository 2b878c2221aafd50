#include "core/math/orthonormal.h"

#include <Eigen/QR>

namespace thalweg {

Mat orthonormalColumns(const Mat& a) {
  const Eigen::HouseholderQR<Mat> qr(a);
  Mat q = qr.householderQ() * Mat::Identity(a.rows(), a.cols());
  for (Index j = 0; j < a.cols(); ++j)
    if (qr.matrixQR()(j, j) < 0.0) q.col(j) = -q.col(j);
  return q;
}

}  // namespace thalweg
