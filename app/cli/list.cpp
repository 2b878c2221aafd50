#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "core/objectives/network/activation.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/loss.h"

namespace thalweg::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Row {
  Card card;
  std::vector<Field> fields;
  std::string needs{};  // what an optimizer asks of a problem beside gradients
};

template <class Entries>
std::vector<Row> rowsOf(const Entries& entries) {
  std::vector<Row> rows;
  for (const auto& entry : entries) {
    if constexpr (requires(Needs needs) { needs = entry.needs; })
      rows.push_back({entry.card, entry.fields, textOf(entry.needs)});
    else if constexpr (requires { entry.fields; })
      rows.push_back({entry.card, entry.fields});
    else
      rows.push_back({entry.card, {}});
  }
  return rows;
}

/// One row for each optimizer whose stability is known.
std::vector<Row> boundRows() {
  std::vector<Row> rows;
  for (const OptimizerEntry& entry : allOptimizers()) {
    if (!entry.knowsBounds) continue;
    const Result<Stepper> stepper = entry.make({}, Vec::Ones(1));
    if (!stepper) continue;
    for (const StabilityBound& bound : stepper->bounds())
      rows.push_back({{.id = entry.card.id,
                       .title = fmt::format("{}: {} at most {}", entry.card.title, bound.quantity,
                                            bound.formula),
                       .summary = "How much curvature the method withstands on a bowl.",
                       .formula = bound.formula,
                       .reference = entry.card.reference},
                      entry.fields});
  }
  return rows;
}

const std::vector<std::pair<std::string, std::function<std::vector<Row>()>>>& kinds() {
  static const std::vector<std::pair<std::string, std::function<std::vector<Row>()>>> all{
      {"landscapes", [] { return rowsOf(allLandscapes()); }},
      {"optimizers", [] { return rowsOf(allOptimizers()); }},
      {"recordings", [] { return rowsOf(allRecordings()); }},
      {"schedules", [] { return rowsOf(allSchedules()); }},
      {"datasets", [] { return rowsOf(allDatasets()); }},
      {"activations", [] { return rowsOf(allActivations()); }},
      {"losses", [] { return rowsOf(allLosses()); }},
      {"initialisations", [] { return rowsOf(allInitialisations()); }},
      {"flows", [] { return rowsOf(allFlows()); }},
      {"bounds", boundRows},
      {"games", [] { return std::vector<Row>{}; }},
      {"wrappers", [] { return rowsOf(allWrappers()); }},
      {"studies", [] { return std::vector<Row>{}; }},
  };
  return all;
}

Json jsonOf(const Value& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return *whole;
  if (const double* real = std::get_if<double>(&value))
    return std::isfinite(*real) ? Json(*real) : Json(shortest(*real));
  return std::get<std::string>(value);
}

Json jsonOf(const Field& field) {
  const char* types[] = {"real", "integer", "boolean", "choice", "text"};
  Json row{
      {"name", field.key}, {"type", types[int(field.type)]}, {"default", jsonOf(field.initial)}};
  row["minimum"] = std::isfinite(field.minimum) ? Json(field.minimum) : Json(nullptr);
  row["maximum"] = std::isfinite(field.maximum) ? Json(field.maximum) : Json(nullptr);
  row["help"] = field.help;
  row["label"] = field.label;
  row["symbol"] = field.symbol;
  if (field.type == FieldType::choice) row["choices"] = field.choices;
  return row;
}

std::string cellOf(std::string text) {
  for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2)
    text.insert(at, 1, '\\');
  return text;
}

std::string markdownOf(const Row& row) {
  std::string text =
      fmt::format("### {} `{}`\n\n{}\n\n", row.card.title, row.card.id, row.card.summary);
  if (!row.card.formula.empty()) text += fmt::format("    {}\n\n", row.card.formula);
  if (!row.needs.empty()) text += fmt::format("Needs {}.\n\n", row.needs);
  text += fmt::format("Source: {}.\n\n", row.card.reference);
  if (row.fields.empty()) return text;
  text += "| setting | default | allowed | |\n| --- | --- | --- | --- |\n";
  for (const Field& field : row.fields)
    text += fmt::format("| `{}` | {} | {} | {} |\n", field.key, cellOf(textOf(field.initial)),
                        cellOf(allowedRange(field)), cellOf(field.help));
  return text + "\n";
}

/// The page of the manual: everything of every kind.
std::string manual() {
  std::string text = "# The catalogue\n\nAll that an experiment file can name.\n\n";
  for (const auto& [name, make] : kinds()) {
    const std::vector<Row> rows = make();
    if (rows.empty() || name == "bounds") continue;
    std::string title = name;
    title.front() = char(std::toupper(static_cast<unsigned char>(title.front())));
    text += "## " + title + "\n\n";
    for (const Row& row : rows) text += markdownOf(row);
  }
  return text;
}

int list(const std::string& kind, bool json, bool markdown) {
  if (markdown && kind == "all") {
    const Outcome written = writeText("-", manual());
    return written ? done : refuse(written.error());
  }
  for (const auto& [name, make] : kinds()) {
    if (name != kind) continue;
    Json array = Json::array();
    std::string text;
    for (const Row& row : make()) {
      Json parameters = Json::array();
      for (const Field& field : row.fields) parameters.push_back(jsonOf(field));
      array.push_back({{"id", row.card.id},
                       {"title", row.card.title},
                       {"summary", row.card.summary},
                       {"reference", row.card.reference},
                       {"formula", row.card.formula},
                       {"parameters", parameters}});
      if (!row.needs.empty()) array.back()["needs"] = row.needs;
      text += row.card.id + "\t" + row.card.title + "\n";
    }
    if (markdown) {
      text.clear();
      for (const Row& row : make()) text += markdownOf(row);
    }
    const Outcome written = writeText("-", json ? array.dump(2) + "\n" : text);
    return written ? done : refuse(written.error());
  }
  std::vector<std::string> names;
  for (const auto& [name, make] : kinds()) names.push_back(name);
  const std::string near = nearest(kind, names);
  return refuse(
      {fmt::format("list: '{}' is not a kind; {}", quotable(kind),
                   near.empty() ? "it may be " + joined(names) : "did you mean '" + near + "'?"),
       kind});
}

}  // namespace

void addList(CLI::App& parser, Action& action) {
  struct Options {
    std::string kind;
    bool json = false, markdown = false;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("list", "What there is of a kind");
  verb->add_option("KIND", options->kind, "landscapes, optimizers, datasets, ...")->required();
  verb->add_flag("--json", options->json, "With all descriptions and parameters");
  verb->add_flag("--markdown", options->markdown, "As a page of the manual; KIND may be all here");
  verb->callback([&action, options] {
    action = [options] { return list(options->kind, options->json, options->markdown); };
  });
}

}  // namespace thalweg::cli
