/// How much a network's outputs change with its inputs: as a penalty, and as a measure of it.
#pragma once

#include <span>
#include <vector>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/architecture.h"

namespace thalweg {

/// P(w) = (1/n) sum_i |dz(x_i)/dx|_F^2, z the linear outputs of a dense network and x its inputs:
/// the geometric complexity (Dherin et al. 2022), and as a penalty the one on gradients at the data
/// (Drucker and Le Cun 1992; R1 of Mescheder et al. 2018). In double precision. Exact derivatives,
/// by the third derivative of the activation; where it has kinks, of its smooth pieces.
class InputGradient {
 public:
  /// `plan` has dense layers alone.
  InputGradient(std::vector<LayerPlan> plan, const Activation& activation);

  static bool covers(const std::vector<LayerPlan>& plan);

  /// P at w [d] over `features` [inputs, n]; where `g` [d] is not null `times` dP/dw is added to
  /// it.
  double value(const Vec& w, const Eigen::Ref<const Mat>& features, double times, Vec* g) const;
  /// `times` the Hessian of P times v, added to `hv`.
  void addHessianTimes(const Vec& w, const Eigen::Ref<const Mat>& features, double times,
                       const Vec& v, Vec& hv) const;

 private:
  std::vector<LayerPlan> m_plan;
  const Activation& m_activation;
};

}  // namespace thalweg
