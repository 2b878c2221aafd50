/// Minimisers of a quadratic or cubic model of a function near a point.
#pragma once

#include <functional>

#include "core/base/types.h"

namespace thalweg {

/// A symmetric matrix by its eigenvalues, ascending, and eigenvectors.
struct Spectral {
  /// Takes the matrix apart.
  void take(const Mat& h);
  Vec values;
  Mat vectors;
};

struct ModelStep {
  Vec step;
  double model = 0.0;   // change of the model, at most 0
  Vec slope{}, part{};  // the gradient and the step in the eigenbasis, while it is looked for
};

/// argmin g.s + s.Hs/2 subject to |s| <= radius, to rounding: bisection on the multiplier, and the
/// lowest eigenvector where that is not enough (the hard case; More and Sorensen 1983).
void trustRegionStep(const Spectral& h, const Vec& g, double radius, ModelStep& best);

/// argmin g.s + s.Hs/2 + (m/6)|s|^3, likewise (Nesterov and Polyak 2006).
void cubicStep(const Spectral& h, const Vec& g, double m, ModelStep& best);

/// The same as `trustRegionStep` from products with H alone: conjugate gradients up to the border,
/// or to it along a direction of negative curvature (Steihaug 1983).
ModelStep steihaugStep(const std::function<void(const Vec& v, Vec& hv)>& product, const Vec& g,
                       double radius, double tolerance, int most);

}  // namespace thalweg
