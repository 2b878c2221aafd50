/// Leaves the processor to others.
#include "core/base/give_way.h"

#ifdef __linux__
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace thalweg {

void giveWay([[maybe_unused]] int nicer) {
#ifdef __linux__
  // On Linux each thread has a level of its own; that of the process is its first thread's.
  setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)),
              getpriority(PRIO_PROCESS, id_t(getpid())) + nicer);
#endif
}

}  // namespace thalweg
