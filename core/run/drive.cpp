#include "core/run/drive.h"

#include <fmt/format.h>

#include <cmath>

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

double dropoutOf(const Experiment& experiment) {
  return experiment.problem.kind == "network" ? experiment.problem.network.dropout : 0.0;
}

/// The method with its wrappers.
Result<Stepper> stepperFor(const Experiment& experiment, std::size_t index,
                           const Problem& problem) {
  const OptimizerChoice& choice = experiment.optimizers.at(index);
  const OptimizerEntry* entry = methodNamed(choice.name);
  if (!entry) return Error{fmt::format("'{}' is not an optimizer", quotable(choice.name)), "name"};
  const std::string who = fmt::format("optimizer[{}] ({})", index, choice.name);
  if (const std::string lack = lackOf(entry->needs, who, *problem.objective); !lack.empty())
    return Error{lack, "name"};
  if (entry->lack)
    if (const std::string lack = entry->lack(choice.settings, *problem.objective); !lack.empty())
      return Error{who + ": " + lack, entry->reads ? "folder" : "name"};
  if (const Outcome fits = checkBatch(experiment.run, *problem.objective); !fits)
    return fits.error();
  if (dropoutOf(experiment) > 0.0 && asksBeyondGradients(entry->needs))
    return Error{fmt::format("{} does not go with problem.dropout = {}: it asks for more than "
                             "gradients, and those are of a part of the network",
                             who, shortest(dropoutOf(experiment))),
                 "dropout"};
  Result<Stepper> stepper = entry->make(choice.settings, problem.start);
  if (!stepper) return stepper;
  if (entry->reads && !(choice.wrappers.empty() && choice.schedule.name.empty()))
    return Error{
        fmt::format("{} goes with no wrapper and no schedule: its points are read, not made", who),
        choice.wrappers.empty() ? "schedule" : "wrappers"};
  for (const Part& part : choice.wrappers) {
    const WrapperEntry* wrapper = find(allWrappers(), part.name);
    if (!wrapper) return Error{fmt::format("'{}' is not a wrapper", quotable(part.name)), "name"};
    if (wrapper->changesGradients && asksBeyondGradients(entry->needs))
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

}  // namespace

Result<Drive> Drive::prepare(const Experiment& experiment, std::size_t index,
                             const Problem& problem) {
  Result<Stepper> stepper = stepperFor(experiment, index, problem);
  if (!stepper) return stepper.error();
  const OptimizerChoice& choice = experiment.optimizers[index];
  Drive drive(problem, std::move(*stepper));
  drive.m_steps = experiment.run.steps;
  drive.m_peakRate = drive.stepper.givenRate();
  if (const RunChoice& run = experiment.run; run.batch > 0)
    drive.oracle.drawBatches(Batches(problem.objective->asFiniteSum()->samples(), Index(run.batch),
                                     samplingFrom(run.sampling), std::uint64_t(run.seed)));
  if (const double rate = dropoutOf(experiment); rate > 0.0)
    drive.oracle.dropUnits({rate, std::uint64_t(experiment.run.seed), 0});
  const OptimizerEntry& entry = *methodNamed(choice.name);
  if (const Outcome made = drive.schedule(choice, entry, problem.start); !made) return made.error();
  return drive;
}

Outcome Drive::schedule(const OptimizerChoice& choice, const OptimizerEntry& entry,
                        const Vec& start) {
  if (choice.schedule.name.empty()) return Done{};
  const ScheduleEntry* row = find(allSchedules(), choice.schedule.name);
  if (!row)
    return Error{fmt::format("'{}' is not a schedule", quotable(choice.schedule.name)), "schedule"};
  Result<Schedule> made = row->make(choice.schedule.settings);
  if (!made) return made.error();
  m_schedule = std::move(*made);
  stepper.setLearningRate(m_peakRate * m_schedule(0, m_steps));
  if (!row->refine) return Done{};
  // Methods that scale coordinates go with the l1 norm.
  const GradientNorm usual = entry.preconditions ? GradientNorm::l1 : GradientNorm::l2;
  m_rehearsal.reset(new Rehearsal{*row,
                                  choice.schedule.settings,
                                  row->norm(choice.schedule.settings).value_or(usual),
                                  stepper,
                                  start,
                                  {}});
  return Done{};
}

bool Drive::rehearseOnce() {
  Rehearsal& r = *m_rehearsal;
  const std::int64_t n = std::int64_t(r.norms.size());
  oracle.beginStep(n);
  const Vec& g = oracle.gradient(r.x);
  const double norm = r.kind == GradientNorm::l1 ? g.lpNorm<1>() : g.norm();
  r.stepper.setLearningRate(m_peakRate * m_schedule(n, m_steps));
  r.stepper.step(r.x, oracle);
  if (!std::isfinite(norm) || !r.x.allFinite()) return false;
  r.norms.push_back(norm);
  return true;
}

bool Drive::rehearse(Job::Clock::time_point deadline, const std::function<bool()>& stopping) {
  if (!m_rehearsal) return true;
  while (std::int64_t(m_rehearsal->norms.size()) < m_steps && rehearseOnce())
    if ((stopping && stopping()) || Job::Clock::now() >= deadline) return false;
  const Rehearsal& r = *m_rehearsal;
  m_rehearsedAll = std::int64_t(r.norms.size());
  m_schedule = r.entry.refine(r.settings, r.norms, r.kind);
  m_rehearsal.reset();
  stepper.setLearningRate(m_peakRate * m_schedule(0, m_steps));
  return true;
}

}  // namespace thalweg
