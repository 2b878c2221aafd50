/// A method at work on a problem with all that is around it: wrappers, batches, its schedule. What
/// a run, a replay and a comparison with flows make their steps with.
#pragma once

#include <functional>
#include <memory>

#include "core/optimizers/optimizer.h"
#include "core/run/job.h"
#include "core/run/problem.h"
#include "core/schedules/schedule.h"

namespace thalweg {

/// Samples that the step from point number `step` on sees, 0: all of them.
std::int64_t batchAt(const Experiment& experiment, std::size_t index, std::int64_t step);

class Drive {
 public:
  /// Optimizer number `index` of the experiment, or the sentence that says what does not go
  /// together.
  static Result<Drive> prepare(const Experiment& experiment, std::size_t index,
                               const Problem& problem);

  /// Where the schedule is made from the gradient norms of the run itself, all steps are made once
  /// to see them; true where that is done, or not needed. Before the first step.
  bool rehearse(Job::Clock::time_point deadline, const std::function<bool()>& stopping = {});

  /// Steps of that run made so far; all of them once it is over.
  std::int64_t rehearsed() const {
    return m_rehearsal ? std::int64_t(m_rehearsal->norms.size()) : m_rehearsedAll;
  }

  /// Moves x [d] by step number `n`, from 0.
  void step(std::int64_t n, Vec& x) {
    if (m_kick) [[unlikely]]
      kick(n);
    oracle.beginStep(n);
    if (m_schedule) stepper.setLearningRate(rateAt(n));
    stepper.step(x, oracle);
  }

  /// The learning rate of the first step, before any schedule.
  double givenRate() const { return m_peakRate; }

  /// Where it begins [d]: the problem's start, or its own.
  const Vec& start() const { return m_start; }

  Oracle oracle;
  Stepper stepper;

 private:
  /// The run before the run.
  struct Rehearsal {
    const ScheduleEntry& entry;
    Values settings;
    GradientNorm kind;
    Stepper stepper;
    Vec x;
    std::vector<double> norms;
  };

  Drive(const Problem& problem, Vec start, Stepper method)
      : oracle(problem.objective), stepper(std::move(method)), m_start(std::move(start)) {}
  Outcome schedule(const OptimizerChoice& choice, const OptimizerEntry& entry);
  /// The rate that a schedule and a kick give step number `n`.
  double rateAt(std::int64_t n) const {
    const double share = m_schedule ? m_schedule(n, m_steps) : 1.0;
    return m_peakRate * share * (m_kicked ? m_kick->rateFactor : 1.0);
  }
  /// Rate and batches are those of step number `n`, whatever the last step was.
  void kick(std::int64_t n);
  void drawBatches(std::int64_t batch);
  /// One step of it; false where it can not go on.
  bool rehearseOnce();

  Vec m_start;
  Schedule m_schedule;  // null: the rate stays
  double m_peakRate = 0.0;
  std::int64_t m_steps = 0, m_rehearsedAll = 0;
  RunChoice m_run;
  std::optional<KickChoice> m_kick;        // of a later step than the first
  bool m_kicked = false;                   // rate and batches are those after it
  std::unique_ptr<Rehearsal> m_rehearsal;  // null where there is none, or it is over
};

}  // namespace thalweg
