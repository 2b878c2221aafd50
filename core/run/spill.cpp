/// Blocks of unlinked temporary files, mapped into memory.
#include "core/run/spill.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>

namespace thalweg {
namespace {

std::atomic<std::size_t> budget{Spill::usualBudget}, heap{0}, files{0};

/// A new file without a name; -1 where there is none to be had.
int namelessFile() {
  // /var/tmp before /tmp, which may itself lie in memory.
  const char* wanted = std::getenv("TMPDIR");
  for (const char* folder : {wanted, "/var/tmp", "/tmp"}) {
    if (!folder || !*folder) continue;
    std::string name = std::string(folder) + "/thalweg-XXXXXX";
    const int file = mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) continue;
    unlink(name.c_str());
    return file;
  }
  return -1;
}

}  // namespace

struct Spill::Block {
  void* data = nullptr;
  std::size_t bytes = 0;

  Block(void* where, std::size_t size) : data(where), bytes(size) { files += size; }
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  ~Block() {
    munmap(data, bytes);
    files -= bytes;
  }

  /// Null where there is no room on the disk: a mapped page that can not be written would end the
  /// program.
  static std::shared_ptr<Block> make(std::size_t bytes) {
    const int file = namelessFile();
    if (file < 0) return nullptr;
    void* data = MAP_FAILED;
    if (posix_fallocate(file, 0, off_t(bytes)) == 0)
      data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    return data == MAP_FAILED ? nullptr : std::make_shared<Block>(data, bytes);
  }
};

void Spill::setBudget(std::size_t bytes) { budget = bytes; }

std::size_t Spill::onHeap() { return heap; }

std::size_t Spill::inFiles() { return files; }

std::shared_ptr<const void> Spill::chargeHeap(std::size_t bytes) {
  if (heap.fetch_add(bytes) + bytes > budget) {
    heap -= bytes;
    return nullptr;
  }
  return {static_cast<const void*>(&heap), [bytes](const void*) { heap -= bytes; }};
}

Spill::Place Spill::placeInFile(std::size_t bytes) {
  constexpr std::size_t alignment = 64;
  bytes = (bytes + alignment - 1) / alignment * alignment;
  if (!m_block || m_block->bytes - m_used < bytes) {
    const std::size_t next = m_block ? std::min(2 * m_block->bytes, largestBlock) : firstBlock;
    // What is full is seldom read again: its pages need not count as this program's.
    if (m_block) madvise(m_block->data, m_block->bytes, MADV_DONTNEED);
    const std::size_t page = std::size_t(sysconf(_SC_PAGESIZE));
    m_block = Block::make(std::max(next, (bytes + page - 1) / page * page));
    m_used = 0;
    if (!m_block) return {};
  }
  char* data = static_cast<char*>(m_block->data) + m_used;
  m_used += bytes;
  return {data, m_block};
}

}  // namespace thalweg
