/// Lists of values for keys of an experiment, and their product.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace thalweg {

/// One key and the values it takes, each as it would stand in the file.
struct SweepAxis {
  std::string key;
  std::vector<std::string> values;
};

/// Most runs of a sweep.
inline constexpr std::size_t mostSweepPoints = 100000;

/// Reads "KEY=V1,V2,..", where commas within brackets or quotes belong to a value, or
/// "KEY=lo:hi:logN" and "KEY=lo:hi:linN", N values from lo to hi inclusive.
Result<SweepAxis> sweepAxisFrom(const std::string& text);

/// Refuses a key that is given twice, and more points than allowed.
Outcome checkedAxes(const std::vector<SweepAxis>& axes);

std::size_t sweepSize(const std::vector<SweepAxis>& axes);

/// Which value of each axis belongs to a point; the last axis runs fastest.
std::vector<std::size_t> sweepPoint(const std::vector<SweepAxis>& axes, std::size_t index);

}  // namespace thalweg
