#include "app/model/run_data.h"

#include <algorithm>

namespace thalweg {
namespace {

std::ptrdiff_t indexAt(const std::vector<std::int64_t>& steps, std::int64_t step) {
  return std::upper_bound(steps.begin(), steps.end(), step) - steps.begin() - 1;
}

const MeasuredSeries* seriesOf(const std::map<std::string, MeasuredSeries>& all, const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() || found->second.steps.empty() ? nullptr : &found->second;
}

}  // namespace

double MeasuredSeries::at(std::int64_t step) const {
  const std::ptrdiff_t i = indexAt(steps, step);
  return i < 0 ? std::numeric_limits<double>::quiet_NaN() : values[std::size_t(i)];
}

double MeasuredSeries::errorAt(std::int64_t step) const {
  const std::ptrdiff_t i = indexAt(steps, step);
  return i < 0 ? std::numeric_limits<double>::quiet_NaN() : errors[std::size_t(i)];
}

void RunData::add(const Record& record, const Update& update) {
  for (const ChunkPtr& chunk : update.fresh) {
    dimension = chunk->dimension;
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      f.push_back(chunk->f(i));
      gradientNorm.push_back(chunk->gradientNorm(i));
      stepNorm.push_back(chunk->stepNorm(i));
      learningRate.push_back(chunk->learningRate(i));
      points.insert(points.end(), chunk->point(i), chunk->point(i) + dimension);
    }
    for (const Measurement& one : chunk->measured) {
      MeasuredSeries& series = measured[record.quantities[one.quantity]];
      series.steps.push_back(one.step);
      series.values.push_back(one.value);
      series.errors.push_back(one.error);
    }
    for (const FlowPoint& point : chunk->flows) flows[record.flows[point.flow]].push_back(point);
    const std::size_t found = dimension > 2 ? chunk->size() : chunk->snapshots.size();
    if (found > 0) pathChunks.push_back(chunk);
    pathPoints += found;
  }
  ending = update.ending;
}

const MeasuredSeries* RunData::limited() const {
  if (!bound()) return nullptr;
  const MeasuredSeries* own = seriesOf(measured, "preconditioned_sharpness");
  return own ? own : seriesOf(measured, "sharpness");
}

const MeasuredSeries* RunData::bound() const { return seriesOf(measured, "bound"); }

double RunData::shareOfLimit(std::int64_t step) const {
  const MeasuredSeries* value = limited();
  return value ? value->at(step) / bound()->at(step) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace thalweg
