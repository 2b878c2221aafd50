/// The method of a run: an optimizer with all that is around it.
#pragma once

#include "core/objectives/data/batches.h"
#include "core/optimizers/optimizer.h"
#include "core/run/problem.h"

namespace thalweg {

/// Optimizer number `index` with its wrappers, or the sentence that says what does not go together.
Result<Stepper> stepperFor(const Experiment& experiment, std::size_t index, const Problem& problem);

/// The batches that `run.batch` > 0 asks for.
Batches batchesFor(const RunChoice& run, const FiniteSum& sum);

}  // namespace thalweg
