/// A sweep as it is drawn and typed: its cells, and the keys that can be chosen.
#pragma once

#include <memory>
#include <vector>

#include "core/run/sweep_work.h"
#include "widgets/views/small_multiples.h"

namespace thalweg {

/// Rows by the lists but the last, columns by the last; one list alone in rows that fill a page.
MultiplesPicture multiplesOf(const std::vector<SweepAxis>& axes,
                             const std::vector<std::shared_ptr<const SweepPoint>>& points,
                             MultiplesOf what);

/// A key of an experiment, with what stands there now.
struct SweepKey {
  QString key, now, help;
};
/// The numbers and choices of an experiment, those looked at most first.
std::vector<SweepKey> sweepKeysOf(const Experiment& experiment);

}  // namespace thalweg
