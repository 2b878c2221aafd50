#include "core/objectives/data/table_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <map>
#include <tuple>

#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/io/idx.h"
#include "core/io/npz.h"

namespace thalweg {
namespace {

using Arrays = std::map<std::string, NumericArray>;

Error error(const std::string& path, const std::string& what) {
  return {fmt::format("'{}': {}.", quotable(path, 200), what), path};
}

std::string shapeText(const NumericArray& array) {
  return fmt::format("[{}]", fmt::join(array.shape, ", "));
}

Index rowsOf(const NumericArray& array) { return array.shape.empty() ? 0 : array.shape.front(); }
Index columnsOf(const NumericArray& array) {
  return rowsOf(array) == 0 ? 0 : Index(array.size()) / rowsOf(array);
}

/// The array's rows written to `to` [rows, columns]; an error names the first number that is not
/// finite.
Outcome copyRows(const std::string& path, const std::string& name, const NumericArray& array,
                 Eigen::Ref<Mat> to) {
  const std::vector<double> numbers = array.reals();
  for (Index i = 0; i < to.rows(); ++i)
    for (Index j = 0; j < to.cols(); ++j) {
      const double number = numbers[std::size_t(i * to.cols() + j)];
      if (!std::isfinite(number))
        return error(path, fmt::format("'{}' holds {} in row {}; finite numbers alone are allowed",
                                       name, shortest(number), i));
      to(i, j) = number;
    }
  return Done{};
}

/// Features and target of the same samples.
struct Pair {
  std::string featureName, targetName;
  const NumericArray *features, *target;
};

Outcome fits(const std::string& path, const Pair& pair) {
  if (columnsOf(*pair.features) == 0)
    return error(path, fmt::format("'{}' has the shape {}; samples with at least one number each "
                                   "are needed",
                                   pair.featureName, shapeText(*pair.features)));
  if (rowsOf(*pair.target) == rowsOf(*pair.features) && columnsOf(*pair.target) == 1) return Done{};
  return error(path, fmt::format("'{}' has the shape {} and '{}' the shape {}; one target a sample "
                                 "is needed",
                                 pair.featureName, shapeText(*pair.features), pair.targetName,
                                 shapeText(*pair.target)));
}

/// One table of all pairs, below one another.
Result<Table> tableOf(const std::string& path, const std::vector<Pair>& pairs) {
  Index rows = 0;
  const Index columns = columnsOf(*pairs.front().features);
  for (const Pair& pair : pairs) {
    if (const Outcome outcome = fits(path, pair); !outcome) return outcome.error();
    if (columnsOf(*pair.features) != columns)
      return error(
          path, fmt::format("'{}' has {} numbers a sample and '{}' {}", pairs.front().featureName,
                            columns, pair.featureName, columnsOf(*pair.features)));
    rows += rowsOf(*pair.features);
  }
  Table table;
  for (Index j = 0; j < columns; ++j) table.columns.push_back(fmt::format("x{}", j));
  table.columns.push_back(pairs.front().targetName);
  table.values.resize(rows, columns + 1);
  Index first = 0;
  for (const Pair& pair : pairs) {
    auto below = table.values.middleRows(first, rowsOf(*pair.features));
    for (const auto& [name, array, at, width] :
         {std::tuple(pair.featureName, pair.features, Index(0), columns),
          std::tuple(pair.targetName, pair.target, columns, Index(1))}) {
      const Outcome copied = copyRows(path, name, *array, below.middleCols(at, width));
      if (!copied) return copied.error();
    }
    first += rowsOf(*pair.features);
  }
  return table;
}

Arrays::const_iterator named(const Arrays& arrays, const std::string& word) {
  return std::find_if(arrays.begin(), arrays.end(), [&](const auto& entry) {
    return std::equal(entry.first.begin(), entry.first.end(), word.begin(), word.end(),
                      [](char a, char b) {
                        return std::tolower(static_cast<unsigned char>(a)) ==
                               std::tolower(static_cast<unsigned char>(b));
                      });
  });
}

Result<Table> wholeTable(const std::string& path, const std::string& name,
                         const NumericArray& array) {
  if (array.shape.size() != 2 || array.shape[0] < 1 || array.shape[1] < 2)
    return error(path, fmt::format("'{}' has the shape {}; a table [rows, columns] of features and "
                                   "a target has at least 2 columns",
                                   name, shapeText(array)));
  Table table;
  table.values.resize(array.shape[0], array.shape[1]);
  for (Index j = 0; j < array.shape[1]; ++j) table.columns.push_back(fmt::format("x{}", j));
  const Outcome copied = copyRows(path, name, array, table.values);
  if (!copied) return copied.error();
  return table;
}

Result<Table> readNpzTable(const std::string& path) {
  const Result<Arrays> arrays = readNpz(path);
  if (!arrays) return arrays.error();
  constexpr std::array<std::array<const char*, 2>, 6> known{{{"x_train", "y_train"},
                                                             {"x_test", "y_test"},
                                                             {"x", "y"},
                                                             {"features", "target"},
                                                             {"data", "target"},
                                                             {"images", "labels"}}};
  std::vector<Pair> pairs;
  for (const auto& [features, target] : known) {
    const auto x = named(*arrays, features), y = named(*arrays, target);
    if (x != arrays->end() && y != arrays->end())
      pairs.push_back({x->first, y->first, &x->second, &y->second});
    // Test samples join those they belong to; any other second pair is none of ours.
    if (pairs.size() == 1 && features != known.front()[0]) break;
    if (pairs.size() == 2) break;
  }
  if (!pairs.empty()) return tableOf(path, pairs);
  if (arrays->size() == 1) return wholeTable(path, arrays->begin()->first, arrays->begin()->second);
  std::vector<std::string> names;
  for (const auto& [name, array] : *arrays) names.push_back(name);
  return error(path, fmt::format("it has the arrays {}; X and y, x_train and y_train, features and "
                                 "target, data and target, images and labels, or one array alone "
                                 "are allowed",
                                 quotable(joined(names), 120)));
}

/// The labels' file of a file of pictures: "" where its name says none.
std::string labelsBeside(std::string path) {
  const std::size_t folder = path.find_last_of('/') + 1;
  const std::size_t at = path.rfind("images");
  if (at == std::string::npos || at < folder) return "";
  path.replace(at, 6, "labels");
  const std::size_t kind = path.rfind("idx3");
  if (kind != std::string::npos && kind >= folder) path.replace(kind, 4, "idx1");
  return path;
}

Result<Table> readIdxTable(const std::string& path, const std::string& bytes) {
  if (bytes.starts_with("\x1f\x8b"))
    return error(path, "it is compressed; unpack it first (gunzip)");
  if (!looksLikeIdx(bytes))
    return error(path,
                 "it is no table; CSV (.csv), NumPy archives (.npz) and IDX files are "
                 "allowed");
  const std::string beside = labelsBeside(path);
  if (beside.empty())
    return error(path,
                 "the labels of an IDX file are looked for under its own name with 'labels' "
                 "for 'images', and its name has no 'images'");
  const Result<NumericArray> pictures = parseIdx(bytes, path);
  if (!pictures) return pictures.error();
  const Result<std::string> labelBytes = readFile(beside);
  if (!labelBytes)
    return error(path, fmt::format("its labels are missing: '{}' beside it can not be read",
                                   quotable(beside.substr(beside.find_last_of('/') + 1), 100)));
  const Result<NumericArray> labels = parseIdx(*labelBytes, beside);
  if (!labels) return labels.error();
  return tableOf(path, {{"images", "labels", &*pictures, &*labels}});
}

}  // namespace

Result<Table> readTable(const std::string& path) {
  if (path.ends_with(".csv")) return readCsv(path);
  if (path.ends_with(".npz")) return readNpzTable(path);
  const Result<std::string> bytes = readFile(path);
  if (!bytes) return bytes.error();
  return readIdxTable(path, *bytes);
}

}  // namespace thalweg
