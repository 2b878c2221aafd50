/// A curve of straight lines between corners, as text: "0 1; 0.5 0.2; 1 0".
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace thalweg {

/// A share of the run, 0 to 1, and the share of the rate there, 0 to 1000.
struct Corner {
  double share = 0.0, rate = 1.0;
  friend bool operator==(const Corner&, const Corner&) = default;
};

constexpr std::size_t mostCorners = 200;
constexpr double greatestCornerRate = 1000;

/// The corners in the order of the run, or the sentence that says what is wrong with the text.
Result<std::vector<Corner>> cornersFrom(const std::string& text);

/// The text that reads back as these corners.
std::string textOf(const std::vector<Corner>& corners);

/// The height of the curve; level before its first corner and after its last.
double heightAt(const std::vector<Corner>& corners, double share);

}  // namespace thalweg
