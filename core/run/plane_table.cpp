#include "core/run/plane_table.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/run/experiment_schema.h"
#include "core/run/plane_kinds.h"
#include "core/run/toml_table.h"

namespace thalweg {

namespace {

/// On the command line a file stands in place of a kind.
std::vector<std::string> kindsOfView() {
  std::vector<std::string> kinds = planeKinds();
  kinds.push_back("own-file");
  return kinds;
}

}  // namespace

const Schema<PlaneChoice>& planeSchema() {
  static const Schema<PlaneChoice> schema =
      Schema<PlaneChoice>{}
          .choice(&PlaneChoice::kind,
                  {.key = "kind", .label = "axes", .help = "What the plane is laid through."},
                  kindsOfView())
          .text(&PlaneChoice::file, {.key = "file",
                                     .label = "file",
                                     .help = "Of own-file: an .npz with d1, d2 and perhaps "
                                             "origin, or a .csv with columns d1 and d2."})
          .integer(&PlaneChoice::seed, {.key = "seed",
                                        .label = "seed",
                                        .help = "Seed of the random directions.",
                                        .minimum = 0,
                                        .maximum = 4294967295.0})
          .choice(&PlaneChoice::normalisation,
                  {.key = "normalisation",
                   .label = "lengths",
                   .help = "What the lengths of random directions are made those of."},
                  normalisations())
          .real(&PlaneChoice::radius,
                {.key = "radius",
                 .label = "radius",
                 .help = "How far the frame reaches, in units of how far the paths do.",
                 .minimum = 0,
                 .maximum = 1e6,
                 .minimumExcluded = true,
                 .sliderLow = 0.05,
                 .sliderHigh = 20,
                 .scale = Scale::logarithmic});
  return schema;
}

namespace {

using Whole = std::array<std::int64_t, 2>;

Error error(const std::string& key, const std::string& what) {
  return {"view.plane." + key + what, key};
}

/// Two whole numbers, each within its range.
Result<Whole> pairFrom(const toml::node& node, const std::string& key, const Whole& least,
                       const Whole& most) {
  const toml::array* array = node.as_array();
  if (array == nullptr || array->size() != 2)
    return error(key, fmt::format(": {} is not a list of two whole numbers", shown(node)));
  Whole pair{};
  for (std::size_t k = 0; k < 2; ++k) {
    const toml::value<std::int64_t>* number = (*array)[k].as_integer();
    if (number == nullptr || **number < least[k] || **number > most[k])
      return error(key, fmt::format(": {} is not allowed: whole numbers {} to {}",
                                    shown((*array)[k]), least[k], most[k]));
    pair[k] = **number;
  }
  return pair;
}

Result<StepChoice> stepFrom(const toml::node& node, const std::string& key,
                            std::size_t optimizers) {
  const std::int64_t last = std::int64_t(std::max<std::size_t>(optimizers, 1)) - 1;
  const Result<Whole> pair = pairFrom(node, key, {0, -1}, {last, std::int64_t(greatestSteps)});
  if (!pair) return pair.error();
  return StepChoice{(*pair)[0], (*pair)[1]};
}

/// The steps under a key, where there is one.
template <std::size_t n>
Outcome readSteps(TomlTable& table, const std::string& key, std::size_t optimizers,
                  std::array<StepChoice, n>& into) {
  const toml::node* node = table.take(key);
  if (node == nullptr) return Done{};
  const toml::array* array = node->as_array();
  if (array == nullptr || array->size() != n)
    return error(key,
                 fmt::format(" = {} is not a list of {} pairs [optimizer, step]", shown(*node), n));
  for (std::size_t k = 0; k < n; ++k) {
    const Result<StepChoice> step = stepFrom((*array)[k], key, optimizers);
    if (!step) return step.error();
    into[k] = *step;
  }
  return Done{};
}

Outcome readLists(TomlTable& table, std::size_t optimizers, PlaneChoice& plane) {
  if (const toml::node* list = table.take("coordinates")) {
    const std::int64_t last = std::int64_t(greatestSize) - 1;
    const Result<Whole> pair = pairFrom(*list, "coordinates", {0, 0}, {last, last});
    if (!pair) return pair.error();
    if ((*pair)[0] == (*pair)[1])
      return error("coordinates", fmt::format(" = {} is one coordinate twice", shown(*list)));
    plane.coordinates = *pair;
  }
  if (const toml::node* list = table.take("nodes")) {
    const Result<Whole> pair = pairFrom(*list, "nodes", {2, 2}, {mostPlaneNodes, mostPlaneNodes});
    if (!pair) return pair.error();
    plane.nodes = *pair;
  }
  if (const toml::node* list = table.take("centre")) {
    const Result<StepChoice> step = stepFrom(*list, "centre", optimizers);
    if (!step) return step.error();
    plane.centre = *step;
  }
  if (Outcome read = readSteps(table, "points", optimizers, plane.points); !read) return read;
  return readSteps(table, "segment", optimizers, plane.segment);
}

std::string textOf(const StepChoice& at) { return fmt::format("[{}, {}]", at.run, at.step); }

template <std::size_t n>
std::string stepsLine(const char* key, const std::array<StepChoice, n>& steps) {
  std::vector<std::string> texts;
  for (const StepChoice& step : steps) texts.push_back(textOf(step));
  return fmt::format("{} = [{}]\n", key, joined(texts));
}

/// Takes one optimizer away from steps; they are `usual` again where one of them was of it.
template <class Steps>
void forget(Steps& steps, std::int64_t run, const Steps& usual) {
  bool lost = false;
  for (StepChoice& step : steps) {
    lost = lost || step.run == run;
    if (step.run > run) --step.run;
  }
  if (lost) steps = usual;
}

}  // namespace

Outcome readPlane(const toml::node& node, std::size_t optimizers, PlaneChoice& plane) {
  if (!node.is_table())
    return Error{
        fmt::format("view.plane = {} is not a table such as {{ kind = \"pca\" }}", shown(node)),
        "plane"};
  TomlTable table(*node.as_table(), "view.plane");
  PlaneChoice lists;
  if (Outcome read = readLists(table, optimizers, lists); !read) return read;
  const Result<Values> given = table.rest(planeSchema().fields());
  if (!given) return given.error();
  const Result<PlaneChoice> read = planeSchema().read(lists, *given, "view.plane");
  if (!read) return read.error();
  plane = *read;
  return Done{};
}

std::string planeTable(const PlaneChoice& plane) {
  const PlaneChoice usual;
  if (plane == usual) return "";
  std::string radius = shortest(plane.radius);
  if (radius.find_first_of(".e") == std::string::npos) radius += ".0";
  std::string text = fmt::format(
      "\n[view.plane]\nkind = {}\nseed = {}\nnormalisation = {}\ncoordinates = [{}, {}]\nradius = "
      "{}\nnodes = [{}, {}]\n",
      inQuotes(plane.kind), plane.seed, inQuotes(plane.normalisation), plane.coordinates[0],
      plane.coordinates[1], radius, plane.nodes[0], plane.nodes[1]);
  if (!plane.file.empty()) text += fmt::format("file = {}\n", inQuotes(plane.file));
  if (plane.centre) text += fmt::format("centre = {}\n", textOf(*plane.centre));
  if (!(plane.points == usual.points)) text += stepsLine("points", plane.points);
  if (!(plane.segment == usual.segment)) text += stepsLine("segment", plane.segment);
  return text;
}

void forgetRun(PlaneChoice& plane, std::int64_t run) {
  if (plane.centre && plane.centre->run == run) plane.centre.reset();
  if (plane.centre && plane.centre->run > run) --plane.centre->run;
  const PlaneChoice usual;
  forget(plane.points, run, usual.points);
  forget(plane.segment, run, usual.segment);
}

}  // namespace thalweg
