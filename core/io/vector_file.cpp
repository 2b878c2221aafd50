#include "core/io/vector_file.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

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

/// The place of an array called W0, b0, W1, .. among the layers; none for other names.
std::optional<std::pair<std::int64_t, bool>> layerOf(const std::string& name) {
  if (name.size() < 2 || name.size() > 9 || (name[0] != 'W' && name[0] != 'b')) return {};
  std::int64_t number = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return {};
    number = 10 * number + (c - '0');
  }
  return std::pair(number, name[0] == 'b');
}

/// The layers one after the other, each weight matrix before its bias; empty where other arrays are
/// among them.
std::vector<double> fromLayers(const std::map<std::string, NumericArray>& arrays) {
  std::map<std::pair<std::int64_t, bool>, const NumericArray*> layers;
  for (const auto& [name, array] : arrays) {
    const auto place = layerOf(name);
    if (!place || array.shape.size() != (place->second ? 1u : 2u)) return {};
    layers[*place] = &array;
  }
  std::vector<double> all;
  for (const auto& [place, array] : layers) {
    const std::vector<double> numbers = array->reals();
    all.insert(all.end(), numbers.begin(), numbers.end());
  }
  return all;
}

}  // namespace

Result<Vec> readNumbers(const std::string& path) {
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
    if (const std::vector<double> all = fromLayers(*arrays); !all.empty())
      return Vec(Eigen::Map<const Vec>(all.data(), Index(all.size())));
    std::vector<std::string> names;
    for (const auto& [name, array] : *arrays) names.push_back(name);
    return error(path, fmt::format("it has no array '{}' and is not W0, b0, W1, .. by layer; its "
                                   "arrays are: {}",
                                   arrayName, quotable(joined(names), 200)));
  }
  return error(path, "a vector is read from .csv, .npy or .npz");
}

bool isVectorFile(const std::string& path) {
  return path.ends_with(".csv") || path.ends_with(".npy") || path.ends_with(".npz");
}

Result<Vec> readVector(const std::string& path) {
  Result<Vec> vector = readNumbers(path);
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
