/// Bringing the singular values of a matrix near one without a decomposition.
#pragma once

#include "core/base/types.h"

namespace thalweg {

/// Memory that lasts between calls.
struct SchulzRoom {
  Mat turned, product, square, next;
};

/// Five steps of the quintic X <- a X + (b A + c A²) X, A = X X', from U/|U| in place of U:
/// singular values end between about 0.68 and 1.13 (Jordan et al. 2024, Muon).
void newtonSchulz(Mat& u, SchulzRoom& room);

}  // namespace thalweg
