/// Points of work that several processes share, each taken by one of them at a time.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.h"

namespace thalweg {

/// A byte of a file for each point, locked by the process that works on it. The system lets go of
/// the locks of a process that dies, however it does: its points can be taken again.
class Claims {
 public:
  /// The file is made where it is not there; it stays, empty. Refuses a file system without locks.
  static Result<Claims> open(const std::string& path);
  Claims(Claims&& other) noexcept;
  Claims& operator=(Claims&&) = delete;
  ~Claims();

  /// False where another process has it. One object takes a point as often as it likes: threads
  /// that share it must deal among themselves.
  bool take(std::size_t point);
  /// Waits until it can be taken.
  void await(std::size_t point);
  void release(std::size_t point);

 private:
  explicit Claims(int file) : m_file(file) {}
  int m_file;
};

/// The place of this process among those that a launcher such as mpirun has started together; 0 of
/// 1 where none has.
struct Rank {
  int index = 0, count = 1;
};
Rank rankOfThisProcess();

}  // namespace thalweg
