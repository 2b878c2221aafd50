/// The spectral density of a symmetric operator that is known by its products alone.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/math/lanczos_basis.h"

namespace thalweg {

/// Point masses that stand for a spectrum: a mean over probes, each a quadrature of its own.
struct SpectralMeasure {
  Vec nodes;                   // [n], those of probe p at ends[p] .. ends[p + 1] - 1, ascending
  Vec weights;                 // [n], 1 / probes in sum for each probe
  std::vector<Index> ends{0};  // [probes + 1]
  bool exact = false;          // the nodes are the eigenvalues
  std::int64_t products = 0;
  bool stopped = false, finite = true;

  Index probes() const { return Index(ends.size()) - 1; }
};

struct SlqOptions {
  Index probes = 10, steps = 100;
  std::uint64_t seed = 1;
  std::function<bool()> stopping{};  // asked between products
};

/// Stochastic Lanczos quadrature (Ubaru, Chen and Saad 2017): for a Rademacher vector v, the Ritz
/// values of `steps` Lanczos steps from v, weighted with the squared first components of their
/// vectors, integrate every polynomial of degree 2 steps - 1 as v' p(A) v / d does. Where it was
/// stopped, the probes that were done.
SpectralMeasure stochasticLanczos(const Product& product, Index d, const SlqOptions& options);

/// The measure of all eigenvalues [d], ascending.
SpectralMeasure measureOf(const Vec& eigenvalues);

/// A mean over probes and its standard error; NaN for one probe of a measure that is not exact.
struct Estimate {
  double value = 0.0, error = 0.0;
};

/// The mean of lambda^power over the spectrum.
Estimate momentOf(const SpectralMeasure& measure, int power);

/// A curve with its standard error over the probes.
struct Density {
  Vec at, value, error;     // [points]
  double broadening = 0.0;  // standard deviation of the normal curve in place of each mass
};

/// Masses broadened to normal curves on an even grid that holds them whole; scaled so that the
/// trapezoidal sum is 1. `share`: the standard deviation as a share of the range of the nodes.
Density broadened(const SpectralMeasure& measure, double share = 0.005, Index points = 1024);

}  // namespace thalweg
