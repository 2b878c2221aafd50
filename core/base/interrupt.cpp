#include "core/base/interrupt.h"

#include <chrono>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace thalweg {
namespace {

thread_local const std::function<bool()>* stopping = nullptr;

}  // namespace

InterruptScope::InterruptScope(const std::function<bool()>& asked)
    : m_before(std::exchange(stopping, &asked)) {}
InterruptScope::~InterruptScope() { stopping = m_before; }

void throwIfInterrupted() {
  if (stopping != nullptr && *stopping && (*stopping)()) throw Interrupted();
}

void callInterruptibly(std::function<void()> work) {
  if (stopping == nullptr || !*stopping) return work();
  auto task = std::make_shared<std::packaged_task<void()>>(std::move(work));
  std::future<void> done = task->get_future();
  std::thread([task] { (*task)(); }).detach();
  while (done.wait_for(std::chrono::milliseconds(10)) != std::future_status::ready)
    throwIfInterrupted();
  done.get();
}

}  // namespace thalweg
