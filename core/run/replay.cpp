#include "core/run/replay.h"

#include <limits>

namespace thalweg {

Replay::Replay(Drive drive, const Vec& start)
    : m_drive(std::move(drive)), m_x(start), m_before(start) {
  m_saved.push_back({0, m_drive.stepper, m_x});
}

Result<Replay> Replay::prepare(const Experiment& experiment, std::size_t index,
                               const Problem& problem) {
  Result<Drive> drive = Drive::prepare(experiment, index, problem);
  if (!drive) return drive.error();
  Vec start = drive->start();
  if (drive->stepper.reads()) {
    const Next next = drive->stepper.next(start.size());
    if (next.supply != Next::Supply::ready) return Error{next.why, "folder"};
    drive->stepper.step(start, drive->oracle);
  }
  return Replay(std::move(*drive), start);
}

void Replay::stepOnce() {
  m_before = m_x;
  if (m_drive.stepper.next(m_x.size()).supply == Next::Supply::ready)
    m_drive.step(m_step, m_x);
  else
    m_x.setConstant(std::numeric_limits<double>::quiet_NaN());
  ++m_step;
}

void Replay::save() {
  if (m_step % m_every != 0 || m_step <= m_saved.back().step) return;
  m_saved.push_back({m_step, m_drive.stepper, m_x});
  if (m_saved.size() <= mostSaved) return;
  m_every *= 2;
  std::erase_if(m_saved, [this](const State& state) { return state.step % m_every != 0; });
}

bool Replay::goTo(std::int64_t step, Job::Clock::time_point deadline) {
  if (!m_drive.rehearse(deadline)) return false;
  if (step == m_step) return true;
  // The last step is made, not only arrived at: its terms are those of the move.
  auto from = m_saved.begin();
  for (auto it = m_saved.begin(); it != m_saved.end(); ++it)
    if (it->step < step) from = it;
  if (step < m_step || from->step > m_step) {
    m_step = from->step;
    m_drive.stepper = from->stepper;
    m_before = m_x = from->x;
  }
  while (m_step < step) {
    stepOnce();
    save();
    if (m_step < step && Job::Clock::now() >= deadline) return false;
  }
  return true;
}

}  // namespace thalweg
