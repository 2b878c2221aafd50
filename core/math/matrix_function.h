/// A function of a symmetric operator, applied to one vector.
#pragma once

#include <functional>

#include "core/math/lanczos.h"

namespace thalweg {

/// out = f(A) v by Lanczos from v (Druskin and Knizhnerman 1989): |v| Q f(T) e1, until the next
/// products change nothing. False, with `out` left as it was, where f is NaN at an eigenvalue that
/// v sees, or where the basis is full before that.
bool functionTimes(const Product& product, const std::function<double(double)>& f, const Vec& v,
                   Vec& out, Index basis = 300);

}  // namespace thalweg
