#include "app/model/figures.h"

#include <algorithm>
#include <cmath>

#include "core/catalog.h"

namespace thalweg {

std::string labelOf(const OptimizerChoice& choice) {
  if (!choice.label.empty()) return choice.label;
  const OptimizerEntry* entry = find(allOptimizers(), choice.name);
  return entry ? entry->card.title : choice.name;
}

namespace {

struct Column {
  ChartKind kind;
  std::string yLabel;
  Scale scale;
  const std::vector<double> RunData::*values;  // one a step
  std::string measured;                        // or a measured quantity
};

const std::vector<Column>& columns() {
  static const std::vector<Column> all{
      {{"loss", "Loss"}, "loss", Scale::logarithmic, &RunData::f, ""},
      {{"gradient", "Gradient norm"}, "gradient norm", Scale::logarithmic, &RunData::gradientNorm, ""},
      {{"step", "Step size"}, "length of the step", Scale::logarithmic, &RunData::stepNorm, ""},
      {{"sharpness", "Sharpness"}, "Hessian eigenvalue", Scale::linear, nullptr, "sharpness"},
      {{"drift", "Drift"}, "distance from gradient flow", Scale::logarithmic, nullptr, "drift_ngf"},
      {{"accuracy", "Accuracy"}, "training accuracy", Scale::linear, nullptr, "train_accuracy"},
  };
  return all;
}

/// A log axis shows nothing at or below zero: a column that reaches there is drawn linearly.
bool allPositive(const Figure& figure) {
  bool some = false;
  for (const Series& series : figure.series)
    for (const double y : series.y) {
      if (y < 0 && std::isfinite(y)) return false;
      some = some || y > 0;
    }
  return some;
}

double largestRatio(const Figure& figure) {
  double low = HUGE_VAL, high = 0;
  for (const Series& series : figure.series)
    for (const double y : series.y)
      if (y > 0 && std::isfinite(y)) {
        low = std::min(low, y);
        high = std::max(high, y);
      }
  return high > 0 ? high / low : 1.0;
}

Series lineOf(const RunData& data, const Column& column) {
  Series line;
  if (column.values) {
    line.y = data.*column.values;
    if (column.kind.id == "step" && !line.y.empty()) line.y[0] = std::nan("");  // no step leads to the start
    line.x.resize(line.y.size());
    for (std::size_t i = 0; i < line.x.size(); ++i) line.x[i] = double(i);
    return line;
  }
  const MeasuredSeries* series = column.kind.id == "sharpness" ? data.limited() : nullptr;
  const auto found = data.measured.find(column.measured);
  if (!series && found != data.measured.end()) series = &found->second;
  if (!series) return line;
  line.x.assign(series->steps.begin(), series->steps.end());
  line.y = series->values;
  return line;
}

/// The bound of the present state, dashed in the colour of the line it bounds.
Series boundLine(const RunData& data) {
  Series line;
  if (const MeasuredSeries* bound = data.bound()) {
    line.x.assign(bound->steps.begin(), bound->steps.end());
    line.y = bound->values;
  }
  line.role = LineRole::bound;
  return line;
}

}  // namespace

std::vector<ChartKind> chartKinds(const Session& session) {
  std::vector<ChartKind> kinds;
  const MeasureChoice& measure = session.experiment().measure;
  const bool network = session.experiment().problem.kind == "network";
  for (const Column& column : columns()) {
    const bool there = column.values || (column.measured == "sharpness" && measure.sharpnessEvery > 0) ||
                       (column.measured == "drift_ngf" && measure.driftEvery > 0) ||
                       (column.measured == "train_accuracy" && measure.accuracyEvery > 0 && network);
    if (there) kinds.push_back(column.kind);
  }
  return kinds;
}

Figure chartOf(const std::string& id, const Session& session, const std::vector<bool>& visible) {
  const auto found = std::find_if(columns().begin(), columns().end(), [&](const Column& c) { return c.kind.id == id; });
  const Column& column = found == columns().end() ? columns().front() : *found;
  Figure figure;
  figure.id = column.kind.id;
  figure.title = session.experiment().title;
  figure.xLabel = "step";
  figure.yLabel = column.yLabel;
  bool preconditioned = false;
  for (std::size_t i = 0; i < session.runs().size(); ++i) {
    if (i < visible.size() && !visible[i]) continue;
    const LiveRun& run = session.runs()[i];
    Series line = lineOf(run.data, column);
    line.name = labelOf(run.choice);
    line.owner = line.name;
    line.style = int(i);
    figure.series.push_back(line);
    if (id != "sharpness") continue;
    preconditioned = preconditioned || run.data.measured.contains("preconditioned_sharpness");
    Series bound = boundLine(run.data);
    bound.name = line.name + ", limit";
    bound.owner = line.owner;
    bound.style = int(i);
    if (!bound.x.empty()) figure.series.push_back(std::move(bound));
  }
  if (preconditioned) figure.yLabel = "Hessian eigenvalue (preconditioned where the method does)";
  figure.yScale = column.scale;
  if (id == "sharpness" && largestRatio(figure) > 30) figure.yScale = Scale::logarithmic;
  if (figure.yScale == Scale::logarithmic && !allPositive(figure)) figure.yScale = Scale::linear;
  return figure;
}

}  // namespace thalweg
