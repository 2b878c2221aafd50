/// Numbers as JSON has them.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace thalweg::cli {

/// null where the number is not finite.
inline nlohmann::ordered_json numberOrNull(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

}  // namespace thalweg::cli
