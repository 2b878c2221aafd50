#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/base/text.h"
#include "core/io/vector_file.h"
#include "core/recordings/recording.h"

namespace thalweg {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds betweenListings{200};
// A file that nobody has written to for this long is as whole as it will be.
constexpr std::chrono::seconds stillWritten{2};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// The number at `at`, without zeros in front; `at` moves behind it.
std::string_view numberAt(const std::string& text, std::size_t& at) {
  while (at + 1 < text.size() && text[at] == '0' && isDigit(text[at + 1])) ++at;
  const std::size_t from = at;
  while (at < text.size() && isDigit(text[at])) ++at;
  return std::string_view(text).substr(from, at - from);
}

bool mayStillBeWritten(const std::string& path) {
  std::error_code gone;
  const fs::file_time_type written = fs::last_write_time(path, gone);
  return gone || fs::file_time_type::clock::now() - written < stillWritten;
}

/// A table cut within its last number reads well: while it is young, it ends with a line's end.
bool endsLikeATable(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file || file.tellg() <= 0) return false;
  file.seekg(-1, std::ios::end);
  return file.get() == '\n';
}

/// The vector of `d` numbers in a file, or why it is not one.
Result<Vec> vectorOf(const std::string& path, Index d) {
  Result<Vec> numbers = readNumbers(path);
  if (numbers && numbers->size() != d)
    return Error{fmt::format("'{}' has {} numbers; this problem has {} parameters.",
                             quotable(path, 200), numbers->size(), d),
                 path};
  return numbers;
}

}  // namespace

bool comesBefore(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (isDigit(a[i]) && isDigit(b[j])) {
      const std::string_view m = numberAt(a, i), n = numberAt(b, j);
      if (m.size() != n.size()) return m.size() < n.size();
      if (m != n) return m < n;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
    }
  }
  if (i < a.size() || j < b.size()) return i == a.size();
  return a < b;
}

Result<std::vector<std::string>> vectorFilesIn(const std::string& folder) {
  std::error_code trouble;
  fs::directory_iterator entry(folder, trouble);
  std::vector<std::string> names;
  for (; !trouble && entry != fs::directory_iterator(); entry.increment(trouble)) {
    std::string name = entry->path().filename().string();
    if (name.front() != '.' && isVectorFile(name)) names.push_back(std::move(name));
  }
  if (trouble)
    return Error{fmt::format("the folder '{}' can not be read: {}.", quotable(folder, 200),
                             trouble.message()),
                 folder};
  std::sort(names.begin(), names.end(), comesBefore);
  return names;
}

bool FolderReader::list(const std::string& folder, std::string& trouble) {
  const Clock::time_point now = Clock::now();
  if (m_names && now - m_listed < betweenListings) return true;
  m_listed = now;
  Result<std::vector<std::string>> names = vectorFilesIn(folder);
  if (!names) {
    trouble = names.error().what;
    return false;
  }
  m_place = m_last.empty()
                ? 0
                : std::size_t(std::upper_bound(names->begin(), names->end(), m_last, comesBefore) -
                              names->begin());
  m_names = std::make_shared<const std::vector<std::string>>(std::move(*names));
  return true;
}

Next FolderReader::look(const std::string& folder, Index d) {
  if (m_read) return {};
  std::string trouble;
  if (!m_names || m_place >= m_names->size())
    if (!list(folder, trouble)) return {Next::Supply::failed, trouble};
  if (m_place >= m_names->size())
    return {Next::Supply::none,
            m_last.empty()
                ? fmt::format("no .npz, .npy or .csv file is in '{}'", quotable(folder, 200))
                : fmt::format("no file follows '{}' in '{}'", quotable(m_last, 80),
                              quotable(folder, 200))};
  const std::string path = folder + "/" + (*m_names)[m_place];
  if (std::error_code unread; !fs::exists(path, unread)) {  // taken away since it was listed
    m_names.reset();
    return {Next::Supply::late, fmt::format("'{}' is gone", quotable(path, 200))};
  }
  // Asked before it is read: what is written meanwhile does not pass for whole.
  const bool young = mayStillBeWritten(path);
  if (young && path.ends_with(".csv") && !endsLikeATable(path))
    return {Next::Supply::late, fmt::format("'{}' is being written", quotable(path, 200))};
  Result<Vec> numbers = vectorOf(path, d);
  if (!numbers) return {young ? Next::Supply::late : Next::Supply::failed, numbers.error().what};
  m_numbers = std::move(*numbers);
  m_read = true;
  return {};
}

const Vec& FolderReader::take() {
  m_read = false;
  m_last = (*m_names)[m_place++];
  return m_numbers;
}

}  // namespace thalweg
