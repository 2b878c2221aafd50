/// Which samples each step of a run sees.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/types.h"

namespace thalweg {

enum class Sampling { reshuffled, replacement, inOrder };

/// "reshuffled": every epoch a new order, each sample once (the last batch of an epoch may be
/// smaller); "replacement": independent draws; "in-order": the file's order, again and again.
const std::vector<std::string>& samplingNames();
Sampling samplingFrom(const std::string& name);

/// The rows of a step depend on (seed, step) alone, so that all runs of a race see the same batches
/// and a run can be continued anywhere.
class Batches {
 public:
  /// `size` of `samples` rows, 1 <= size <= samples.
  Batches(Index samples, Index size, Sampling sampling, std::uint64_t seed);
  Index size() const { return m_size; }
  /// Draws the rows of that step, from 0.
  void go(std::int64_t step);
  std::span<const Index> rows() const {
    const std::vector<Index>& all = m_sampling == Sampling::replacement ? m_drawn : m_order;
    return std::span(all).subspan(m_from, m_count);
  }

 private:
  void orderOf(std::int64_t epoch);
  Index m_samples, m_size;
  Sampling m_sampling;
  std::uint64_t m_seed;
  std::int64_t m_epoch = -1;
  std::vector<Index> m_order, m_drawn;
  std::size_t m_from = 0, m_count = 0;
};

}  // namespace thalweg
