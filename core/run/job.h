/// Work that can be done a little at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace thalweg {

class Job {
 public:
  using Clock = std::chrono::steady_clock;
  virtual ~Job() = default;

  /// Asks the job to end soon; it still publishes what it has.
  void stop() { m_stop.store(true, std::memory_order_relaxed); }
  bool stopping() const { return m_stop.load(std::memory_order_relaxed); }

  /// Works until about `deadline`; true while there is more to do. Called by one thread at a time.
  virtual bool advance(Clock::time_point deadline) = 0;
  /// When there is something to do again, for a job that waits for what others do; in the past: at
  /// once. Asked between two slices.
  virtual Clock::time_point due() const { return {}; }
  /// Called where `advance` threw: the job must say that it failed, and why.
  virtual void fail(const std::string& why) = 0;

 private:
  std::atomic<bool> m_stop = false;
};

}  // namespace thalweg
