/// A folder of parameter vectors as a film: its files in order, and whether the next is whole.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "core/optimizers/optimizer.h"

namespace thalweg {

/// Whether `a` comes before `b` where numbers within the names count as numbers: step9 before
/// step10.
bool comesBefore(const std::string& a, const std::string& b);

/// The names of the vector files in a folder, in that order; hidden ones are left out. An error
/// where it can not be read.
Result<std::vector<std::string>> vectorFilesIn(const std::string& folder);

/// Where a reader of such a folder has come to. A value: a copy reads on by itself.
class FolderReader {
 public:
  /// Looks for the file after the last one taken; what is read stays until `take`. The folder is
  /// listed at most five times a second. A file that can not be read, or has not `d` numbers, is
  /// late for as long as it may still be in somebody's hands: two seconds after it was last
  /// written.
  Next look(const std::string& folder, Index d);
  /// What was read last, and from then on the next one is looked for. After `look` was ready.
  const Vec& take();

 private:
  bool list(const std::string& folder, std::string& trouble);

  using Clock = std::chrono::steady_clock;
  std::shared_ptr<const std::vector<std::string>> m_names;
  std::size_t m_place = 0;  // of the file that is next
  std::string m_last;       // the file taken last
  Clock::time_point m_listed{};
  Vec m_numbers;
  bool m_read = false;
};

}  // namespace thalweg
