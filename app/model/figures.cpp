#include "app/model/figures.h"

#include <algorithm>
#include <cmath>

#include "app/model/curvature_service.h"
#include "core/catalog.h"
#include "core/landscapes/scalar_model.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/theme.h"

namespace thalweg {

std::string labelOf(const OptimizerChoice& choice) {
  if (!choice.label.empty()) return choice.label;
  const OptimizerEntry* entry = methodNamed(choice.name);
  return entry ? entry->card.title : choice.name;
}

namespace {

struct Column {
  ChartKind kind;
  std::string yLabel;
  Scale scale;
  ThinnedColumn RunData::*values;  // one a step ..
  std::size_t place;               // .. and its place in the rows of the record
  std::string measured;            // or a measured quantity
};

const std::vector<Column>& columns() {
  static const std::vector<Column> all{
      {{"loss", "Loss"}, "loss", Scale::logarithmic, &RunData::f, 0, ""},
      {{"gradient", "Gradient norm"},
       "gradient norm",
       Scale::logarithmic,
       &RunData::gradientNorm,
       1,
       ""},
      {{"step", "Step size"}, "length of the step", Scale::logarithmic, &RunData::stepNorm, 2, ""},
      {{"sharpness", "Sharpness"}, "Hessian eigenvalue", Scale::linear, nullptr, 0, "sharpness"},
      {{"drift", "Drift"},
       "distance from gradient flow",
       Scale::logarithmic,
       nullptr,
       0,
       "drift_ngf"},
      {{"accuracy", "Accuracy"}, "training accuracy", Scale::linear, nullptr, 0, "train_accuracy"},
      {{"complexity", "Complexity"},
       "geometric complexity",
       Scale::logarithmic,
       nullptr,
       0,
       "geometric_complexity"},
      {{"layer_norms", "Layer norms"},
       "product of the layers' norms",
       Scale::logarithmic,
       nullptr,
       0,
       "layer_norms"},
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

const MeasuredSeries* measuredOf(const RunData& data, const Column& column) {
  const MeasuredSeries* series = column.kind.id == "sharpness" ? data.limited() : nullptr;
  const auto found = data.measured.find(column.measured);
  return series || found == data.measured.end() ? series : &found->second;
}

/// Every row of the record.
void appendRows(const RunData& data, std::size_t place, Series& line) {
  line.x.reserve(std::size_t(data.rows));
  line.y.reserve(std::size_t(data.rows));
  for (const ChunkPtr& chunk : data.chunks)
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      line.x.push_back(double(line.x.size()));
      line.y.push_back(chunk->row(i)[place]);
    }
}

Series lineOf(const RunData& data, const Column& column, Detail detail) {
  Series line;
  if (column.values) {
    if (detail == Detail::everyStep)
      appendRows(data, column.place, line);
    else
      (data.*column.values).appendTo(line.x, line.y);
    if (column.kind.id == "step" && !line.y.empty() && line.x[0] == 0.0)
      line.y[0] = std::nan("");  // no step leads to the start
    return line;
  }
  const MeasuredSeries* series = measuredOf(data, column);
  if (!series) return line;
  line.x.assign(series->steps.begin(), series->steps.end());
  line.y = series->values;
  line.error = series->errors;
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

/// The eigenvalues below the largest, where they were measured.
void appendLower(const RunData& data, const Series& main, std::vector<Series>& all) {
  static constexpr const char* digits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  for (int k = 2;; ++k) {
    const auto found = data.measured.find("eigenvalue_" + std::to_string(k));
    if (found == data.measured.end() || found->second.steps.empty()) return;
    Series line;
    line.x.assign(found->second.steps.begin(), found->second.steps.end());
    line.y = found->second.values;
    line.error = found->second.errors;
    line.name = "λ";
    for (const char digit : std::to_string(k)) line.name += digits[digit - '0'];
    line.owner = main.owner;
    line.style = main.style;
    line.role = LineRole::secondary;
    all.push_back(std::move(line));
  }
}

/// How the method's bound is written, with its value where that never changes.
std::string boundName(const LiveRun& run, const Series& bound, const std::string& label) {
  const double* row = run.data.rowOf(0);
  const std::optional<StabilityBound> known =
      row && !bound.y.empty() ? boundOf(run.choice, row[3]) : std::nullopt;
  if (!known || known->formula.empty()) return label + ", limit";
  for (const double value : bound.y)
    if (value != bound.y.front()) return known->formula;
  return known->formula + " = " + shownNumber(bound.y.front()).toStdString();
}

const Column& columnOf(const std::string& id) {
  const auto found = std::find_if(columns().begin(), columns().end(),
                                  [&](const Column& c) { return c.kind.id == id; });
  return found == columns().end() ? columns().front() : *found;
}

/// The norm that is measured with the trace; empty where not both are.
std::string normMeasured(const Session& session) {
  const MeasureChoice& measure = session.experiment().measure;
  const Problem* problem = session.problem();
  if (measure.traceEvery <= 0 || !problem) return {};
  const auto* model = dynamic_cast<const ScalarModel*>(problem->objective.get());
  return model ? model->normName() : std::string();
}

/// Steps at which both were measured.
Series normLine(const RunData& data, const std::string& norm, std::vector<std::int64_t>& steps) {
  Series line;
  const auto x = data.measured.find(norm), y = data.measured.find("trace");
  if (x == data.measured.end() || y == data.measured.end()) return line;
  for (const std::int64_t step : y->second.steps) {
    const double at = x->second.at(step), value = y->second.at(step);
    if (!std::isfinite(at) || !std::isfinite(value)) continue;
    steps.push_back(step);
    line.x.push_back(at);
    line.y.push_back(value);
    line.error.push_back(y->second.errorAt(step));
  }
  return line;
}

}  // namespace

Figure normChartOf(const Session& session, const std::vector<bool>& visible, std::int64_t step,
                   int run) {
  const std::string norm = normMeasured(session);
  Figure figure;
  figure.id = "norm";
  figure.title = session.experiment().title;
  figure.xLabel = norm == "l1_norm" ? "l1 norm" : "path norm";
  figure.yLabel = "trace of the Hessian";
  double greatest = 0.0;
  std::vector<Series> guides;
  for (std::size_t i = 0; i < session.runs().size(); ++i) {
    if (i < visible.size() && !visible[i]) continue;
    std::vector<std::int64_t> steps;
    Series line = normLine(session.runs()[i].data, norm, steps);
    line.name = labelOf(session.runs()[i].choice);
    line.owner = line.name;
    line.style = int(i);
    for (const double x : line.x) greatest = std::max(greatest, x);
    const auto after = std::upper_bound(steps.begin(), steps.end(), step);
    if (int(i) == run && step >= 0 && after != steps.begin()) {
      const std::size_t at = std::size_t(after - steps.begin()) - 1;
      Series guide;
      guide.x = {line.x[at], line.x[at], 0.0};
      guide.y = {0.0, line.y[at], line.y[at]};
      guide.role = LineRole::reference;
      guide.style = int(i);
      guides.push_back(std::move(guide));
    }
    figure.series.push_back(std::move(line));
  }
  for (Series& guide : guides) figure.series.push_back(std::move(guide));
  const auto* model = session.problem()
                          ? dynamic_cast<const ScalarModel*>(session.problem()->objective.get())
                          : nullptr;
  if (!model || !(greatest > 0)) return figure;
  Series least;
  least.name = QString::fromUtf8("%1 × norm").arg(model->traceOverNorm(), 0, 'g', 3).toStdString();
  least.x = {0.0, greatest};
  least.y = {0.0, model->traceOverNorm() * greatest};
  least.role = LineRole::bound;
  least.style = Theme::distinctSeries - 1;
  figure.series.push_back(std::move(least));
  return figure;
}

double chartedAt(const std::string& id, const RunData& data, std::int64_t step) {
  const Column& column = columnOf(id);
  if (id == "norm") {
    const auto trace = data.measured.find("trace");
    return trace == data.measured.end() ? std::nan("") : trace->second.at(step);
  }
  if (!column.values) {
    const MeasuredSeries* series = measuredOf(data, column);
    return series ? series->at(step) : std::nan("");
  }
  const double* row = data.rowOf(std::min(step, data.steps()));
  return row && !(column.kind.id == "step" && step == 0) ? row[column.place] : std::nan("");
}

std::vector<ChartKind> chartKinds(const Session& session) {
  std::vector<ChartKind> kinds;
  const MeasureChoice& measure = session.experiment().measure;
  const bool network = session.experiment().problem.kind == "network";
  for (const Column& column : columns()) {
    const bool there =
        column.values || (column.measured == "sharpness" && measure.sharpnessEvery > 0) ||
        (column.measured == "drift_ngf" && measure.driftEvery > 0) ||
        (column.measured == "train_accuracy" && measure.accuracyEvery > 0 && network) ||
        (column.measured == "geometric_complexity" && measure.complexityEvery > 0 && network &&
         session.experiment().problem.network.channels.empty()) ||
        (column.measured == "layer_norms" && measure.complexityEvery > 0 && network);
    if (there) kinds.push_back(column.kind);
  }
  if (!normMeasured(session).empty()) kinds.push_back({"norm", "Norm against trace"});
  return kinds;
}

Figure chartOf(const std::string& id, const Session& session, const std::vector<bool>& visible,
               Detail detail) {
  if (id == "norm") return normChartOf(session, visible, -1, -1);
  const Column& column = columnOf(id);
  Figure figure;
  figure.id = column.kind.id;
  figure.title = session.experiment().title;
  figure.xLabel = "step";
  figure.yLabel = column.yLabel;
  bool preconditioned = false;
  for (std::size_t i = 0; i < session.runs().size(); ++i) {
    if (i < visible.size() && !visible[i]) continue;
    const LiveRun& run = session.runs()[i];
    Series line = lineOf(run.data, column, detail);
    line.name = labelOf(run.choice);
    line.owner = line.name;
    line.style = int(i);
    if (run.choice.kick && run.choice.kick->step > 0) line.mark = double(run.choice.kick->step);
    figure.series.push_back(line);
    if (id != "sharpness") continue;
    const bool own = run.data.measured.contains("preconditioned_sharpness");
    preconditioned = preconditioned || own;
    if (!own) appendLower(run.data, line, figure.series);
    Series bound = boundLine(run.data);
    bound.name = boundName(run, bound, line.name);
    bound.owner = line.owner;
    bound.style = int(i);
    if (!bound.x.empty()) figure.series.push_back(std::move(bound));
  }
  // Beside other runs a limit is told by its colour and dash: its name would only crowd the
  // picture.
  const auto isMain = [](const Series& series) { return series.role == LineRole::main; };
  if (std::count_if(figure.series.begin(), figure.series.end(), isMain) > 1)
    for (Series& series : figure.series)
      if (!isMain(series)) series.name.clear();
  if (preconditioned) figure.yLabel = "Hessian eigenvalue, preconditioned";
  figure.yScale = column.scale;
  if (id == "sharpness" && largestRatio(figure) > 30) figure.yScale = Scale::logarithmic;
  if (figure.yScale == Scale::logarithmic && !allPositive(figure)) figure.yScale = Scale::linear;
  return figure;
}

}  // namespace thalweg
