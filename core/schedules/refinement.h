/// A schedule from the gradient norms of a run (Defazio et al. 2023, section 4).
#pragma once

#include <vector>

namespace thalweg {

/// Median of a window of `2 floor(smoothing T / 2) + 1` norms; the sequence goes on by reflection
/// at its end, and its first value before its beginning.
std::vector<double> smoothedNorms(const std::vector<double>& norms, double smoothing);

/// The relative rates of all steps, the largest is 1: w_t (sum of w after t), w = norm^-exponent,
/// of norms smoothed already. Exponent 2 goes with l2 norms, 1 with l1 norms.
std::vector<double> refinedRates(const std::vector<double>& norms, int exponent);

}  // namespace thalweg
