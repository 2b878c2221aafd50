#include "core/run/replay.h"

#include "core/catalog.h"
#include "core/run/stepper_for.h"

namespace thalweg {

Replay::Replay(const Problem& problem, Stepper stepper)
    : m_oracle(std::make_unique<Oracle>(problem.objective)),
      m_now{0, std::move(stepper), problem.start},
      m_before(problem.start) {}

Result<Replay> Replay::prepare(const Experiment& experiment, std::size_t index,
                               const Problem& problem) {
  Result<Stepper> stepper = stepperFor(experiment, index, problem);
  if (!stepper) return stepper.error();
  const OptimizerChoice& choice = experiment.optimizers[index];
  Replay replay(problem, std::move(*stepper));
  replay.m_steps = experiment.run.steps;
  replay.m_peakRate = replay.m_now.stepper.learningRate();
  if (experiment.run.batch > 0)
    replay.m_oracle->drawBatches(batchesFor(experiment.run, *problem.objective->asFiniteSum()));
  if (!choice.schedule.name.empty()) {
    const ScheduleEntry* schedule = find(allSchedules(), choice.schedule.name);
    Result<Schedule> made = schedule->make(choice.schedule.settings);
    if (!made) return made.error();
    replay.m_schedule = std::move(*made);
    if (schedule->refine)
      replay.m_rehearsal = std::make_unique<Rehearsal>(choice, *find(allOptimizers(), choice.name),
                                                       replay.m_now.stepper, problem.start);
  }
  replay.m_saved.push_back(replay.m_now);
  return replay;
}

bool Replay::rehearse(Job::Clock::time_point deadline) {
  while (m_rehearsal->step() < m_steps) {
    m_oracle->beginStep(m_rehearsal->step());
    if (!m_rehearsal->stepOnce(*m_oracle, m_peakRate * m_schedule(m_rehearsal->step(), m_steps)))
      break;
    if (Job::Clock::now() >= deadline) return false;
  }
  m_schedule = m_rehearsal->refined();
  m_rehearsal.reset();
  return true;
}

void Replay::stepOnce() {
  m_before = m_now.x;
  m_oracle->beginStep(m_now.step);
  if (m_schedule) m_now.stepper.setLearningRate(m_peakRate * m_schedule(m_now.step, m_steps));
  m_now.stepper.step(m_now.x, *m_oracle);
  ++m_now.step;
}

void Replay::save() {
  if (m_now.step % m_every != 0 || m_now.step <= m_saved.back().step) return;
  m_saved.push_back(m_now);
  if (m_saved.size() <= mostSaved) return;
  m_every *= 2;
  std::erase_if(m_saved, [this](const State& state) { return state.step % m_every != 0; });
}

bool Replay::goTo(std::int64_t step, Job::Clock::time_point deadline) {
  if (m_rehearsal && !rehearse(deadline)) return false;
  if (step == m_now.step) return true;
  // The last step is made, not only arrived at: its terms are those of the move.
  auto from = m_saved.begin();
  for (auto it = m_saved.begin(); it != m_saved.end(); ++it)
    if (it->step < step) from = it;
  if (step < m_now.step || from->step > m_now.step) {
    m_now = *from;
    m_before = m_now.x;
  }
  while (m_now.step < step) {
    stepOnce();
    save();
    if (m_now.step < step && Job::Clock::now() >= deadline) return false;
  }
  return true;
}

}  // namespace thalweg
