/// The files of a finished run, the same from the window and from the command line.
#pragma once

#include <string>
#include <vector>

#include "core/run/run.h"

namespace thalweg {

/// `step,f,x0,x1,..`; only `step,f` for problems too large for a point in every row.
std::string trajectoryCsv(const Record& record);

/// `step,time_s,f,gradient_norm,step_norm,learning_rate` and a column for each measured quantity.
std::string metricsCsv(const Record& record);

/// `step,eigenvalue,weight,residual`; the last is empty for the nodes of a quadrature.
std::string spectrumCsv(const Record& record);

/// Writes experiment.toml, summary.json and a folder for each run into `folder`, which is made with
/// its parents.
Outcome writeRunFolder(const std::string& folder, const Experiment& experiment,
                       const Problem& problem, const std::vector<std::shared_ptr<Run>>& runs);

}  // namespace thalweg
