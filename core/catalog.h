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

/// All ids, in order.
template <class Entry>
std::vector<std::string> ids(const std::vector<Entry>& rows) {
  std::vector<std::string> names;
  for (const Entry& row : rows) names.push_back(row.card.id);
  return names;
}

}  // namespace thalweg
