#include "app/model/run_data.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

std::ptrdiff_t indexAt(const std::vector<std::int64_t>& steps, std::int64_t step) {
  return std::upper_bound(steps.begin(), steps.end(), step) - steps.begin() - 1;
}

const MeasuredSeries* seriesOf(const std::map<std::string, MeasuredSeries>& all,
                               const std::string& name) {
  const auto found = all.find(name);
  return found == all.end() || found->second.steps.empty() ? nullptr : &found->second;
}

/// Keeps every second one.
template <class T>
void halve(std::vector<T>& list) {
  for (std::size_t i = 0; 2 * i < list.size(); ++i) list[i] = list[2 * i];
  list.resize((list.size() + 1) / 2);
}

}  // namespace

void MeasuredSeries::add(const Measurement& one) {
  if (count++ % every != 0) return;
  steps.push_back(one.step);
  values.push_back(one.value);
  errors.push_back(one.error);
  if (steps.size() <= most) return;
  halve(steps);
  halve(values);
  halve(errors);
  every *= 2;
}

double MeasuredSeries::at(std::int64_t step) const {
  const std::ptrdiff_t i = indexAt(steps, step);
  return i < 0 ? std::numeric_limits<double>::quiet_NaN() : values[std::size_t(i)];
}

double MeasuredSeries::errorAt(std::int64_t step) const {
  const std::ptrdiff_t i = indexAt(steps, step);
  return i < 0 ? std::numeric_limits<double>::quiet_NaN() : errors[std::size_t(i)];
}

void RunData::add(const Record& record, const std::vector<ChunkPtr>& fresh) {
  for (const ChunkPtr& chunk : fresh) {
    chunks.push_back(chunk);
    const std::size_t dimension = chunk->dimension;
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      f.add(chunk->f(i));
      gradientNorm.add(chunk->gradientNorm(i));
      stepNorm.add(chunk->stepNorm(i));
      if (dimension == 2) path.add(rows, {chunk->point(i)[0], chunk->point(i)[1]}, chunk->f(i));
      if (dimension == 1) path.add(rows, {chunk->point(i)[0], chunk->f(i)}, chunk->f(i));
      ++rows;
    }
    for (const Measurement& one : chunk->measured) measure(record.quantities[one.quantity], one);
    for (const FlowPoint& point : chunk->flows)
      if (point.x.size() <= 2)
        flows[record.flows[point.flow]].add(
            point.step, {point.x[0], point.x.size() == 2 ? point.x[1] : 0.0}, std::nan(""));
    for (std::size_t i = 0; i < chunk->spectra.size(); ++i) spectra.emplace_back(chunk, i);
    const std::size_t found = dimension > 2 ? chunk->size() : chunk->snapshots();
    if (found > 0) pathChunks.push_back(chunk);
    pathPoints += found;
  }
}

void RunData::measure(const std::string& name, const Measurement& one) {
  measured[name].add(one);
  if (name == "sharpness") m_plain = one.value;
  if (name == "preconditioned_sharpness") m_own = one.value;
  if (name != "bound") return;
  const double share = (std::isnan(m_own) ? m_plain : m_own) / one.value;
  if (m_firstAtLimit < 0 && share >= 1) m_firstAtLimit = one.step;
  if (!(share > (m_peaks.empty() ? 0.0 : m_peaks.back().share))) return;
  m_peaks.push_back({one.step, share});
  if (m_peaks.size() > MeasuredSeries::most) halve(m_peaks);
}

const double* RunData::rowOf(std::int64_t step) const {
  if (step < 0 || step >= rows) return nullptr;
  const auto after = std::upper_bound(
      chunks.begin(), chunks.end(), step,
      [](std::int64_t wanted, const ChunkPtr& chunk) { return wanted < chunk->firstStep; });
  const ChunkPtr& chunk = *(after - 1);
  return chunk->row(std::size_t(step - chunk->firstStep));
}

std::optional<Vec> RunData::pointAt(std::int64_t step, std::int64_t* found) const {
  auto after = std::upper_bound(
      chunks.begin(), chunks.end(), step,
      [](std::int64_t wanted, const ChunkPtr& chunk) { return wanted < chunk->firstStep; });
  while (after != chunks.begin()) {
    const Chunk& chunk = **--after;
    if (chunk.dimension > 0) {
      const std::int64_t last = chunk.firstStep + std::int64_t(chunk.size()) - 1;
      const double* point = chunk.point(std::size_t(std::min(step, last) - chunk.firstStep));
      if (found) *found = std::min(step, last);
      return Eigen::Map<const Vec>(point, Index(chunk.dimension));
    }
    if (const auto i = indexAt(chunk.snapshotSteps, step); i >= 0) {
      if (found) *found = chunk.snapshotSteps[std::size_t(i)];
      return Vec(chunk.snapshot(std::size_t(i)).x);
    }
  }
  return std::nullopt;
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

ShareAt RunData::peak(std::int64_t step) const {
  const auto after =
      std::upper_bound(m_peaks.begin(), m_peaks.end(), step,
                       [](std::int64_t wanted, const ShareAt& peak) { return wanted < peak.step; });
  return after == m_peaks.begin() ? ShareAt{} : *(after - 1);
}

}  // namespace thalweg
