#include <Eigen/Eigenvalues>
#include <cmath>

#include "core/math/decomposed.h"
#include "core/math/lanczos.h"
#include "core/math/tridiagonal.h"

namespace thalweg {
namespace {

/// Closed form for two dimensions, where a solver's set-up would be most of the work.
void planarEigenvalues(const Mat& a, Vec& values, Mat* vectors) {
  const double mean = 0.5 * (a(0, 0) + a(1, 1)), half = 0.5 * (a(0, 0) - a(1, 1)), b = a(1, 0);
  const double radius = std::hypot(half, b);
  if (vectors) {
    // The eigenvector of the larger value: of the two equal expressions, the one without
    // cancellation.
    Eigen::Vector2d u =
        half >= 0 ? Eigen::Vector2d(half + radius, b) : Eigen::Vector2d(b, radius - half);
    const double norm = u.norm();
    u = norm > 0 ? Eigen::Vector2d(u / norm) : Eigen::Vector2d(1, 0);
    vectors->resize(2, 2);
    *vectors << -u[1], u[0], u[0], u[1];
  }
  values.resize(2);
  values << mean - radius, mean + radius;
}

}  // namespace

void symmetricEigenvalues(const Mat& a, Vec& values, Mat* vectors) {
  if (a.rows() == 2) return planarEigenvalues(a, values, vectors);
  const int asked = vectors ? Eigen::ComputeEigenvectors : Eigen::EigenvaluesOnly;
  const auto solver = decomposed<Eigen::SelfAdjointEigenSolver<Mat>>(
      a, [asked](auto& eigen, const Mat& m) { eigen.compute(m, asked); });
  if (vectors) *vectors = solver->eigenvectors();
  values = solver->eigenvalues();
}

Vec symmetricEigenvalues(const Mat& a, Mat* vectors) {
  Vec values;
  symmetricEigenvalues(a, values, vectors);
  return values;
}

void tridiagonalEigenpairs(const Vec& diagonal, const Vec& offDiagonal, Vec& values, Mat& vectors) {
  Eigen::SelfAdjointEigenSolver<Mat> solver;
  solver.computeFromTridiagonal(diagonal, offDiagonal, Eigen::ComputeEigenvectors);
  values = solver.eigenvalues();
  vectors = solver.eigenvectors();
}

}  // namespace thalweg
