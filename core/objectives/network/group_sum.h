/// A vector summed over groups of samples by several threads, with the bits of the groups' order.
#pragma once

#include <algorithm>
#include <array>
#include <mutex>
#include <type_traits>

#include "core/objectives/network/layer.h"
#include "core/objectives/network/sample_groups.h"

namespace thalweg {

/// ((s_0 + s_1) + s_2) + .. in place, or in single precision until it is done. A sum is added as
/// soon as those before it are in, so that one thread alone needs one array beside and finds it in
/// its cache.
template <class S>
class GroupSum {
 public:
  void startIn(Vec& g, Index groups) {
    if constexpr (std::is_same_v<S, double>) {
      m_total = g.data();
    } else {
      m_single.resize(g.size());
      m_total = m_single.data();
    }
    m_size = g.size();
    m_groups = groups;
    m_next = 0;
    m_ready.fill(false);
    m_adding = false;
    for (m_free = 0; m_free < m_made; ++m_free) m_freeArrays[std::size_t(m_free)] = m_free;
  }
  /// Zeros for a group's sum.
  S* begin(Index group) {
    if (group > 0) {
      const std::lock_guard lock(m_guard);
      if (m_free == 0) {
        m_arrays[std::size_t(m_made)].resize(m_size);
        m_freeArrays[std::size_t(m_free++)] = m_made++;
      }
      m_place[std::size_t(group)] = m_freeArrays[std::size_t(--m_free)];
    }
    S* const sum = at(group);
    std::fill_n(sum, m_size, S(0));
    return sum;
  }
  /// The group's sum is complete.
  void end(Index group) {
    std::unique_lock lock(m_guard);
    m_ready[std::size_t(group)] = true;
    if (m_adding) return;  // who adds comes to it
    m_adding = true;
    for (; m_next < m_groups && m_ready[std::size_t(m_next)]; ++m_next) {
      if (m_next == 0) continue;
      lock.unlock();
      MatrixView<S>(m_total, m_size, 1) += MatrixView<S>(at(m_next), m_size, 1);
      lock.lock();
      m_freeArrays[std::size_t(m_free++)] = m_place[std::size_t(m_next)];
    }
    m_adding = false;
  }
  void finish(Vec& g) const {
    if constexpr (!std::is_same_v<S, double>) g = m_single.template cast<double>();
  }

 private:
  S* at(Index group) {
    return group == 0 ? m_total : m_arrays[std::size_t(m_place[std::size_t(group)])].data();
  }

  NetworkArray<S> m_single;
  S* m_total = nullptr;
  Index m_size = 0, m_groups = 0;
  std::mutex m_guard;  // of all below
  Index m_next = 0;    // to be added
  bool m_adding = false;
  std::array<bool, SampleGroups::most> m_ready{};
  std::array<Index, SampleGroups::most> m_place{};  // of a group's sum among the arrays
  std::array<Index, SampleGroups::most> m_freeArrays{};
  std::array<NetworkArray<S>, SampleGroups::most> m_arrays;
  Index m_made = 0, m_free = 0;
};

}  // namespace thalweg
