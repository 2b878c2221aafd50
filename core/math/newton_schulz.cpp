#include "core/math/newton_schulz.h"

namespace thalweg {

Mat newtonSchulz(const Mat& u) {
  constexpr double a = 3.4445, b = -4.7750, c = 2.0315, tiny = 1e-7;
  const bool tall = u.rows() > u.cols();
  Mat x = u / (u.norm() + tiny);
  if (tall) x.transposeInPlace();
  for (int i = 0; i < 5; ++i) {
    const Mat product = x * x.transpose();
    const Mat polynomial = b * product + c * product * product;
    x = a * x + polynomial * x;
  }
  if (tall) x.transposeInPlace();
  return x;
}

}  // namespace thalweg
