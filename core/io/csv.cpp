#include "core/io/csv.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/io/file.h"

namespace thalweg {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Takes the first line off the text, without its line end.
std::string_view takeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

/// The cells of a line; commas within double quotes do not part, "" within them is one quote.
std::vector<std::string> cellsOf(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      cells.back() += line[++i];
    else if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  for (std::string& cell : cells) cell = std::string(trimmed(cell));
  return cells;
}

/// The numbers of a line appended to `values`; false where the line needs a closer look (quotes, a
/// word, a wrong count).
bool quickNumbers(std::string_view line, std::size_t columns, std::vector<double>& values) {
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t j = 0; j < columns; ++j) {
    double value = 0.0;
    const auto [next, problem] = std::from_chars(at, end, value);
    const bool last = j + 1 == columns;
    if (problem != std::errc{} || !std::isfinite(value) ||
        (last ? next != end : next == end || *next != ','))
      return false;
    values.push_back(value);
    at = next + 1;
  }
  return true;
}

class Reader {
 public:
  Reader(std::string_view text, const std::string& name)
      : m_text(text), m_name(quotable(name, 200)) {}

  Result<Table> read() {
    if (m_text.starts_with("\xEF\xBB\xBF")) m_text.remove_prefix(3);
    if (trimmed(m_text.substr(0, m_text.find('\n'))).empty())
      return error(
          "its first line is empty; a header line with the names of the columns is needed");
    const std::string_view header = takeLine(m_text);
    if (header.find('\0') != std::string_view::npos) return error("it is no text");
    m_table.columns = cellsOf(header);
    const std::size_t columns = m_table.columns.size();
    std::vector<double> values;
    while (!m_text.empty()) {
      ++m_line;
      const std::string_view line = takeLine(m_text);
      if (trimmed(line).empty() && m_text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        break;
      const std::size_t before = values.size();
      if (quickNumbers(line, columns, values)) continue;
      values.resize(before);
      if (const auto problem = carefulNumbers(line, values); !problem) return problem.error();
    }
    if (values.empty()) return error("there is no line of numbers below the header");
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Index width = Index(columns);
    m_table.values = Eigen::Map<const Rows>(values.data(), Index(values.size()) / width, width);
    return std::move(m_table);
  }

 private:
  Outcome carefulNumbers(std::string_view line, std::vector<double>& values) const {
    const std::vector<std::string> cells = cellsOf(line);
    if (cells.size() != m_table.columns.size())
      return error(fmt::format("line {} has {} cells, the header has {}", m_line, cells.size(),
                               m_table.columns.size()));
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const auto value = numberFrom(cells[j]);
      if (!value || !std::isfinite(*value))
        return error(
            fmt::format("line {}, column '{}': '{}' is no number; finite numbers alone are allowed "
                        "below the header",
                        m_line, quotable(m_table.columns[j], 40), quotable(cells[j], 40)));
      values.push_back(*value);
    }
    return Done{};
  }
  Error error(const std::string& what) const {
    return {fmt::format("'{}': {}.", m_name, what), m_name};
  }

  std::string_view m_text;
  std::string m_name;
  Table m_table;
  std::size_t m_line = 1;  // counted from 1, the header's
};

}  // namespace

Result<Table> parseCsv(std::string_view text, const std::string& name) {
  return Reader(text, name).read();
}

Result<Table> readCsv(const std::string& path) {
  const Result<std::string> text = readFile(path);
  if (!text) return text.error();
  return parseCsv(*text, path);
}

std::string csvCell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

}  // namespace thalweg
