#include "core/objectives/data/batches.h"

#include <numeric>

#include "core/base/random.h"

namespace thalweg {

const std::vector<std::string>& samplingNames() {
  static const std::vector<std::string> names{"reshuffled", "replacement", "in-order"};
  return names;
}

Sampling samplingFrom(const std::string& name) {
  return name == "replacement" ? Sampling::replacement
         : name == "in-order"  ? Sampling::inOrder
                               : Sampling::reshuffled;
}

Batches::Batches(Index samples, Index size, Sampling sampling, std::uint64_t seed)
    : m_samples(samples), m_size(size), m_sampling(sampling), m_seed(seed) {
  if (sampling == Sampling::replacement)
    m_drawn.resize(std::size_t(size));
  else
    m_order.resize(std::size_t(samples));
  std::iota(m_order.begin(), m_order.end(), Index(0));
}

// Fisher and Yates, from the natural order: the order of an epoch depends on no other.
void Batches::orderOf(std::int64_t epoch) {
  std::iota(m_order.begin(), m_order.end(), Index(0));
  Random random(m_seed, std::uint64_t(epoch));
  for (std::size_t i = m_order.size() - 1; i > 0; --i)
    std::swap(m_order[i], m_order[random.below(i + 1)]);
}

void Batches::go(std::int64_t step) {
  if (m_sampling == Sampling::replacement) {
    Random random(m_seed, std::uint64_t(step));
    for (Index& row : m_drawn) row = Index(random.below(std::uint64_t(m_samples)));
    m_count = m_drawn.size();
    return;
  }
  const std::int64_t inEpoch = (m_samples + m_size - 1) / m_size, epoch = step / inEpoch;
  if (m_sampling == Sampling::reshuffled && epoch != m_epoch) orderOf(epoch);
  m_epoch = epoch;
  const Index from = Index(step % inEpoch) * m_size;
  m_from = std::size_t(from);
  m_count = std::size_t(std::min(m_size, m_samples - from));
}

}  // namespace thalweg
