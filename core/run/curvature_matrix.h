/// The symmetric matrices whose spectra tell how a problem curves, each by its products.
#pragma once

#include <string>
#include <vector>

#include "core/math/lanczos_basis.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Which symmetric matrix is looked at. With losses l(z) and outputs z of Jacobian J:
///   hessian          H of the objective
///   gaussNewton      G = mean of J' l'' J
///   residual         R = H - G, what the bend of the network adds: nothing where it fits its data
///   fisher           of the distribution the loss stands for (FiniteSum::fisherTimes)
///   empiricalFisher  mean of g_i g_i', g_i the gradient of sample i: its trace is mean |g_i|^2
///   preconditioned   S H S, S = P^{-1/2} diagonal
/// The middle four are those of a mean over data.
enum class CurvatureMatrix {
  hessian,
  gaussNewton,
  residual,
  fisher,
  empiricalFisher,
  preconditioned
};

/// "hessian", "ggn", "residual", "fisher", "empirical-fisher", "preconditioned": in the order
/// above.
const std::vector<std::string>& curvatureMatrixNames();
/// The matrix of one of those names.
CurvatureMatrix curvatureMatrixNamed(const std::string& name);

/// Why this objective has no such matrix, in a sentence; "" where it has.
std::string whyNoMatrix(Evaluator& f, const Vec& x, CurvatureMatrix matrix);

/// The product with the matrix at x, which `whyNoMatrix` must allow. `scaling` [d]: the diagonal of
/// S where the matrix is S H S; it outlives the product, as f and x do.
Product curvatureProduct(Evaluator& f, const Vec& x, CurvatureMatrix matrix,
                         const Vec* scaling = nullptr);

}  // namespace thalweg
