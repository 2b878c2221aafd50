#include "core/io/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "core/base/text.h"

namespace thalweg {
namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

Error failure(std::string_view what, const std::string& path) {
  return {fmt::format("'{}' can not be {}: {}.", quotable(path, 200), what, std::strerror(errno)),
          path};
}

}  // namespace

Result<std::string> readFile(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    return Error{
        fmt::format("'{}' can not be read: it is a folder, a file is needed.", quotable(path, 200)),
        path};
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) return failure("read", path);
  std::string bytes;
  char buffer[1 << 16];
  while (const std::size_t got = std::fread(buffer, 1, sizeof buffer, file.get()))
    bytes.append(buffer, got);
  if (std::ferror(file.get())) return failure("read", path);
  return bytes;
}

Outcome writeFile(const std::string& path, std::string_view bytes) {
  // A device or a pipe can not be replaced by a rename: it is written as it stands.
  std::error_code problem;
  const auto kind = std::filesystem::status(path, problem).type();
  const bool special =
      kind != std::filesystem::file_type::not_found && kind != std::filesystem::file_type::regular;
  const std::string target = special ? path : path + ".part";
  File file(std::fopen(target.c_str(), "wb"));
  if (!file) return failure("written", path);
  bool good = std::fwrite(bytes.data(), 1, bytes.size(), file.get()) == bytes.size();
  good = std::fclose(file.release()) == 0 && good;
  if (good && !special) good = std::rename(target.c_str(), path.c_str()) == 0;
  if (good) return Done{};
  const Error error = failure("written", path);
  if (!special) std::remove(target.c_str());
  return error;
}

std::string absolutePath(const std::string& written, const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path path = fs::path(folder.empty() ? "." : folder) / written;
  std::error_code failure;
  const fs::path whole = fs::absolute(path, failure);
  return (failure ? path : whole).lexically_normal().string();
}

}  // namespace thalweg
