/// Threads that lend a hand where one call is more work than a thread should do alone.
#include "core/base/team.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/give_way.h"

namespace thalweg {
namespace {

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
  Task* wanted() {
    if (idle() <= 0) return nullptr;
    for (Task* task = m_tasks; task != nullptr; task = task->following)
      if (task->open()) return task;
    return nullptr;
  }

  void help(std::stop_token stop) {
    std::unique_lock lock(m_guard);
    for (;;) {
      Task* task = nullptr;
      if (!m_wake.wait(lock, stop, [&] { return (task = wanted()) != nullptr; })) return;
      const Index hand = task->hands++;
      ++task->helping;
      begin();
      lock.unlock();
      const std::exception_ptr thrown = takeParts(*task, hand);
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
