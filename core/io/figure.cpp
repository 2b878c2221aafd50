/// Figures as CSV.
#include "core/io/figure.h"

#include "core/base/text.h"
#include "core/io/csv.h"

namespace thalweg {
std::string csvOf(const Figure& figure) {
  std::string csv = "series,x,y\n";
  for (const Series& series : figure.series) {
    const std::string name = csvCell(series.name);
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
