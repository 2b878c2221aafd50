/// Figures as CSV.
#include "core/io/figure.h"

#include "core/base/text.h"

namespace thalweg {
namespace {

/// A cell as RFC 4180 has it: quoted only where a comma, quote or line break asks for it.
std::string cellOf(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

}  // namespace

std::string csvOf(const Figure& figure) {
  std::string csv = "series,x,y\n";
  for (const Series& series : figure.series) {
    const std::string name = cellOf(series.name);
    const std::size_t points = std::min(series.x.size(), series.y.size());
    for (std::size_t i = 0; i < points; ++i) {
      csv += name;
      csv += ',';
      appendShortest(csv, series.x[i]);
      csv += ',';
      appendShortest(csv, series.y[i]);
      csv += '\n';
    }
  }
  return csv;
}

}  // namespace thalweg
