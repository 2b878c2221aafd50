/// A run made once more without a record, to see what its method remembers at any of its steps.
#pragma once

#include <memory>
#include <vector>

#include "core/run/drive.h"

namespace thalweg {

class Replay {
 public:
  /// The run of optimizer number `index`, as `Run::prepare` makes it.
  static Result<Replay> prepare(const Experiment& experiment, std::size_t index,
                                const Problem& problem);

  /// Goes to just after step `step`, forward or from a state saved on the way; false where the
  /// deadline came first: to be called again.
  bool goTo(std::int64_t step, Job::Clock::time_point deadline);

  std::int64_t step() const { return m_step; }  // steps made
  const Vec& x() const { return m_x; }
  const Vec& before() const { return m_before; }  // the point before the last step
  const Stepper& stepper() const { return m_drive.stepper; }

 private:
  /// All that a step goes on from; batches and noise come from the seed and the step.
  struct State {
    std::int64_t step;
    Stepper stepper;
    Vec x;
  };
  static constexpr std::size_t mostSaved = 16;

  Replay(Drive drive, const Vec& start);
  /// x is NaN where the method reads its points and this one is gone.
  void stepOnce();
  void save();

  Drive m_drive;
  std::int64_t m_step = 0;
  Vec m_x, m_before;
  std::vector<State> m_saved;  // the start and every `m_every`-th step on the way
  std::int64_t m_every = 16;
};

}  // namespace thalweg
