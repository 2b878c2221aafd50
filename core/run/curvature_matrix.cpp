#include "core/run/curvature_matrix.h"

#include <algorithm>

namespace thalweg {

const std::vector<std::string>& curvatureMatrixNames() {
  static const std::vector<std::string> names{
      "hessian", "ggn", "residual", "fisher", "empirical-fisher", "preconditioned"};
  return names;
}

CurvatureMatrix curvatureMatrixNamed(const std::string& name) {
  const std::vector<std::string>& names = curvatureMatrixNames();
  return CurvatureMatrix(std::find(names.begin(), names.end(), name) - names.begin());
}

std::string whyNoMatrix(Evaluator& f, const Vec& x, CurvatureMatrix matrix) {
  if (matrix == CurvatureMatrix::hessian || matrix == CurvatureMatrix::preconditioned) return "";
  const FiniteSum* sum = f.objective().asFiniteSum();
  if (!sum) {
    const std::string what = matrix == CurvatureMatrix::gaussNewton ? "Gauss-Newton matrix"
                             : matrix == CurvatureMatrix::residual
                                 ? "residual of a Gauss-Newton matrix"
                                 : "Fisher matrix";
    return "this problem has no " + what + ", only networks and other means over data have one";
  }
  Vec fv(x.size());
  if (matrix == CurvatureMatrix::fisher &&
      !sum->fisherTimes(x, Vec::Zero(x.size()), fv, f.scratch()))
    return "this problem has no Fisher matrix, its loss is not minus the logarithm of a "
           "probability";
  return "";
}

Product curvatureProduct(Evaluator& f, const Vec& x, CurvatureMatrix matrix, const Vec* scaling) {
  const FiniteSum* sum = f.objective().asFiniteSum();
  switch (matrix) {
    case CurvatureMatrix::gaussNewton:
      return [&f, &x, sum](const Vec& v, Vec& av) { sum->gaussNewtonTimes(x, v, av, f.scratch()); };
    case CurvatureMatrix::residual:
      return [&f, &x, sum, gv = Vec(x.size())](const Vec& v, Vec& av) mutable {
        f.hessianTimes(x, v, av);
        sum->gaussNewtonTimes(x, v, gv, f.scratch());
        av -= gv;
      };
    case CurvatureMatrix::fisher:
      return [&f, &x, sum](const Vec& v, Vec& av) { sum->fisherTimes(x, v, av, f.scratch()); };
    case CurvatureMatrix::empiricalFisher:
      return [&f, &x, sum](const Vec& v, Vec& av) {
        sum->empiricalFisherTimes(x, v, av, f.scratch());
      };
    case CurvatureMatrix::preconditioned:
      return [&f, &x, scaling, scaled = Vec(x.size())](const Vec& v, Vec& av) mutable {
        scaled = scaling->cwiseProduct(v);
        f.hessianTimes(x, scaled, av);
        av = scaling->cwiseProduct(av);
      };
    default:
      return [&f, &x](const Vec& v, Vec& av) { f.hessianTimes(x, v, av); };
  }
}

}  // namespace thalweg
