#include "core/math/newton_schulz.h"

#include "core/base/interrupt.h"

namespace thalweg {

void newtonSchulz(Mat& u, SchulzRoom& room) {
  constexpr double a = 3.4445, b = -4.7750, c = 2.0315, tiny = 1e-7;
  const bool tall = u.rows() > u.cols();
  if (tall) room.turned = u.transpose();
  Mat& x = tall ? room.turned : u;
  x /= x.norm() + tiny;
  for (int i = 0; i < 5; ++i) {
    throwIfInterrupted();
    room.product.noalias() = x * x.transpose();
    room.square.noalias() = room.product * room.product;
    room.product = b * room.product + c * room.square;
    room.next.noalias() = room.product * x;
    x = a * x + room.next;
  }
  if (tall) u = room.turned.transpose();
}

}  // namespace thalweg
