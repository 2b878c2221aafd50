/// Threads that lend a hand where one call is more work than a thread should do alone.
#pragma once

#include <memory>
#include <type_traits>

#include "core/base/types.h"

namespace thalweg {

/// One team a process, of a thread less than the machine has. It works only as far as threads have
/// been lent and are not busy themselves, and nobody waits for one that has not begun: on a busy
/// machine a call runs as if there were no team.
class Team {
 public:
  /// Lends so many threads, the calling ones included, while it lives; all that live add up. The
  /// first one says how much nicer than the process the team is.
  class Allowance {
   public:
    explicit Allowance(unsigned threads, int nicer = 0);
    ~Allowance();
    Allowance(const Allowance&) = delete;
    Allowance& operator=(const Allowance&) = delete;

   private:
    unsigned m_threads;
  };

  /// Says while it lives that the calling thread uses one of those lent.
  class Busy {
   public:
    Busy();
    ~Busy();
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;
  };

  /// Calls work(part, hand) once for each part in 0 .. parts - 1, in any order, and returns when
  /// all are done. Calls with the same hand come one after another; the caller's is 0, the others
  /// are below hands() and below `parts`. What a part throws comes out when no part is under way.
  template <class Work>
  static void run(Index parts, Work&& work) {
    if (parts < 2 || spare() == 0) {
      for (Index part = 0; part < parts; ++part) work(part, Index(0));
      return;
    }
    share(
        parts,
        [](void* context, Index part, Index hand) {
          (*static_cast<std::remove_reference_t<Work>*>(context))(part, hand);
        },
        const_cast<void*>(static_cast<const void*>(std::addressof(work))));
  }

  /// Threads lent that are idle now, apart from the caller's.
  static Index spare();
  /// The most threads that can ever work at one call.
  static Index hands();

 private:
  static void share(Index parts, void (*work)(void*, Index, Index), void* context);
};

}  // namespace thalweg
