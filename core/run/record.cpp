#include "core/run/record.h"

#include <algorithm>

namespace thalweg {

std::string nameOf(Status status) {
  switch (status) {
    case Status::running:
      return "running";
    case Status::converged:
      return "converged";
    case Status::steps:
      return "steps";
    case Status::diverged:
      return "diverged";
    case Status::cancelled:
      return "cancelled";
    case Status::failed:
      return "failed";
  }
  return "failed";
}

Update Record::since(std::size_t seen, std::size_t most) const {
  const std::lock_guard lock(m_guard);
  const std::size_t from = std::min(seen, m_sealed.size()),
                    to = from + std::min(most, m_sealed.size() - from);
  const auto begin = m_sealed.begin();
  // It has ended for a reader who has seen all of it.
  return {{begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to)},
          to,
          to == m_sealed.size() ? m_ending : Ending{}};
}

Ending Record::ending() const {
  const std::lock_guard lock(m_guard);
  return m_ending;
}

void Record::append(ChunkPtr chunk) {
  const std::lock_guard lock(m_guard);
  m_sealed.push_back(std::move(chunk));
}

void Record::finish(Ending ending) {
  const std::lock_guard lock(m_guard);
  m_ending = std::move(ending);
}

}  // namespace thalweg
