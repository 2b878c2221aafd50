/// Advances many jobs in short slices on few threads.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/team.h"
#include "core/run/job.h"

namespace thalweg {

/// Whether the threads give way to others that want the processor, such as a window's.
enum class Manners { equal, yielding };

/// Threads without a job are lent to the others' jobs (core/base/team.h).
class Runner {
 public:
  /// `threads`: 0 for one less than the machine has cores, at least one.
  explicit Runner(unsigned threads = 0, Manners manners = Manners::equal);
  /// Stops what is under way and waits for it; jobs still in line are dropped, marked as stopped.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Puts a job at the end of the line; it gets a slice of about 2 ms in turn until it is done.
  void add(std::shared_ptr<Job> job);
  /// Waits until no job is left.
  void drain();
  /// The same for a limited time; false where jobs are left.
  bool drainFor(std::chrono::milliseconds time);

 private:
  void work(std::stop_token stop);
  /// The next job that is due, in `m_busy` from then on; null where the threads are to end.
  std::shared_ptr<Job> next(const std::stop_token& stop);
  Team::Allowance m_lent;
  std::mutex m_guard;
  std::condition_variable_any m_wake, m_idle;
  std::deque<std::shared_ptr<Job>> m_waiting;
  std::vector<std::shared_ptr<Job>> m_busy;  // in a thread's hands
  std::vector<std::jthread> m_threads;  // last member: joined before anything they use goes away
};

}  // namespace thalweg
