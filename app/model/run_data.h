/// What the window knows of a run: its record unrolled into plain arrays for drawing.
#pragma once

#include <QString>

#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/run/record.h"

namespace thalweg {

/// One measured quantity along a run.
struct MeasuredSeries {
  std::vector<std::int64_t> steps;
  std::vector<double> values, errors;
  /// The newest value at or before `step`; NaN where there is none.
  double at(std::int64_t step) const;
  /// Its error, likewise.
  double errorAt(std::int64_t step) const;
};

struct RunData {
  std::vector<double> f, gradientNorm, stepNorm, learningRate;  // one a step, from step 0
  std::vector<double> points;                                   // [n, dimension] row by row; empty for large problems
  std::size_t dimension = 0;
  std::map<std::string, MeasuredSeries> measured;
  std::map<std::string, std::vector<FlowPoint>> flows;
  std::vector<ChunkPtr> pathChunks;  // of problems of more than two parameters: where their points are
  std::size_t pathPoints = 0;        // how many
  Ending ending;

  std::int64_t steps() const { return f.empty() ? 0 : std::int64_t(f.size()) - 1; }
  void add(const Record& record, const Update& update);
  /// The quantity that the optimizer's bound limits, where both were measured; null otherwise.
  const MeasuredSeries* limited() const;
  const MeasuredSeries* bound() const;
  /// limited / bound at a step, NaN where unknown.
  double shareOfLimit(std::int64_t step) const;
};

}  // namespace thalweg
