#include <cmath>
#include <limits>

#include "core/flows/flow.h"
#include "core/math/lanczos.h"
#include "core/math/matrix_function.h"

namespace thalweg::flows {
namespace {

// Up to here the whole Hessian is taken apart; above, its function is applied to the gradient
// alone.
constexpr Index denseLimit = 32;

/// log(1 - z) / z; NaN from z = 1, where it turns complex.
double coefficient(double z) {
  if (z >= 1.0) return std::numeric_limits<double>::quiet_NaN();
  return std::abs(z) < 1e-12 ? -1.0 - 0.5 * z : std::log1p(-z) / z;
}

struct Principal {
  explicit Principal(Index d) : g(d) {}

  bool operator()(Evaluator& f, double h, const Vec& x, Vec& dx) {
    f.gradient(x, g);
    if (g.size() > denseLimit) return byProducts(f, h, x, dx);
    f.hessian(x, hessian);
    if (!hessian.allFinite()) return false;
    const Vec values = symmetricEigenvalues(hessian, &vectors);
    dx.setZero();
    for (Index i = 0; i < values.size(); ++i) {
      const double c = coefficient(h * values[i]);
      if (std::isnan(c)) return false;
      dx += (c * vectors.col(i).dot(g)) * vectors.col(i);
    }
    return true;
  }

 private:
  bool byProducts(Evaluator& f, double h, const Vec& x, Vec& dx) {
    const Product times = [&f, &x](const Vec& v, Vec& hv) { f.hessianTimes(x, v, hv); };
    return functionTimes(
        times, [h](double lambda) { return coefficient(h * lambda); }, g, dx);
  }
  Vec g;
  Mat hessian, vectors;
};

}  // namespace

FlowEntry pf() {
  return {{.id = "pf",
           .title = "Principal flow",
           .summary = "Follows gradient descent exactly on a bowl; it ends where the rate times an "
                      "eigenvalue reaches 1.",
           .formula = "ẋ = Σ log(1 − η λᵢ) / (η λᵢ) ⟨∇f(x), uᵢ⟩ uᵢ",
           .reference = "Rosca, Wu, Qin and Dherin 2023"},
          [](Index dimension) -> Velocity { return Principal(dimension); }};
}

}  // namespace thalweg::flows
