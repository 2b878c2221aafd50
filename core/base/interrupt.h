/// Work that is given up in the middle of a call, where nothing can be returned.
#pragma once

#include <functional>

namespace thalweg {

/// Thrown out of a long computation whose thread was asked to stop; caught by the job that set the
/// scope.
struct Interrupted {};

/// While it lives, long computations on this thread ask `stopping` now and then.
class InterruptScope {
 public:
  explicit InterruptScope(const std::function<bool()>& stopping);
  ~InterruptScope();
  InterruptScope(const InterruptScope&) = delete;
  InterruptScope& operator=(const InterruptScope&) = delete;

 private:
  const std::function<bool()>* m_before;
};

/// Throws `Interrupted` where the innermost scope of this thread says so; nothing without one.
void throwIfInterrupted();

/// Calls work() where it can be left: a call that has no point at which to ask, such as the
/// decomposition of a large matrix, is made by a thread of its own, and where this thread is
/// interrupted meanwhile, that one ends alone and its result is dropped. `work` must own all that
/// it touches. Without a scope it is called here.
void callInterruptibly(std::function<void()> work);

}  // namespace thalweg
