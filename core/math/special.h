/// Special functions that the standard library lacks.
#pragma once

namespace thalweg {

/// log |Gamma(x)|; unlike std::lgamma it leaves no sign in a global variable, so threads may share
/// it.
double logAbsGamma(double x);

/// psi = (log Gamma)', its first and its second derivative; NaN at the poles 0, -1, -2, ...
/// Relative error about 1e-15, absolute next to a zero.
double digamma(double x);
double trigamma(double x);
double tetragamma(double x);

}  // namespace thalweg
