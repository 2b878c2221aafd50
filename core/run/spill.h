/// Memory for what runs leave behind: on the heap while it is little, in files mapped into memory
/// when it is much.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <type_traits>
#include <vector>

namespace thalweg {

/// Where one run puts its sealed arrays. All runs of the process share one budget of heap; past it
/// arrays go into blocks of unlinked temporary files, whose pages the system may write out and
/// forget. A block goes with the last array in it. One writer; the arrays may be read from
/// anywhere.
class Spill {
 public:
  /// Heap for the sealed arrays of all runs together.
  static constexpr std::size_t usualBudget = std::size_t(256) << 20;
  /// The first block of a run and the largest: each is twice as large as the one before.
  static constexpr std::size_t firstBlock = std::size_t(4) << 20, largestBlock = std::size_t(64)
                                                                                 << 20;

  /// Another budget, for tests.
  static void setBudget(std::size_t bytes);
  /// Heap in use by sealed arrays.
  static std::size_t onHeap();
  /// Bytes of mapped blocks.
  static std::size_t inFiles();

  /// What keeps `bytes` more of heap counted; null where the budget does not allow them.
  static std::shared_ptr<const void> chargeHeap(std::size_t bytes);

  struct Place {
    void* data = nullptr;  // null where no file could be made
    std::shared_ptr<const void> owner;
  };
  /// Room in a file, aligned for any number.
  Place placeInFile(std::size_t bytes);

 private:
  struct Block;
  std::shared_ptr<Block> m_block;
  std::size_t m_used = 0;
};

/// An array that grows until it is sealed; then it is as long as it has to be and stays where it
/// is.
template <class T>
class Kept {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  void reserve(std::size_t count) { m_open.reserve(count); }
  void push_back(const T& value) { m_open.push_back(value); }
  /// All of `count` at once, to be written through the pointer; cut to what was written by another
  /// call.
  T* resize(std::size_t count) {
    m_open.resize(count);
    return m_open.data();
  }
  void append(const T* values, std::size_t count) {
    m_open.insert(m_open.end(), values, values + count);
  }

  std::size_t size() const { return m_sealed ? m_count : m_open.size(); }
  bool empty() const { return size() == 0; }
  const T* data() const { return m_sealed ? m_sealed : m_open.data(); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }
  const T& operator[](std::size_t i) const { return data()[i]; }

  void seal(Spill& spill) {
    const std::size_t bytes = m_open.size() * sizeof(T);
    if (bytes == 0) return m_open.shrink_to_fit();
    m_owner = Spill::chargeHeap(bytes);
    if (!m_owner) {
      const Spill::Place place = spill.placeInFile(bytes);
      if (place.data) {
        std::memcpy(place.data, m_open.data(), bytes);
        m_sealed = static_cast<const T*>(place.data);
        m_count = m_open.size();
        m_owner = place.owner;
        m_open.clear();
      }
    }
    m_open.shrink_to_fit();
  }

 private:
  std::vector<T> m_open;
  const T* m_sealed = nullptr;  // in a file
  std::size_t m_count = 0;
  std::shared_ptr<const void> m_owner;
};

}  // namespace thalweg
