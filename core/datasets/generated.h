/// Data sets drawn when they are asked for: the same numbers every time, from a fixed seed.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/base/random.h"
#include "core/datasets/dataset.h"

namespace thalweg::datasets {

/// Points of the plane in `classes` classes taking turns, so that any run of rows has all of them.
/// `draw(random, label, share)` gives a point. Shares, from 0 to below 1, are multiples of the
/// golden ratio less their whole part: in any run of rows they are evenly spread, so that a test
/// part is no piece of a curve that training never saw.
template <class Draw>
Table planeTable(Index rows, int classes, std::uint64_t seed, Draw draw) {
  Table table{{"x", "y", "class"}, Mat(rows, 3)};
  Random random(seed);
  for (Index i = 0; i < rows; ++i) {
    const int label = int(i % classes);
    const double turns = double(i / classes) * std::numbers::phi;
    const double share = turns - std::floor(turns);
    const Eigen::Vector2d point = draw(random, label, share);
    table.values.row(i) << point[0], point[1], double(label);
  }
  return table;
}

/// Both coordinates moved by independent normal numbers.
inline Eigen::Vector2d shaken(Random& random, double x, double y, double deviation) {
  const double dx = deviation * random.normal(), dy = deviation * random.normal();
  return {x + dx, y + dy};
}

}  // namespace thalweg::datasets
