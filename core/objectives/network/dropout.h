/// Which hidden units are left out for which sample.
#pragma once

#include "core/base/random.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Units of hidden dense layers fall out with probability `rate`, for each sample apart; the others
/// count 1 / (1 - rate) (Srivastava et al. 2014). Drawn by seed, step, layer and sample, so that
/// neither blocks nor threads change them.
class DroppedUnits {
 public:
  /// `dropout` null: none is left out. `rows` of the samples, or null for those from `first` on.
  DroppedUnits(const Dropout* dropout, const Index* rows, Index first)
      : m_dropout(dropout), m_rows(rows), m_first(first) {}

  bool any() const { return m_dropout != nullptr; }

  /// On activations and their slopes [width, count] of layer l.
  template <class S>
  void apply(std::size_t l, Index width, Index count, S* value, S* slope) const {
    const S kept = S(1.0 / (1.0 - m_dropout->rate));
    for (Index j = 0; j < count; ++j) {
      const Index sample = m_rows ? m_rows[m_first + j] : m_first + j;
      // Streams of their own, apart from those of batches and of noise.
      constexpr std::uint64_t ownStreams = std::uint64_t(3) << 61;
      Random random(m_dropout->seed, ownStreams ^ (std::uint64_t(m_dropout->step) << 32) ^
                                         (std::uint64_t(l) << 26 << 32) ^ std::uint64_t(sample));
      for (Index i = j * width; i < (j + 1) * width; ++i) {
        const S factor = random.uniform() < m_dropout->rate ? S(0) : kept;
        value[i] *= factor;
        slope[i] *= factor;
      }
    }
  }

 private:
  const Dropout* m_dropout;
  const Index* m_rows;
  Index m_first;
};

}  // namespace thalweg
