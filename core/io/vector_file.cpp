#include "core/io/vector_file.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/io/npz.h"

namespace thalweg {
namespace {

constexpr const char* arrayName = "parameters";

Error error(const std::string& path, const std::string& what) {
  return {fmt::format("'{}': {}.", quotable(path, 200), what), path};
}

Result<Vec> fromArray(const std::string& path, const NumericArray& array) {
  if (array.shape.size() != 1)
    return error(path, fmt::format("its array has {} dimensions; a flat vector has one",
                                   array.shape.size()));
  const std::vector<double> numbers = array.reals();
  return Vec(Eigen::Map<const Vec>(numbers.data(), Index(numbers.size())));
}

Result<Vec> readCsvVector(const std::string& path) {
  Result<Table> table = readCsv(path);
  if (!table) return table.error();
  if (table->columns.size() != 1 || table->columns.front() != "value")
    return error(path, fmt::format("its header is '{}'; a vector has the one column 'value'",
                                   quotable(joined(table->columns, ","), 60)));
  return Vec(table->values.col(0));
}

Result<Vec> readAny(const std::string& path) {
  if (path.ends_with(".csv")) return readCsvVector(path);
  if (path.ends_with(".npy")) {
    const auto array = readNpy(path);
    if (!array) return array.error();
    return fromArray(path, *array);
  }
  if (path.ends_with(".npz")) {
    const auto arrays = readNpz(path);
    if (!arrays) return arrays.error();
    const auto found = arrays->find(arrayName);
    if (found != arrays->end()) return fromArray(path, found->second);
    std::vector<std::string> names;
    for (const auto& [name, array] : *arrays) names.push_back(name);
    return error(path, fmt::format("it has no array '{}'; its arrays are: {}", arrayName,
                                   quotable(joined(names), 200)));
  }
  return error(path, "a vector is read from .csv, .npy or .npz");
}

}  // namespace

Result<Vec> readVector(const std::string& path) {
  Result<Vec> vector = readAny(path);
  if (!vector) return vector;
  for (Index i = 0; i < vector->size(); ++i)
    if (!std::isfinite((*vector)[i]))
      return error(path, fmt::format("entry {} is {}; finite numbers alone are allowed", i,
                                     shortest((*vector)[i])));
  return vector;
}

Outcome writeVector(const std::string& path, const Vec& vector) {
  if (path.ends_with(".csv")) {
    std::string text = "value\n";
    for (const double value : vector) {
      appendShortest(text, value);
      text += '\n';
    }
    return writeFile(path, text);
  }
  if (path.ends_with(".npy")) return writeNpy(path, arrayOf(vector));
  if (path.ends_with(".npz")) {
    NpzWriter archive;
    archive.add(arrayName, arrayOf(vector));
    return archive.write(path);
  }
  return error(path, "a vector is written as .csv, .npy or .npz");
}

}  // namespace thalweg
