/// The charts of the window as values, made of what is known of the runs.
#pragma once

#include <string>
#include <vector>

#include "app/model/session.h"
#include "core/io/figure.h"

namespace thalweg {

/// A chart that can be shown: id, the tab's title, and whether the runs have anything for it.
struct ChartKind {
  std::string id, title;
};

/// loss, gradient, step size, sharpness, drift, accuracy: those that these runs have data for, loss always.
std::vector<ChartKind> chartKinds(const Session& session);

/// The chart of one kind. Hidden runs are left out.
Figure chartOf(const std::string& id, const Session& session, const std::vector<bool>& visible);

/// Label of a run as the window shows it.
std::string labelOf(const OptimizerChoice& choice);

}  // namespace thalweg
