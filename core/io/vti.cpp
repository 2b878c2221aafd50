#include "core/io/vti.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/text.h"

namespace thalweg {

std::string vtiOf(const GridState& grid) {
  const GridSpec& s = grid.spec;
  const double da = s.na > 1 ? s.a(1) - s.a(0) : 1.0, db = s.nb > 1 ? s.b(1) - s.b(0) : 1.0;
  std::string text = fmt::format(
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"ImageData\" version=\"0.1\" "
      "byte_order=\"LittleEndian\">\n"
      "<ImageData WholeExtent=\"0 {0} 0 {1} 0 0\" Origin=\"{2} {3} 0\" Spacing=\"{4} {5} 1\">\n"
      "<Piece Extent=\"0 {0} 0 {1} 0 0\">\n<PointData Scalars=\"f\">\n"
      "<DataArray type=\"Float64\" Name=\"f\" format=\"ascii\">\n",
      s.na - 1, s.nb - 1, shortest(s.a0), shortest(s.b0), shortest(da), shortest(db));
  for (std::size_t k = 0; k < grid.values.size(); ++k) {
    appendShortest(text, grid.known[k] ? grid.values[k] : std::nan(""));
    text += (k + 1) % std::size_t(s.na) == 0 ? '\n' : ' ';
  }
  return text + "</DataArray>\n</PointData>\n</Piece>\n</ImageData>\n</VTKFile>\n";
}

}  // namespace thalweg
