#include "core/run/runner.h"

#include <algorithm>
#include <exception>

#include "core/base/give_way.h"

namespace thalweg {
namespace {

// Short enough that all curves grow together and a window on the other core is not starved.
constexpr std::chrono::milliseconds slice{2};
constexpr int nicer = 5;  // a third of a window's share

unsigned orAllButOne(unsigned threads) {
  return threads > 0 ? threads : std::max(2u, std::thread::hardware_concurrency()) - 1;
}

/// One slice. Nothing a job throws may end the program: the job says that it failed.
bool advanceSafely(Job& job) {
  const Team::Busy busy;
  try {
    return job.advance(Job::Clock::now() + slice);
  } catch (const std::exception& problem) {
    job.fail(problem.what());
  } catch (...) {
    job.fail("an unknown exception");
  }
  return false;
}

}  // namespace

Runner::Runner(unsigned threads, Manners manners)
    : m_lent(orAllButOne(threads), manners == Manners::yielding ? nicer : 0) {
  for (unsigned i = 0; i < orAllButOne(threads); ++i)
    m_threads.emplace_back([this, manners](std::stop_token stop) {
      if (manners == Manners::yielding) giveWay(nicer);
      work(stop);
    });
}

Runner::~Runner() {
  for (std::jthread& thread : m_threads) thread.request_stop();
  const std::lock_guard lock(m_guard);
  for (const auto& job : m_waiting) job->stop();
  for (const auto& job : m_busy) job->stop();
}

void Runner::add(std::shared_ptr<Job> job) {
  {
    const std::lock_guard lock(m_guard);
    m_waiting.push_back(std::move(job));
  }
  m_wake.notify_one();
}

void Runner::drain() {
  std::unique_lock lock(m_guard);
  m_idle.wait(lock, [this] { return m_waiting.empty() && m_busy.empty(); });
}

bool Runner::drainFor(std::chrono::milliseconds time) {
  std::unique_lock lock(m_guard);
  return m_idle.wait_for(lock, time, [this] { return m_waiting.empty() && m_busy.empty(); });
}

std::shared_ptr<Job> Runner::next(const std::stop_token& stop) {
  std::unique_lock lock(m_guard);
  while (m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }) && !stop.stop_requested()) {
    const Job::Clock::time_point now = Job::Clock::now();
    const auto isDue = [&](const std::shared_ptr<Job>& job) { return job->due() <= now; };
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), isDue);
    if (found != m_waiting.end()) {
      m_busy.push_back(std::move(*found));
      m_waiting.erase(found);
      return m_busy.back();
    }
    Job::Clock::time_point first = Job::Clock::time_point::max();
    for (const auto& job : m_waiting) first = std::min(first, job->due());
    m_wake.wait_until(lock, stop, first, [this, jobs = m_waiting.size()] {
      return m_waiting.size() != jobs;  // another was added, or this one taken
    });
  }
  return nullptr;
}

void Runner::work(std::stop_token stop) {
  while (std::shared_ptr<Job> job = next(stop)) {
    const bool more = advanceSafely(*job);
    const std::lock_guard lock(m_guard);
    m_busy.erase(std::find(m_busy.begin(), m_busy.end(), job));
    const bool rests = more && job->due() > Job::Clock::now();
    if (more) m_waiting.push_back(std::move(job));
    if (rests) m_wake.notify_one();  // this thread may be long at another job
    if (m_waiting.empty() && m_busy.empty()) m_idle.notify_all();
  }
}

}  // namespace thalweg
