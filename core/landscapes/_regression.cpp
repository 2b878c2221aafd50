#include <fmt/format.h>

#include "core/base/text.h"
#include "core/landscapes/regression.h"

namespace thalweg {

Result<std::shared_ptr<const Dataset>> classesIn(const std::string& dataset, Index classes,
                                                 const std::string& owner) {
  const Result<NamedTable> named = loadTable(dataset);
  if (!named) return named.error();
  DataOptions options;
  options.scaling = named->scaling;
  Result<std::shared_ptr<const Dataset>> data = makeDataset(named->table, named->name, options);
  if (!data) return data;
  const Index found = (*data)->classes;
  if (found == 0 || (classes > 0 && found != classes))
    return Error{fmt::format("{}: dataset = '{}' has {}; {} needed", owner, quotable(dataset),
                             found == 0 ? "no classes" : fmt::format("{} classes", found),
                             classes == 0 ? "classes are" : fmt::format("{} classes are", classes)),
                 "dataset"};
  return data;
}

Landscape regressionLandscape(RegressionModel::Spec spec) {
  const auto model = std::make_shared<RegressionModel>(std::move(spec));
  const Index d = model->dimension();
  return {model, std::vector<Interval>(std::size_t(d), {-1, 1}), Vec::Zero(d), {}};
}

}  // namespace thalweg
