#include "core/objectives/objective.h"

namespace thalweg {

void Objective::hessian(const Vec& x, Mat& h, Scratch* scratch) const {
  const Index d = dimension();
  h.resize(d, d);
  Vec unit = Vec::Zero(d), column(d);
  for (Index j = 0; j < d; ++j) {
    unit[j] = 1.0;
    hessianTimes(x, unit, column, scratch);
    h.col(j) = column;
    unit[j] = 0.0;
  }
}

}  // namespace thalweg
