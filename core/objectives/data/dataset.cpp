#include "core/objectives/data/dataset.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/objectives/data/table_file.h"

namespace thalweg {
namespace {

Result<Index> targetColumn(const Table& table, const std::string& name, const std::string& target) {
  const Index columns = Index(table.columns.size());
  for (Index j = 0; j < columns; ++j)
    if (table.columns[std::size_t(j)] == target) return j;
  if (target == "last") return columns - 1;
  Index index = -1;
  const char* const end = target.data() + target.size();
  const auto [at, problem] = std::from_chars(target.data(), end, index);
  if (problem == std::errc{} && at == end && index >= 0 && index < columns) return index;
  const std::string near = nearest(target, table.columns);
  return Error{
      fmt::format("target = '{}' is no column of '{}'{}; a name, an index from 0 to {} or 'last' "
                  "is allowed.",
                  quotable(target, 60), quotable(name, 120),
                  near.empty() ? "" : fmt::format(" (did you mean '{}'?)", quotable(near, 60)),
                  columns - 1),
      "target"};
}

/// K where the column has exactly the values 0 .. K-1, else 0; `odd` is then a value that does not
/// fit.
Index classesIn(const Vec& column, double& odd) {
  const double most = column.maxCoeff();
  for (const double value : column)
    if (value < 0 || value != std::floor(value) || value >= double(column.size())) {
      odd = value;
      return 0;
    }
  std::vector<bool> seen(std::size_t(most) + 1, false);
  for (const double value : column) seen[std::size_t(value)] = true;
  for (std::size_t k = 0; k < seen.size(); ++k)
    if (!seen[k]) {
      odd = most;
      return 0;
    }
  return Index(seen.size());
}

/// Whether the column has exactly the values -1 and 1.
bool isSigned(const Vec& column) {
  return (column.array().abs() == 1.0).all() && column.minCoeff() == -1.0 &&
         column.maxCoeff() == 1.0;
}

/// The number of classes, 0 for regression.
Result<Index> classesOf(const Vec& target, const std::string& name, const std::string& column,
                        const DataOptions& options) {
  if (options.task == Task::regression) return Index(0);
  double odd = 0.0;
  const Index classes = classesIn(target, odd);
  if (classes > 0 || (options.task == Task::automatic && !options.classesWanted)) return classes;
  if (isSigned(target)) return Index(2);
  return Error{fmt::format("'{}': the target column '{}' holds {}, so it gives no classes; each of "
                           "0, 1, …, K-1 must be there and "
                           "nothing else, or -1 and 1.",
                           quotable(name, 120), quotable(column, 60), shortest(odd)),
               "target"};
}

/// Less its mean, over its population standard deviation; a constant column becomes 0. `zero` and
/// `unit` lead back.
void standardise(Eigen::Ref<Vec> column, double& zero, double& unit) {
  if (column.minCoeff() == column.maxCoeff()) {
    zero = column[0];
    column.setZero();
    return;
  }
  zero = column.mean();
  column.array() -= zero;
  unit = std::sqrt(column.squaredNorm() / double(column.size()));
  column /= unit;
}

struct Choice {
  Index first = 0, training = 0, test = 0;
};

Result<Choice> chosenRows(Index rows, const std::string& name, const DataOptions& options) {
  const auto refusal = [&](const char* key, const std::string& value, const std::string& allowed) {
    return Error{fmt::format("{} = {} is not allowed: {} ('{}' has {} rows).", key, value, allowed,
                             quotable(name, 120), rows),
                 key};
  };
  if (options.firstSample < 0 || options.firstSample >= rows)
    return refusal("first_sample", fmt::format("{}", options.firstSample),
                   fmt::format("0 to {}", rows - 1));
  const Index left = rows - options.firstSample;
  if (options.samples < 0 || options.samples > left)
    return refusal("samples", fmt::format("{}", options.samples),
                   fmt::format("0 (all) to {} from row {} on", left, options.firstSample));
  if (!(options.testFraction >= 0.0 && options.testFraction < 1.0))
    return refusal("test_fraction", shortest(options.testFraction), "0 to below 1");
  const Index count = options.samples == 0 ? left : options.samples;
  const Index test = Index(std::llround(options.testFraction * double(count)));
  if (test >= count)
    return refusal("test_fraction", shortest(options.testFraction),
                   fmt::format("at least one of {} samples must be left to train on", count));
  return Choice{options.firstSample, count - test, test};
}

/// `count` rows from `first` on, of scaled features [rows, features] and the target column.
Samples samplesFrom(const Mat& features, const Vec& target, Index classes, Index first,
                    Index count) {
  Samples samples;
  samples.features = features.middleRows(first, count).transpose();
  if (classes == 0) {
    samples.targets = target.segment(first, count).transpose();
    return samples;
  }
  samples.targets = Mat::Zero(classes, count);
  samples.labels.resize(std::size_t(count));
  for (Index i = 0; i < count; ++i) {
    const int label = int(target[first + i]);
    samples.labels[std::size_t(i)] = label;
    samples.targets(label, i) = 1.0;
  }
  return samples;
}

}  // namespace

Result<std::shared_ptr<const Dataset>> makeDataset(const Table& table, const std::string& name,
                                                   const DataOptions& options) {
  if (table.values.cols() < 2)
    return Error{fmt::format("'{}' has one column; a target and at least one feature are needed.",
                             quotable(name, 120)),
                 "dataset"};
  const Result<Index> column = targetColumn(table, name, options.target);
  if (!column) return column.error();
  auto data = std::make_shared<Dataset>();
  data->name = name;
  data->targetName = table.columns[std::size_t(*column)];
  Vec target = table.values.col(*column);
  const Result<Index> classes = classesOf(target, name, data->targetName, options);
  if (!classes) return classes.error();
  data->classes = *classes;
  if (data->classes == 2 && isSigned(target)) target.array() = 0.5 * (target.array() + 1.0);
  const Result<Choice> rows = chosenRows(table.values.rows(), name, options);
  if (!rows) return rows.error();

  Mat features(table.values.rows(), table.values.cols() - 1);
  data->featureZeros.setZero(features.cols());
  data->featureUnits.setOnes(features.cols());
  for (Index j = 0, to = 0; j < table.values.cols(); ++j) {
    if (j == *column) continue;
    features.col(to) = table.values.col(j);
    if (options.scaling == Scaling::standardise)
      standardise(features.col(to), data->featureZeros[to], data->featureUnits[to]);
    if (options.scaling == Scaling::sixteenth) {
      features.col(to) /= 16.0;
      data->featureUnits[to] = 16.0;
    }
    data->featureNames.push_back(table.columns[std::size_t(j)]);
    ++to;
  }
  if (data->classes == 0 && options.scaling == Scaling::standardise)
    standardise(target, data->targetZero, data->targetUnit);
  data->training = samplesFrom(features, target, data->classes, rows->first, rows->training);
  data->test =
      samplesFrom(features, target, data->classes, rows->first + rows->training, rows->test);
  return std::shared_ptr<const Dataset>(std::move(data));
}

Result<NamedTable> loadTable(const std::string& idOrPath, const DataWish& wish) {
  if (idOrPath.find_first_of("/.") != std::string::npos) {
    Result<Table> table = readTable(idOrPath);
    if (!table) return Error{table.error().what, "dataset"};
    return NamedTable{idOrPath, std::move(*table), Scaling::standardise};
  }
  const DatasetEntry* entry = find(allDatasets(), idOrPath);
  if (entry == nullptr)
    return Error{
        fmt::format(
            "dataset = '{}' is unknown; {} or the path of a CSV, NPZ or IDX file is allowed.",
            quotable(idOrPath, 80), joined(ids(allDatasets()))),
        "dataset"};
  Result<Table> table = entry->draw ? entry->draw(wish) : entry->load();
  if (!table) return table.error();
  return NamedTable{idOrPath, std::move(*table), entry->scaling};
}

Result<Scaling> scalingFrom(const std::string& word, Scaling byDefault) {
  if (word == "default") return byDefault;
  if (word == "none") return Scaling::none;
  if (word == "standardise") return Scaling::standardise;
  return Error{
      fmt::format("scaling = '{}' is not allowed: default, none, standardise.", quotable(word, 60)),
      "scaling"};
}

Result<Task> taskFrom(const std::string& word) {
  if (word == "auto") return Task::automatic;
  if (word == "classification") return Task::classification;
  if (word == "regression") return Task::regression;
  return Error{fmt::format("task = '{}' is not allowed: auto, classification, regression.",
                           quotable(word, 60)),
               "task"};
}

}  // namespace thalweg
