#include "core/run/claims.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "core/base/text.h"

namespace thalweg {
namespace {

/// Of an open file, not of the process (Linux): two `Claims` exclude each other wherever they are.
bool locked(int file, int command, short kind, std::size_t point) {
  struct flock lock {};
  lock.l_type = kind;
  lock.l_whence = SEEK_SET;
  lock.l_start = off_t(point);
  lock.l_len = 1;
  int result = fcntl(file, command, &lock);
  while (result == -1 && errno == EINTR && command == F_OFD_SETLKW)
    result = fcntl(file, command, &lock);
  return result == 0;
}

}  // namespace

Result<Claims> Claims::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0)
    return Error{
        fmt::format("'{}' can not be opened: {}", quotable(path, 200), std::strerror(errno)), path};
  Claims claims(file);
  if (!locked(file, F_OFD_SETLK, F_RDLCK, 0) && errno != EAGAIN && errno != EACCES)
    return Error{
        fmt::format("'{}' can not be locked, so points of work can not be shared there: {}",
                    quotable(path, 200), std::strerror(errno)),
        path};
  claims.release(0);
  return claims;
}

Claims::Claims(Claims&& other) noexcept : m_file(std::exchange(other.m_file, -1)) {}

Claims::~Claims() {
  if (m_file >= 0) ::close(m_file);
}

bool Claims::take(std::size_t point) { return locked(m_file, F_OFD_SETLK, F_WRLCK, point); }

void Claims::await(std::size_t point) { locked(m_file, F_OFD_SETLKW, F_WRLCK, point); }

void Claims::release(std::size_t point) { locked(m_file, F_OFD_SETLK, F_UNLCK, point); }

Rank rankOfThisProcess() {
  const auto number = [](const char* name) {
    const char* const text = std::getenv(name);
    const auto value = text ? numberFrom(text) : std::nullopt;
    return value && *value >= 0 && *value < 1e6 ? int(*value) : -1;
  };
  // Open MPI; MPICH, Intel MPI and Slurm's PMI.
  for (const auto& [index, count] : {std::pair("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
                                     std::pair("PMI_RANK", "PMI_SIZE")})
    if (number(index) >= 0 && number(count) > number(index)) return {number(index), number(count)};
  return {};
}

}  // namespace thalweg
