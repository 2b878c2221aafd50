#include "core/run/stepper_for.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/catalog.h"

namespace thalweg {
namespace {

Outcome checkBatch(const RunChoice& run, const Objective& objective) {
  if (run.batch == 0) return Done{};
  const FiniteSum* sum = objective.asFiniteSum();
  if (!sum)
    return Error{fmt::format("run.batch = {} is not allowed: 0, this problem is not a mean over "
                             "data",
                             run.batch),
                 "batch"};
  if (run.batch > sum->samples())
    return Error{fmt::format("run.batch = {} is not allowed: 0 to {}, the samples of this problem",
                             run.batch, sum->samples()),
                 "batch"};
  return Done{};
}

}  // namespace

Result<Stepper> stepperFor(const Experiment& experiment, std::size_t index,
                           const Problem& problem) {
  const OptimizerChoice& choice = experiment.optimizers.at(index);
  const OptimizerEntry* entry = find(allOptimizers(), choice.name);
  if (!entry) return Error{fmt::format("'{}' is not an optimizer", quotable(choice.name)), "name"};
  const std::string who = fmt::format("optimizer[{}] ({})", index, choice.name);
  if (const std::string lack = lackOf(entry->needs, who, *problem.objective); !lack.empty())
    return Error{lack, "name"};
  if (entry->lack)
    if (const std::string lack = entry->lack(choice.settings, *problem.objective); !lack.empty())
      return Error{who + ": " + lack, "name"};
  if (const Outcome fits = checkBatch(experiment.run, *problem.objective); !fits)
    return fits.error();
  Result<Stepper> stepper = entry->make(choice.settings, problem.start);
  if (!stepper) return stepper;
  for (const Part& part : choice.wrappers) {
    const WrapperEntry* wrapper = find(allWrappers(), part.name);
    if (!wrapper) return Error{fmt::format("'{}' is not a wrapper", quotable(part.name)), "name"};
    if (wrapper->changesGradients &&
        (entry->needs.value || entry->needs.hessian || entry->needs.data))
      return Error{fmt::format("{} does not go inside {}: it asks for more than gradients, and "
                               "those are changed",
                               who, part.name),
                   "wrappers"};
    stepper = wrapper->wrap(std::move(*stepper), part.settings, problem.start,
                            std::uint64_t(experiment.run.seed));
    if (!stepper) return stepper;
  }
  return stepper;
}

Batches batchesFor(const RunChoice& run, const FiniteSum& sum) {
  return Batches(sum.samples(), Index(run.batch), samplingFrom(run.sampling),
                 std::uint64_t(run.seed));
}

}  // namespace thalweg
