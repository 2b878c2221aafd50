#include "app/cli/split.h"

#include <cmath>

#include "core/base/text.h"

namespace thalweg::cli {
namespace {

const std::string& nameOf(std::size_t part) {
  return curvatureMatrixNames()[std::size_t(splitMatrices()[part])];
}

}  // namespace

void appendRows(std::string& text, const std::string& before, const Density& density) {
  for (Index i = 0; i < density.at.size(); ++i) {
    text += before;
    appendShortest(text, density.at[i]);
    text += ',';
    appendShortest(text, density.value[i]);
    text += ',';
    if (!std::isnan(density.error[i])) appendShortest(text, density.error[i]);
    text += '\n';
  }
}

std::string densitiesCsv(const SpectrumSplit& split) {
  std::string text = "matrix,eigenvalue,density,error\n";
  for (std::size_t part = 0; part < split.parts.size(); ++part) {
    appendRows(text, nameOf(part) + ",", broadened(*split.parts[part].measure));
  }
  return text;
}

nlohmann::ordered_json splitJson(const SpectrumSplit& split) {
  nlohmann::ordered_json json;
  for (std::size_t part = 0; part < split.parts.size(); ++part) {
    const SpectrumResult& found = split.parts[part];
    const bool any = found.values.size() > 0;
    json[nameOf(part)] = {{"top", numberOrNull(any ? found.values[0] : std::nan(""))},
                          {"top_residual", numberOrNull(any ? found.residuals[0] : std::nan(""))},
                          {"bottom", numberOrNull(found.bottom.value)},
                          {"bottom_residual", numberOrNull(found.bottom.error)},
                          {"trace", numberOrNull(split.traces[part].value)},
                          {"trace_error", numberOrNull(split.traces[part].error)}};
  }
  json["outliers"] = {{"count", split.outliers.count},
                      {"ratio", numberOrNull(split.outliers.ratio)},
                      {"bulk_edge", numberOrNull(split.outliers.edge)},
                      {"above_edge", split.outliers.above},
                      {"at_least", split.outliers.atLeast}};
  json["hessian_vector_products"] = split.products;
  json["seconds"] = split.seconds;
  return json;
}

}  // namespace thalweg::cli
