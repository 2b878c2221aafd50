#include <fmt/format.h>

#include "core/base/text.h"
#include "core/run/convolution_table.h"
#include "core/run/experiment.h"
#include "core/run/experiment_schema.h"
#include "core/run/plane_table.h"

namespace thalweg {
namespace {

std::string real(double value) {
  std::string text = shortest(value);
  if (text.find_first_of(".eni") == std::string::npos) text += ".0";
  return text;
}

std::string literal(const Value& value) {
  if (const std::string* text = std::get_if<std::string>(&value)) return inQuotes(*text);
  if (const double* number = std::get_if<double>(&value)) return real(*number);
  return textOf(value);
}

/// A bare key where TOML allows one.
std::string keyOf(const std::string& key) {
  const bool bare =
      !key.empty() &&
      key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
          std::string::npos;
  return bare ? key : inQuotes(key);
}

std::string list(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const double n : numbers) texts.push_back(real(n));
  return "[" + joined(texts) + "]";
}

std::string list(const std::vector<std::int64_t>& numbers) {
  std::vector<std::string> texts;
  for (const std::int64_t n : numbers) texts.push_back(std::to_string(n));
  return "[" + joined(texts) + "]";
}

/// `key = value` lines in the order of the schema, so that a file reads as the form does.
void lines(std::string& out, const std::vector<Field>& fields, const Values& values) {
  for (const Field& field : fields) {
    const auto found = values.find(field.key);
    if (found != values.end()) out += fmt::format("{} = {}\n", field.key, literal(found->second));
  }
}

/// `{ key = value, ... }`.
std::string inlined(const std::vector<Field>& fields, const Values& values,
                    const std::string& more = "") {
  std::vector<std::string> texts;
  for (const Field& field : fields)
    texts.push_back(fmt::format("{} = {}", field.key, literal(values.at(field.key))));
  return "{ " + joined(texts) + more + " }";
}

void writeProblem(std::string& out, const ProblemChoice& problem) {
  out += fmt::format("\n[problem]\nkind = {}\n", inQuotes(problem.kind));
  if (problem.kind == "landscape") {
    out += fmt::format("name = {}\n", inQuotes(problem.name));
    for (const auto& [key, value] : problem.settings)
      out += fmt::format("{} = {}\n", key, literal(value));
  } else if (problem.kind == "expression") {
    out += fmt::format("expression = {}\n", inQuotes(problem.expression));
    if (!problem.constants.empty()) {
      std::vector<std::string> texts;
      for (const auto& [key, value] : problem.constants)
        texts.push_back(fmt::format("{} = {}", keyOf(key), real(value)));
      out += "constants = { " + joined(texts) + " }\n";
    }
    if (!problem.domain.empty()) {
      std::vector<std::string> texts;
      for (const Interval& side : problem.domain)
        texts.push_back(list(std::vector{side.low, side.high}));
      out += "domain = [" + joined(texts) + "]\n";
    }
  } else {
    lines(out, {networkSchema().fields().front()}, networkSchema().write(problem.network));
    out += convolutionLine(problem.network);
    out += fmt::format("layers = {}\n", list(problem.network.layers));
    const std::vector<Field>& fields = networkSchema().fields();
    lines(out, {fields.begin() + 1, fields.end()}, networkSchema().write(problem.network));
  }
  if (!problem.start.empty()) out += fmt::format("start = {}\n", list(problem.start));
}

/// A row of the catalogue and its settings, in one line.
std::string partOf(const Part& part) {
  std::string text = "{ name = " + inQuotes(part.name);
  for (const auto& [key, value] : part.settings)
    text += fmt::format(", {} = {}", key, literal(value));
  return text + " }";
}

void writeOptimizer(std::string& out, const OptimizerChoice& optimizer) {
  out += fmt::format("\n[[optimizer]]\nname = {}\n", inQuotes(optimizer.name));
  if (!optimizer.label.empty()) out += fmt::format("label = {}\n", inQuotes(optimizer.label));
  if (optimizer.settings.contains("learning_rate"))
    out += fmt::format("learning_rate = {}\n", literal(optimizer.settings.at("learning_rate")));
  for (const auto& [key, value] : optimizer.settings)
    if (key != "learning_rate") out += fmt::format("{} = {}\n", key, literal(value));
  if (!optimizer.schedule.name.empty())
    out += fmt::format("schedule = {}\n", partOf(optimizer.schedule));
  if (optimizer.startSeed >= 0) out += fmt::format("start_seed = {}\n", optimizer.startSeed);
  if (optimizer.kick)
    out += fmt::format("kick = {}\n",
                       inlined(kickSchema().fields(), kickSchema().write(*optimizer.kick)));
  if (optimizer.wrappers.empty()) return;
  std::vector<std::string> texts;
  for (const Part& wrapper : optimizer.wrappers) texts.push_back(partOf(wrapper));
  out += fmt::format("wrappers = [{}]\n", joined(texts));
}

void writeMeasure(std::string& out, const MeasureChoice& measure) {
  out += "\n[measure]\n";
  out +=
      "sharpness = " + inlined(sharpnessSchema().fields(), sharpnessSchema().write(measure)) + "\n";
  std::vector<std::string> flows;
  for (const std::string& flow : measure.driftFlows) flows.push_back(inQuotes(flow));
  out += "drift = " +
         inlined(driftSchema().fields(), driftSchema().write(measure),
                 ", flows = [" + joined(flows) + "]") +
         "\n";
  out += "accuracy = " + inlined(accuracySchema().fields(), accuracySchema().write(measure)) + "\n";
  out += "parameters = " + inlined(parametersSchema().fields(), parametersSchema().write(measure)) +
         "\n";
  out += "spectrum = " +
         inlined(spectrumSchema().fields(), spectrumSchema().write(measure),
                 measure.spectrumAt.empty() ? "" : ", at = " + list(measure.spectrumAt)) +
         "\n";
  out += "average = " + inlined(averageSchema().fields(), averageSchema().write(measure)) + "\n";
  out += "complexity = " + inlined(complexitySchema().fields(), complexitySchema().write(measure)) +
         "\n";
  out += "noise = " + inlined(noiseSchema().fields(), noiseSchema().write(measure)) + "\n";
  out += "trace = " + inlined(traceSchema().fields(), traceSchema().write(measure)) + "\n";
}

}  // namespace

