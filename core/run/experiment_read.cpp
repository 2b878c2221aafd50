#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/io/file.h"
#include "core/run/convolution_table.h"
#include "core/run/experiment.h"
#include "core/run/experiment_optimizers.h"
#include "core/run/experiment_schema.h"
#include "core/run/plane_table.h"
#include "core/run/sweep.h"
#include "core/run/toml_table.h"

namespace thalweg {
namespace {

Result<std::vector<double>> numbersFrom(const toml::node& node, const std::string& key) {
  const toml::array* array = node.as_array();
  if (!array) return Error{fmt::format("{} = {} is not a list of numbers", key, shown(node)), key};
  std::vector<double> numbers;
  for (const toml::node& item : *array) {
    const auto number = item.value<double>();
    if (!item.is_number() || !number || !std::isfinite(*number))
      return Error{fmt::format("{}: {} is not a finite number", key, shown(item)), key};
    numbers.push_back(*number);
  }
  return numbers;
}

Result<std::vector<Interval>> intervalsFrom(const toml::node& node, const std::string& key) {
  const toml::array* array = node.as_array();
  if (!array)
    return Error{fmt::format("{} = {} is not a list of [low, high] pairs", key, shown(node)), key};
  std::vector<Interval> box;
  for (const toml::node& item : *array) {
    const Result<std::vector<double>> pair = numbersFrom(item, key);
    if (!pair) return pair.error();
    if (pair->size() != 2 || !((*pair)[0] < (*pair)[1]))
      return Error{
          fmt::format("{}: {} is not a pair [low, high] with low below high", key, shown(item)),
          key};
    box.push_back({(*pair)[0], (*pair)[1]});
  }
  return box;
}

Outcome readConstants(const toml::node& node, ProblemChoice& problem) {
  const toml::table* table = node.as_table();
  if (!table)
    return Error{fmt::format("problem.constants = {} is not a table", shown(node)), "constants"};
  for (const auto& [key, item] : *table) {
    const auto number = item.value<double>();
    if (!item.is_number() || !number || !std::isfinite(*number))
      return Error{fmt::format("problem.constants.{} = {} is not a finite number",
                               std::string(key.str()), shown(item)),
                   std::string(key.str())};
    problem.constants[std::string(key.str())] = *number;
  }
  return Done{};
}

Outcome readLandscape(TomlTable& table, ProblemChoice& problem) {
  const Result<std::string> name = table.text("name", "");
  if (!name) return name.error();
  if (name->empty()) return Error{"problem.name is missing: the landscape's id", "name"};
  const LandscapeEntry* entry = find(allLandscapes(), *name);
  if (!entry)
    return Error{fmt::format("problem.name = '{}' is not a landscape; {}", quotable(*name),
                             suggestion(*name, ids(allLandscapes()))),
                 "name"};
  problem.name = *name;
  const Result<Values> given = table.rest(entry->fields);
  if (!given) return given.error();
  const Result<Values> all = completed(entry->fields, *given, "problem (landscape " + *name + ")");
  if (!all) return all.error();
  problem.settings = *all;
  return Done{};
}

Outcome readExpression(TomlTable& table, ProblemChoice& problem) {
  const Result<std::string> text = table.text("expression", "");
  if (!text) return text.error();
  if (text->empty())
    return Error{"problem.expression is missing: the formula to minimise", "expression"};
  problem.expression = *text;
  if (const toml::node* node = table.take("domain")) {
    Result<std::vector<Interval>> box = intervalsFrom(*node, "problem.domain");
    if (!box) return box.error();
    problem.domain = *box;
  }
  if (const toml::node* node = table.take("constants"))
    if (Outcome read = readConstants(*node, problem); !read) return read;
  return table.nothingLeft({"kind", "expression", "domain", "constants", "start"});
}

Outcome readNetwork(TomlTable& table, const std::string& folder, ProblemChoice& problem) {
  std::vector<std::int64_t> layers = problem.network.layers;
  if (const toml::node* node = table.take("layers")) {
    const Result<std::vector<double>> sizes = numbersFrom(*node, "problem.layers");
    if (!sizes) return sizes.error();
    layers.clear();
    for (const double size : *sizes) {
      if (size < 1 || size > 1e6 || size != std::floor(size))
        return Error{fmt::format("problem.layers: {} is not allowed: whole numbers 1 to 1000000",
                                 shortest(size)),
                     "layers"};
      layers.push_back(std::int64_t(size));
    }
    if (layers.size() < 2)
      return Error{fmt::format("problem.layers = {} is too short: at least inputs and outputs",
                               shown(*node)),
                   "layers"};
  }
  NetworkChoice stack;
  if (const toml::node* node = table.take("convolution"))
    if (Outcome read = readConvolution(*node, stack); !read) return read;
  const Result<Values> given = table.rest(networkSchema().fields());
  if (!given) return given.error();
  Result<NetworkChoice> network = networkSchema().read(stack, *given, "problem (network)");
  if (!network) return network.error();
  network->layers = layers;
  const std::string& data = network->dataset;
  if (data.find('/') != std::string::npos || data.find('.') != std::string::npos) {
    network->dataset = absolutePath(data, folder);
  } else if (!find(allDatasets(), data)) {
    return Error{fmt::format("problem.dataset = '{}' is not a data set; {}", quotable(data),
                             suggestion(data, ids(allDatasets())) +
                                 ", or the path of a CSV, NPZ or IDX file"),
                 "dataset"};
  }
  if (!network->parameters.empty()) network->parameters = absolutePath(network->parameters, folder);
  problem.network = *network;
  return Done{};
}

Result<ProblemChoice> readProblem(const toml::node* node, const std::string& folder) {
  if (!node) return Error{"the table [problem] is missing", "problem"};
  if (!node->is_table())
    return Error{fmt::format("problem = {} is not a table", shown(*node)), "problem"};
  TomlTable table(*node->as_table(), "problem");
  ProblemChoice problem;
  const std::string guess = table.has("expression") ? "expression"
                            : table.has("dataset")  ? "network"
                                                    : "landscape";
  const Result<std::string> kind = table.text("kind", guess);
  if (!kind) return kind.error();
  const std::vector<std::string> kinds{"landscape", "expression", "network"};
  if (std::count(kinds.begin(), kinds.end(), *kind) == 0)
    return Error{fmt::format("problem.kind = '{}' is not allowed; {}", quotable(*kind),
                             suggestion(*kind, kinds)),
                 "kind"};
  problem.kind = *kind;
  if (*kind != "network")
    if (const toml::node* start = table.take("start")) {
      Result<std::vector<double>> numbers = numbersFrom(*start, "problem.start");
      if (!numbers) return numbers.error();
      problem.start = *numbers;
      if (numbers->empty())
        return Error{"problem.start = [] is not allowed: one number for each variable", "start"};
    }
  const Outcome read = *kind == "landscape"    ? readLandscape(table, problem)
                       : *kind == "expression" ? readExpression(table, problem)
                                               : readNetwork(table, folder, problem);
  if (!read) return read.error();
  return problem;
}

Result<RunChoice> readRun(const toml::node* node) {
  RunChoice run;
  if (!node) return run;
  if (!node->is_table()) return Error{fmt::format("run = {} is not a table", shown(*node)), "run"};
  TomlTable table(*node->as_table(), "run");
  if (const toml::node* stop = table.take("stop")) {
    if (!stop->is_table())
      return Error{fmt::format("run.stop = {} is not a table", shown(*stop)), "stop"};
    TomlTable inner(*stop->as_table(), "run.stop");
    const Result<Values> given = inner.rest(stopSchema().fields());
    if (!given) return given.error();
    const Result<RunChoice> read = stopSchema().read(run, *given, "run.stop");
    if (!read) return read.error();
    run = *read;
  }
  const Result<Values> given = table.rest(runSchema().fields());
  if (!given) return given.error();
  return runSchema().read(run, *given, "run");
}

/// The steps of a list, in their order, each once.
Result<std::vector<std::int64_t>> stepsFrom(const toml::node& node, const std::string& path) {
  const Result<std::vector<double>> numbers = numbersFrom(node, path);
  if (!numbers) return numbers.error();
  std::set<std::int64_t> steps;
  for (const double n : *numbers) {
    if (n < 0 || n > greatestSteps || n != std::floor(n))
      return Error{fmt::format("{}: {} is not a step: whole numbers 0 to {}", path, shortest(n),
                               shortest(greatestSteps)),
                   path};
    steps.insert(std::int64_t(n));
  }
  return std::vector<std::int64_t>(steps.begin(), steps.end());
}

Result<MeasureChoice> readMeasured(MeasureChoice measure, TomlTable& table, const std::string& key,
                                   const Schema<MeasureChoice>& schema) {
  const toml::node* node = table.take(key);
  if (!node) return measure;
  const std::string path = "measure." + key;
  if (!node->is_table())
    return Error{fmt::format("{} = {} is not a table such as {{ every = 5 }}", path, shown(*node)),
                 key};
  TomlTable inner(*node->as_table(), path);
  if (const toml::node* flows = key == "drift" ? inner.take("flows") : nullptr) {
    Result<std::vector<std::string>> names =
        namesFrom(*flows, path + ".flows", ids(allFlows()), "flow");
    if (!names) return names.error();
    measure.driftFlows = *names;
  }
  if (const toml::node* at = key == "spectrum" ? inner.take("at") : nullptr) {
    Result<std::vector<std::int64_t>> steps = stepsFrom(*at, path + ".at");
    if (!steps) return steps.error();
    measure.spectrumAt = *steps;
  }
  const Result<Values> given = inner.rest(schema.fields());
  if (!given) return given.error();
  return schema.read(measure, *given, path);
}

Result<MeasureChoice> readMeasure(const toml::node* node) {
  MeasureChoice measure;
  if (!node) return measure;
  if (!node->is_table())
    return Error{fmt::format("measure = {} is not a table", shown(*node)), "measure"};
  TomlTable table(*node->as_table(), "measure");
  const std::vector<std::pair<std::string, const Schema<MeasureChoice>*>> parts{
      {"sharpness", &sharpnessSchema()}, {"drift", &driftSchema()},
      {"accuracy", &accuracySchema()},   {"parameters", &parametersSchema()},
      {"spectrum", &spectrumSchema()},   {"trace", &traceSchema()},
      {"average", &averageSchema()},     {"complexity", &complexitySchema()},
      {"noise", &noiseSchema()}};
  std::vector<std::string> known;
  for (const auto& [key, schema] : parts) {
    Result<MeasureChoice> read = readMeasured(measure, table, key, *schema);
    if (!read) return read.error();
    measure = *read;
    known.push_back(key);
  }
  if (Outcome rest = table.nothingLeft(known); !rest) return rest.error();
  return measure;
}

Outcome readSweep(const toml::node& node, std::vector<std::string>& lists) {
  const toml::array* array = node.as_array();
  for (const toml::node& item : array ? *array : toml::array{}) {
    const std::string text = item.value_or(std::string());
    if (const Result<SweepAxis> axis = sweepAxisFrom(text); !item.is_string() || !axis)
      return Error{
          fmt::format("view.sweep: {} is not a list such as \"run.batch=1,2,4\"", shown(item)),
          "sweep"};
    lists.push_back(text);
  }
  if (array && !array->empty() && array->size() <= 2) return Done{};
  return Error{fmt::format("view.sweep = {} is not allowed: one or two lists", shown(node)),
               "sweep"};
}

Result<ViewChoice> readView(const toml::node* source, std::size_t optimizers) {
  ViewChoice view;
  if (!source) return view;
  if (!source->is_table())
    return Error{fmt::format("view = {} is not a table", shown(*source)), "view"};
  TomlTable table(*source->as_table(), "view");
  if (const toml::node* hidden = table.take("hidden")) {
    const Result<std::vector<double>> numbers = numbersFrom(*hidden, "view.hidden");
    if (!numbers) return numbers.error();
    for (const double n : *numbers) {
      if (n < 0 || n >= double(optimizers) || n != std::floor(n))
        return Error{fmt::format("view.hidden: {} is not the number of an optimizer, 0 to {}",
                                 shortest(n), optimizers == 0 ? 0 : optimizers - 1),
                     "hidden"};
      view.hidden.push_back(std::int64_t(n));
    }
  }
  if (const toml::node* step = table.take("step")) {
    if (!step->is_integer() || *step->value<std::int64_t>() < -1)
      return Error{
          fmt::format("view.step = {} is not allowed: whole numbers -1 or more", shown(*step)),
          "step"};
    view.step = *step->value<std::int64_t>();
  }
  const std::pair<const char*, bool*> switches[] = {{"points", &view.points},
                                                    {"same_rate", &view.sameRate}};
  for (const auto& [key, on] : switches) {
    const toml::node* node = table.take(key);
    if (!node) continue;
    if (!node->is_boolean())
      return Error{fmt::format("view.{} = {} is not allowed: true, false", key, shown(*node)), key};
    *on = *node->value<bool>();
  }
  if (const toml::node* node = table.take("arrangement")) {
    const std::optional<std::string> name = node->value<std::string>();
    static const std::set<std::string> known{"explore", "curvature", "network",
                                             "lecture", "landscape", "sweep"};
    if (!node->is_string() || !known.contains(*name))
      return Error{fmt::format("view.arrangement = {} is not allowed: explore, curvature, network, "
                               "lecture, landscape, sweep",
                               shown(*node)),
                   "arrangement"};
    view.arrangement = *name;
  }
  if (const toml::node* node = table.take("sweep"))
    if (Outcome read = readSweep(*node, view.sweep); !read) return read.error();
  if (const toml::node* node = table.take("plane"))
    if (Outcome read = readPlane(*node, optimizers, view.plane); !read) return read.error();
  if (Outcome rest = table.nothingLeft(
          {"hidden", "step", "points", "same_rate", "arrangement", "sweep", "plane"});
      !rest)
    return rest.error();
  return view;
}

Result<Experiment> readAll(const toml::table& root, const std::string& folder) {
  TomlTable table(root, "");
  Experiment experiment;
  const Result<std::string> title = table.text("title", "");
  if (!title) return title.error();
  experiment.title = *title;
  const toml::node* problem = table.take("problem");
  const toml::node* optimizer = table.take("optimizer");
  const toml::node* run = table.take("run");
  const toml::node* measure = table.take("measure");
  const toml::node* view = table.take("view");
  if (Outcome rest = table.nothingLeft({"title", "problem", "optimizer", "run", "measure", "view"});
      !rest)
    return rest.error();
  Result<ProblemChoice> problemRead = readProblem(problem, folder);
  if (!problemRead) return problemRead.error();
  experiment.problem = *problemRead;
  Result<std::vector<OptimizerChoice>> optimizersRead = readOptimizers(optimizer, folder);
  if (!optimizersRead) return optimizersRead.error();
  experiment.optimizers = *optimizersRead;
  Result<RunChoice> runRead = readRun(run);
  if (!runRead) return runRead.error();
  experiment.run = *runRead;
  Result<MeasureChoice> measureRead = readMeasure(measure);
  if (!measureRead) return measureRead.error();
  experiment.measure = *measureRead;
  Result<ViewChoice> viewRead = readView(view, experiment.optimizers.size());
  if (!viewRead) return viewRead.error();
  experiment.view = *viewRead;
  if (std::string& file = experiment.view.plane.file; !file.empty())
    file = absolutePath(file, folder);
  return experiment;
}

}  // namespace

Result<Experiment> experimentFrom(const std::string& text, const std::string& folder,
                                  const std::vector<Override>& overrides) {
  try {
    toml::table root = toml::parse(text);
    for (const Override& change : overrides)
      if (Outcome done = applyOverride(root, change); !done) return done.error();
    return readAll(root, folder);
  } catch (const toml::parse_error& problem) {
    const auto& at = problem.source().begin;
    return Error{fmt::format("line {}, column {}: {}", at.line, at.column,
                             quotable(problem.description(), 200)),
                 fmt::format("line {}", at.line)};
  }
}

Result<Experiment> experimentFromFile(const std::string& path,
                                      const std::vector<Override>& overrides) {
  const Result<std::string> text = readFile(path);
  if (!text) return text.error();
  const std::string folder = std::filesystem::path(path).parent_path().string();
  Result<Experiment> read = experimentFrom(*text, folder, overrides);
  if (!read)
    return Error{fmt::format("{}: {}", quotable(path, 120), read.error().what), read.error().where};
  return read;
}

}  // namespace thalweg
