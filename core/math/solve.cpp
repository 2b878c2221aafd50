#include "core/math/solve.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <cmath>

#include "core/math/lanczos.h"

namespace thalweg {

bool solveGeneral(const Mat& a, const Vec& b, Vec& x) {
  const Eigen::PartialPivLU<Mat> factors(a);
  const auto pivots = factors.matrixLU().diagonal().cwiseAbs();
  if (!(pivots.minCoeff() > 1e-300)) return false;
  x = factors.solve(b);
  return x.allFinite();
}

bool solvePositive(const Mat& a, const Vec& b, Vec& x) {
  const Eigen::LLT<Mat> factors(a);
  if (factors.info() != Eigen::Success) return false;
  const Vec solution = factors.solve(b);
  if (!solution.allFinite()) return false;
  x = solution;
  return true;
}

void singularValues(const Mat& a, Mat& u, Vec& s, Mat& v) {
  const Eigen::BDCSVD<Mat> svd(a, Eigen::ComputeThinU | Eigen::ComputeThinV);
  u = svd.matrixU();
  s = svd.singularValues();
  v = svd.matrixV();
}

void orthonormalised(const Mat& a, Mat& q) {
  const Eigen::HouseholderQR<Mat> factors(a);
  q = factors.householderQ() * Mat::Identity(a.rows(), a.cols());
}

Mat matrixPower(const Mat& a, double power, double least) {
  Mat vectors;
  const Vec values = symmetricEigenvalues(a, &vectors);
  return vectors * values.cwiseMax(least).array().pow(power).matrix().asDiagonal() *
         vectors.transpose();
}

}  // namespace thalweg