std::string tomlOf(const Experiment& experiment) {
  std::string out = fmt::format("title = {}\n", inQuotes(experiment.title));
  writeProblem(out, experiment.problem);
  for (const OptimizerChoice& optimizer : experiment.optimizers) writeOptimizer(out, optimizer);
  out += "\n[run]\n";
  lines(out, runSchema().fields(), runSchema().write(experiment.run));
  out += "stop = " + inlined(stopSchema().fields(), stopSchema().write(experiment.run)) + "\n";
  writeMeasure(out, experiment.measure);
  if (!(experiment.view == ViewChoice{})) {
    out += "\n[view]\n";
    if (!experiment.view.hidden.empty())
      out += fmt::format("hidden = {}\n", list(experiment.view.hidden));
    if (experiment.view.step >= 0) out += fmt::format("step = {}\n", experiment.view.step);
    if (!experiment.view.points) out += "points = false\n";
    if (experiment.view.sameRate) out += "same_rate = true\n";
    if (!experiment.view.arrangement.empty())
      out += fmt::format("arrangement = \"{}\"\n", experiment.view.arrangement);
    if (!experiment.view.sweep.empty()) {
      std::vector<std::string> lists;
      for (const std::string& one : experiment.view.sweep) lists.push_back(inQuotes(one));
      out += fmt::format("sweep = [{}]\n", joined(lists));
    }
    out += planeTable(experiment.view.plane);
  }
  return out;
}

}  // namespace thalweg
