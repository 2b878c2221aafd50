#include "core/math/solve.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "core/math/decomposed.h"
#include "core/math/lanczos.h"

namespace thalweg {

bool solveGeneral(const Mat& a, const Vec& b, Vec& x) {
  const auto factors =
      decomposed<Eigen::PartialPivLU<Mat>>(a, [](auto& lu, const Mat& m) { lu.compute(m); });
  const auto pivots = factors->matrixLU().diagonal().cwiseAbs();
  if (!(pivots.minCoeff() > 1e-300)) return false;
  x = factors->solve(b);
  return x.allFinite();
}

bool solvePositive(const Mat& a, const Vec& b, Vec& x) {
  const auto factors =
      decomposed<Eigen::LLT<Mat>>(a, [](auto& llt, const Mat& m) { llt.compute(m); });
  if (factors->info() != Eigen::Success) return false;
  static thread_local Vec solution;
  solution = factors->solve(b);
  if (!solution.allFinite()) return false;
  x = solution;
  return true;
}

void singularValues(const Mat& a, Mat& u, Vec& s, Mat& v) {
  const auto svd = decomposed<Eigen::BDCSVD<Mat>>(a, [](auto& solver, const Mat& m) {
    solver.compute(m, Eigen::ComputeThinU | Eigen::ComputeThinV);
  });
  u = svd->matrixU();
  s = svd->singularValues();
  v = svd->matrixV();
}

void orthonormalised(const Mat& a, Mat& q) {
  const auto factors =
      decomposed<Eigen::HouseholderQR<Mat>>(a, [](auto& qr, const Mat& m) { qr.compute(m); });
  q.setIdentity(a.rows(), a.cols());
  static thread_local Vec room;
  factors->householderQ().applyThisOnTheLeft(q, room);
}

void matrixPower(const Mat& a, double exponent, double least, Mat& power) {
  static thread_local Mat vectors, scaled;
  static thread_local Vec values;
  symmetricEigenvalues(a, values, &vectors);
  values = values.cwiseMax(least).array().pow(exponent).matrix();
  scaled.noalias() = vectors * values.asDiagonal();
  power.noalias() = scaled * vectors.transpose();
}

void gramOfColumns(const Mat& a, double scale, Mat& g) {
  constexpr Index block = 512;  // rows between looks
  g.setZero(a.cols(), a.cols());
  for (Index first = 0; first < a.rows(); first += block) {
    throwIfInterrupted();
    const auto rows = a.middleRows(first, std::min(block, a.rows() - first));
    g.selfadjointView<Eigen::Lower>().rankUpdate(rows.transpose(), scale);
  }
  g.triangularView<Eigen::StrictlyUpper>() = g.transpose();
}

}  // namespace thalweg
