#include "core/run/plane_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/npz.h"

namespace thalweg {
namespace {

Result<Vec> column(const std::map<std::string, NumericArray>& arrays, const std::string& name,
                   Index d, const std::string& file) {
  const auto found = arrays.find(name);
  if (found == arrays.end())
    return Error{fmt::format("{} has no array '{}'", quotable(file, 200), name), "plane"};
  const std::vector<double> numbers = found->second.reals();
  if (Index(numbers.size()) != d)
    return Error{fmt::format("{}: '{}' has {} numbers; this problem has {} parameters",
                             quotable(file, 200), name, numbers.size(), d),
                 "plane"};
  return Vec(Eigen::Map<const Vec>(numbers.data(), d));
}

Result<Plane> fromNpz(const std::string& file, const Vec& origin, bool given) {
  const Result<std::map<std::string, NumericArray>> arrays = readNpz(file);
  if (!arrays) return arrays.error();
  Plane plane{origin, {}, {}};
  const Result<Vec> d1 = column(*arrays, "d1", origin.size(), file);
  if (!d1) return d1.error();
  const Result<Vec> d2 = column(*arrays, "d2", origin.size(), file);
  if (!d2) return d2.error();
  plane.d1 = *d1;
  plane.d2 = *d2;
  if (!given && arrays->contains("origin")) {
    const Result<Vec> centre = column(*arrays, "origin", origin.size(), file);
    if (!centre) return centre.error();
    plane.origin = *centre;
  }
  return plane;
}

Result<Plane> fromCsv(const std::string& file, const Vec& origin) {
  const Result<Table> table = readCsv(file);
  if (!table) return table.error();
  const auto at = [&table](const char* name) {
    return std::find(table->columns.begin(), table->columns.end(), name) - table->columns.begin();
  };
  const Index first = at("d1"), second = at("d2"), width = Index(table->columns.size());
  if (first == width || second == width)
    return Error{fmt::format("{} must have the columns d1 and d2; it has {}", quotable(file, 200),
                             quotable(joined(table->columns))),
                 "plane"};
  if (table->values.rows() != origin.size())
    return Error{fmt::format("{} has {} rows; this problem has {} parameters", quotable(file, 200),
                             table->values.rows(), origin.size()),
                 "plane"};
  return Plane{origin, table->values.col(first), table->values.col(second)};
}

}  // namespace

bool isPlaneFile(const std::string& name) {
  return name.ends_with(".npz") || name.ends_with(".csv");
}

Result<Plane> planeFromFile(const std::string& file, const Vec& origin, bool given) {
  return file.ends_with(".npz") ? fromNpz(file, origin, given) : fromCsv(file, origin);
}

}  // namespace thalweg
