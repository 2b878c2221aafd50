#include "app/model/anatomy_service.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "core/base/interrupt.h"

namespace thalweg {
namespace {

constexpr int lookEveryMs = 8;

}  // namespace

bool AnatomyJob::ask(std::int64_t step) {
  const std::lock_guard lock(m_guard);
  m_wanted = step;
  return !std::exchange(m_working, true);
}

bool AnatomyJob::advance(Clock::time_point deadline) {
  const auto rest = [this] {
    const std::lock_guard lock(m_guard);
    m_working = false;
    return false;
  };
  if (!m_replay) {
    Result<Replay> made = Replay::prepare(m_experiment, m_index, m_problem);
    if (!made) return rest();
    m_replay = std::move(*made);
  }
  std::int64_t wanted = 0;
  {
    const std::lock_guard lock(m_guard);
    wanted = m_wanted;
  }
  if (stopping()) return rest();
  const std::function<bool()> asked = [this] { return stopping(); };
  const InterruptScope scope(asked);
  try {
    if (!m_replay->goTo(wanted, deadline)) return true;
  } catch (const Interrupted&) {
    m_replay.reset();  // a step that was left is half made
    return rest();
  }
  auto found = std::make_shared<Anatomy>(
      Anatomy{wanted, m_replay->before(), m_replay->x(), m_replay->stepper().terms()});
  const std::lock_guard lock(m_guard);
  m_latest = std::move(found);
  m_working = m_wanted != wanted;
  return m_working;
}

void AnatomyJob::fail(const std::string&) {
  const std::lock_guard lock(m_guard);
  m_replay.reset();  // a step that threw may be half made
  m_working = false;
}

std::shared_ptr<const Anatomy> AnatomyJob::latest() const {
  const std::lock_guard lock(m_guard);
  return m_latest;
}

bool AnatomyJob::resting() const {
  const std::lock_guard lock(m_guard);
  return !m_working;
}

AnatomyService::AnatomyService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &AnatomyService::look);
}

AnatomyService::~AnatomyService() { drop(); }

void AnatomyService::drop() {
  if (m_job) m_job->stop();
  m_job.reset();
  m_run.reset();
  m_tick.stop();
  if (std::exchange(m_shown, nullptr)) emit changed();
}

void AnatomyService::show(int run, std::int64_t step) {
  const std::vector<LiveRun>& runs = m_session.runs();
  if (run < 0 || run >= int(runs.size()) || !m_session.problem() || m_session.preparing())
    return drop();
  const LiveRun& live = runs[std::size_t(run)];
  if (!live.run) return drop();
  if (m_run != live.run || m_index != run) {
    drop();
    m_run = live.run;
    m_index = run;
    m_job = std::make_shared<AnatomyJob>(m_session.experiment(), std::size_t(run),
                                         *m_session.problem());
  }
  const std::int64_t wanted = std::min(step, live.data.steps());
  if (wanted < 1) {
    if (std::exchange(m_shown, nullptr)) emit changed();
    return;
  }
  if (m_shown && m_shown->step == wanted) return;
  if (m_job->ask(wanted)) m_session.runner().add(m_job);
  m_tick.start();
}

void AnatomyService::look() {
  // Asked first: what is found between the two looks is not missed.
  const bool resting = m_job->resting();
  const std::shared_ptr<const Anatomy> latest = m_job->latest();
  if (resting) m_tick.stop();
  if (!latest || latest == m_shown) return;
  m_shown = latest;
  emit changed();
}

}  // namespace thalweg
