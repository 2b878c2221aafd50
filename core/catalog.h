/// Everything the program can offer. The tables are written by CMake from the file names: one file,
/// one row.
#pragma once

#include <string_view>
#include <vector>

#include "core/datasets/dataset.h"
#include "core/flows/flow.h"
#include "core/landscapes/landscape.h"
#include "core/optimizers/optimizer.h"
#include "core/probes/probe.h"
#include "core/schedules/schedule.h"
#include "core/wrappers/wrapper.h"

namespace thalweg {

const std::vector<OptimizerEntry>& allOptimizers();
/// Methods that compute nothing: they read where another program has been, step by step.
const std::vector<OptimizerEntry>& allRecordings();
const std::vector<LandscapeEntry>& allLandscapes();
const std::vector<DatasetEntry>& allDatasets();
const std::vector<FlowEntry>& allFlows();
const std::vector<ProbeEntry>& allProbes();
const std::vector<ScheduleEntry>& allSchedules();
const std::vector<WrapperEntry>& allWrappers();

/// The row of that id, or null.
template <class Entry>
const Entry* find(const std::vector<Entry>& rows, std::string_view id) {
  for (const Entry& row : rows)
    if (row.card.id == id) return &row;
  return nullptr;
}

/// The row that an optimizer of an experiment is called after: an optimizer's or a recording's, or
/// null.
inline const OptimizerEntry* methodNamed(std::string_view id) {
  const OptimizerEntry* entry = find(allOptimizers(), id);
  return entry ? entry : find(allRecordings(), id);
}

/// All ids, in order.
template <class Entry>
std::vector<std::string> ids(const std::vector<Entry>& rows) {
  std::vector<std::string> names;
  for (const Entry& row : rows) names.push_back(row.card.id);
  return names;
}

}  // namespace thalweg
