/// Threads that lend a hand where one call is more work than a thread should do alone.
#include "core/base/team.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/give_way.h"

namespace thalweg {
namespace {

using namespace std::chrono_literals;

thread_local int busyDepth = 0;

/// A call under way; it lives on its caller's stack.
struct Task {
  Task(Index allParts, void (*partWork)(void*, Index, Index), void* with)
      : parts(allParts), work(partWork), context(with) {}
  const Index parts;
  void (*const work)(void*, Index, Index);
  void* const context;
  std::atomic<Index> next = 0;
  // Guarded by the hall's mutex:
  Index hands = 1, helping = 0;
  std::exception_ptr thrown;
  Task* following = nullptr;

  bool open() const { return next.load(std::memory_order_relaxed) < parts && hands < parts; }
};

/// Takes parts until none is left; the first thing thrown.
std::exception_ptr takeParts(Task& task, Index hand) {
  std::exception_ptr thrown;
  for (;;) {
    const Index part = task.next.fetch_add(1, std::memory_order_relaxed);
    if (part >= task.parts) return thrown;
    try {
      task.work(task.context, part, hand);
    } catch (...) {
      if (!thrown) thrown = std::current_exception();
    }
  }
}

/// How long a helper stays away from a machine whose processors others want: a part in the hands
/// of a thread that waits for its turn keeps the caller waiting.
class Rest {
 public:
  using Clock = std::chrono::steady_clock;

  bool over() const { return m_end == Clock::time_point() || Clock::now() >= m_end; }
  void begin() {
    m_start = Clock::now();
    m_used = processorTime();
  }
  /// Longer each time that the thread did not get most of the processor, up to half a second.
  void end() {
    const double taken = std::chrono::duration<double>(Clock::now() - m_start).count();
    const bool crowded = taken > shortest && processorTime() - m_used < 0.75 * taken;
    m_length = crowded ? std::clamp(2 * m_length, Clock::duration(20ms), Clock::duration(500ms))
                       : Clock::duration::zero();
    m_end = crowded ? Clock::now() + m_length : Clock::time_point();
  }

 private:
  static constexpr double shortest = 5e-4;  // seconds; less says nothing
  static double processorTime() {
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + 1e-9 * double(time.tv_nsec);
#else  // taken to be all there was
    return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
#endif
  }

  Clock::time_point m_start, m_end;
  Clock::duration m_length = Clock::duration::zero();
  double m_used = 0.0;
};

/// Where calls are put up and the team waits for them.
class Hall {
 public:
  ~Hall() {
    for (std::jthread& thread : m_threads) thread.request_stop();
  }

  void lend(unsigned threads, int nicer) {
    const std::lock_guard lock(m_guard);
    m_lent += int(threads);
    if (m_lent < 2) return;
    while (Index(m_threads.size()) + 1 < Team::hands())
      m_threads.emplace_back([this, nicer](std::stop_token stop) {
        if (nicer > 0) giveWay(nicer);
        busyDepth = 1;
        help(stop);
      });
  }
  void takeBack(unsigned threads) { m_lent -= int(threads); }

  void begin() { ++m_busy; }
  void end() { --m_busy; }
  int idle() const {
    return m_lent.load(std::memory_order_relaxed) - m_busy.load(std::memory_order_relaxed);
  }

  void share(Task& task) {
    {
      const std::lock_guard lock(m_guard);
      Task** last = &m_tasks;
      while (*last != nullptr) last = &(*last)->following;
      *last = &task;
    }
    for (Index i = std::min(Index(idle()), task.parts - 1); i > 0; --i) m_wake.notify_one();
    const std::exception_ptr thrown = takeParts(task, 0);
    std::unique_lock lock(m_guard);
    Task** place = &m_tasks;
    while (*place != &task) place = &(*place)->following;
    *place = task.following;
    m_done.wait(lock, [&] { return task.helping == 0; });
    if (!task.thrown) task.thrown = thrown;
  }

 private:
  /// The first call with parts left, where a thread is free for it.
  Task* wanted(const Rest& rest) {
    if (m_tasks == nullptr || idle() <= 0 || !rest.over()) return nullptr;
    for (Task* task = m_tasks; task != nullptr; task = task->following)
      if (task->open()) return task;
    return nullptr;
  }

  void help(std::stop_token stop) {
    Rest rest;
    std::unique_lock lock(m_guard);
    for (;;) {
      Task* task = nullptr;
      if (!m_wake.wait(lock, stop, [&] { return (task = wanted(rest)) != nullptr; })) return;
      const Index hand = task->hands++;
      ++task->helping;
      begin();
      lock.unlock();
      rest.begin();
      const std::exception_ptr thrown = takeParts(*task, hand);
      rest.end();
      lock.lock();
      end();
      if (!task->thrown) task->thrown = thrown;
      if (--task->helping == 0) m_done.notify_all();
    }
  }

  std::atomic<int> m_lent = 0, m_busy = 0;
  std::mutex m_guard;
  std::condition_variable_any m_wake;
  std::condition_variable m_done;
  Task* m_tasks = nullptr;
  std::vector<std::jthread> m_threads;  // last member: joined before anything they use goes away
};

Hall& hall() {
  static Hall one;
  return one;
}

}  // namespace

Team::Allowance::Allowance(unsigned threads, int nicer) : m_threads(threads) {
  hall().lend(threads, nicer);
}
Team::Allowance::~Allowance() { hall().takeBack(m_threads); }

Team::Busy::Busy() {
  if (busyDepth++ == 0) hall().begin();
}
Team::Busy::~Busy() {
  if (--busyDepth == 0) hall().end();
}

Index Team::spare() { return std::max(0, hall().idle() - (busyDepth == 0 ? 1 : 0)); }

Index Team::hands() {
  static const Index machine = std::max(1u, std::thread::hardware_concurrency());
  return machine;
}

void Team::share(Index parts, void (*work)(void*, Index, Index), void* context) {
  const Busy busy;
  Task task(parts, work, context);
  hall().share(task);
  if (task.thrown) std::rethrow_exception(task.thrown);
}

}  // namespace thalweg
