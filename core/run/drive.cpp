#include "core/run/drive.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/text.h"
#include "core/catalog.h"

namespace thalweg {
namespace {

Outcome checkBatch(const std::string& key, std::int64_t batch, const Objective& objective) {
  if (batch <= 0) return Done{};
  const FiniteSum* sum = objective.asFiniteSum();
  if (!sum)
    return Error{
        fmt::format("{} = {} is not allowed: 0, this problem is not a mean over data", key, batch),
        "batch"};
  if (batch > sum->samples())
    return Error{fmt::format("{} = {} is not allowed: 0 to {}, the samples of this problem", key,
                             batch, sum->samples()),
                 "batch"};
  return Done{};
}

/// Whether the kick, where there is one, goes with the method and the problem.
Outcome checkKick(const OptimizerChoice& choice, const OptimizerEntry& entry,
                  const std::string& who, const Problem& problem) {
  if (!choice.kick) return Done{};
  const double factor = choice.kick->rateFactor;
  if (factor != 1.0 && entry.takesRateOnce)
    return Error{fmt::format("{}: kick.rate_factor = {} is not allowed: 1, the method chooses its "
                             "steps itself after the first",
                             who, shortest(factor)),
                 "rate_factor"};
  return checkBatch(who + ": kick.batch", choice.kick->batch, *problem.objective);
}

double dropoutOf(const Experiment& experiment) {
  return experiment.problem.kind == "network" ? experiment.problem.network.dropout : 0.0;
}

/// Where the optimizer begins [d].
Result<Vec> startOf(const OptimizerChoice& choice, const Problem& problem, const std::string& who) {
  if (choice.startSeed < 0) return problem.start;
  if (!problem.drawStart)
    return Error{fmt::format("{}: start_seed = {} is not allowed here: the start of this problem "
                             "is not drawn from a seed",
                             who, choice.startSeed),
                 "start_seed"};
  return problem.drawStart(std::uint64_t(choice.startSeed));
}

std::string nameOf(const OptimizerChoice& choice, std::size_t index) {
  return fmt::format("optimizer[{}] ({})", index, choice.name);
}

/// The method with its wrappers, to begin at `start` [d].
Result<Stepper> stepperFor(const Experiment& experiment, std::size_t index, const Problem& problem,
                           const Vec& start) {
  const OptimizerChoice& choice = experiment.optimizers.at(index);
  const OptimizerEntry* entry = methodNamed(choice.name);
  if (!entry) return Error{fmt::format("'{}' is not an optimizer", quotable(choice.name)), "name"};
  const std::string who = nameOf(choice, index);
  if (const std::string lack = lackOf(entry->needs, who, *problem.objective); !lack.empty())
    return Error{lack, "name"};
  if (entry->lack)
    if (const std::string lack = entry->lack(choice.settings, *problem.objective); !lack.empty())
      return Error{who + ": " + lack, entry->reads ? "folder" : "name"};
  if (const Outcome fits = checkBatch("run.batch", experiment.run.batch, *problem.objective); !fits)
    return fits.error();
  if (const Outcome fits = checkKick(choice, *entry, who, problem); !fits) return fits.error();
  if (dropoutOf(experiment) > 0.0 && asksBeyondGradients(entry->needs))
    return Error{fmt::format("{} does not go with problem.dropout = {}: it asks for more than "
                             "gradients, and those are of a part of the network",
                             who, shortest(dropoutOf(experiment))),
                 "dropout"};
  Result<Stepper> stepper = entry->make(choice.settings, start);
  if (!stepper) return stepper;
  if (entry->reads && (!choice.wrappers.empty() || !choice.schedule.name.empty() || choice.kick))
    return Error{
        fmt::format("{} goes with no wrapper, schedule or kick: its points are read, not made",
                    who),
        !choice.wrappers.empty() ? "wrappers"
        : choice.kick            ? "kick"
                                 : "schedule"};
  for (const Part& part : choice.wrappers) {
    const WrapperEntry* wrapper = find(allWrappers(), part.name);
    if (!wrapper) return Error{fmt::format("'{}' is not a wrapper", quotable(part.name)), "name"};
    if (wrapper->changesGradients && asksBeyondGradients(entry->needs))
      return Error{fmt::format("{} does not go inside {}: it asks for more than gradients, and "
                               "those are changed",
                               who, part.name),
                   "wrappers"};
    stepper = wrapper->wrap(std::move(*stepper), part.settings, start,
                            std::uint64_t(experiment.run.seed));
    if (!stepper) return stepper;
  }
  return stepper;
}

}  // namespace

std::int64_t batchAt(const Experiment& experiment, std::size_t index, std::int64_t step) {
  const std::optional<KickChoice>& kick = experiment.optimizers.at(index).kick;
  return kick && kick->batch >= 0 && step >= kick->step ? kick->batch : experiment.run.batch;
}

Result<Drive> Drive::prepare(const Experiment& experiment, std::size_t index,
                             const Problem& problem) {
  const OptimizerChoice& choice = experiment.optimizers.at(index);
  Result<Vec> start = startOf(choice, problem, nameOf(choice, index));
  if (!start) return start.error();
  Result<Stepper> stepper = stepperFor(experiment, index, problem, *start);
  if (!stepper) return stepper.error();
  Drive drive(problem, std::move(*start), std::move(*stepper));
  drive.m_steps = experiment.run.steps;
  drive.m_peakRate = drive.stepper.givenRate();
  drive.m_run = experiment.run;
  drive.m_kick = choice.kick;
  if (choice.kick && choice.kick->step == 0) {  // there is nothing before it
    if (choice.kick->batch >= 0) drive.m_run.batch = choice.kick->batch;
    drive.m_peakRate *= choice.kick->rateFactor;
    drive.stepper.setLearningRate(drive.m_peakRate);
    drive.m_kick.reset();
  }
  drive.drawBatches(drive.m_run.batch);
  if (const double rate = dropoutOf(experiment); rate > 0.0)
    drive.oracle.dropUnits({rate, std::uint64_t(experiment.run.seed), 0});
  const OptimizerEntry& entry = *methodNamed(choice.name);
  if (const Outcome made = drive.schedule(choice, entry); !made) return made.error();
  return drive;
}

Outcome Drive::schedule(const OptimizerChoice& choice, const OptimizerEntry& entry) {
  if (choice.schedule.name.empty()) return Done{};
  const ScheduleEntry* row = find(allSchedules(), choice.schedule.name);
  if (!row)
    return Error{fmt::format("'{}' is not a schedule", quotable(choice.schedule.name)), "schedule"};
  Result<Schedule> made = row->make(choice.schedule.settings);
  if (!made) return made.error();
  m_schedule = std::move(*made);
  stepper.setLearningRate(rateAt(0));
  if (!row->refine) return Done{};
  // Methods that scale coordinates go with the l1 norm.
  const GradientNorm usual = entry.preconditions ? GradientNorm::l1 : GradientNorm::l2;
  m_rehearsal.reset(new Rehearsal{*row,
                                  choice.schedule.settings,
                                  row->norm(choice.schedule.settings).value_or(usual),
                                  stepper,
                                  m_start,
                                  {}});
  return Done{};
}

void Drive::drawBatches(std::int64_t batch) {
  if (batch == 0) return oracle.drawAll();
  oracle.drawBatches(Batches(oracle.objective().asFiniteSum()->samples(), Index(batch),
                             samplingFrom(m_run.sampling), std::uint64_t(m_run.seed)));
}

void Drive::kick(std::int64_t n) {
  if (const bool kicked = n >= m_kick->step; kicked != m_kicked) {
    m_kicked = kicked;
    if (m_kick->batch >= 0) drawBatches(kicked ? m_kick->batch : m_run.batch);
  }
  // Before it the method has its own rate still, or again: it is part of the state gone back to.
  if (m_kicked) stepper.setLearningRate(rateAt(n));
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
  stepper.setLearningRate(rateAt(0));
  return true;
}

}  // namespace thalweg
