/// What the schedule-free methods share: a fast point, its weighted average, a warm-up.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/types.h"

namespace thalweg {

struct FreeAverage {
  Vec fast, average;
  double weights = 0.0, largest = 0.0, rate = 0.0;

  /// The rate of step t, from 1, and the share of the fast point in the average from now on:
  /// weights are squares of the largest rate so far (Defazio et al. 2024).
  double begin(double learningRate, std::int64_t warmUp, std::int64_t t) {
    rate = warmUp > 0 ? learningRate * std::min(1.0, double(t) / double(warmUp)) : learningRate;
    largest = std::max(largest, rate);
    weights += largest * largest;
    return weights > 0 ? largest * largest / weights : 1.0;
  }

  /// The next coordinate of the point where gradients are taken.
  double next(Index i, double share, double beta) {
    average[i] += share * (fast[i] - average[i]);
    return beta * average[i] + (1 - beta) * fast[i];
  }
};

}  // namespace thalweg
