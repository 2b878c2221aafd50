#include "core/run/experiment_optimizers.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/io/file.h"
#include "core/run/experiment_schema.h"
#include "core/run/toml_table.h"

namespace thalweg {
namespace {

/// `{ name = "id", ... }`: a row of `rows` and its settings.
template <class Entry>
Result<Part> readPart(const toml::node& node, const std::string& path,
                      const std::vector<Entry>& rows, const std::string& what) {
  if (!node.is_table())
    return Error{fmt::format("{} = {} is not a table such as {{ name = \"{}\" }}", path,
                             shown(node), rows.front().card.id),
                 path.substr(path.rfind('.') + 1)};
  TomlTable table(*node.as_table(), path);
  const Result<std::string> name = table.text("name", "");
  if (!name) return name.error();
  const Entry* entry = find(rows, *name);
  if (!entry)
    return Error{fmt::format("{}.name = '{}' is not a {}; {}", path, quotable(*name), what,
                             suggestion(*name, ids(rows))),
                 "name"};
  const Result<Values> given = table.rest(entry->fields);
  if (!given) return given.error();
  const Result<Values> all = completed(entry->fields, *given, fmt::format("{} ({})", path, *name));
  if (!all) return all.error();
  return Part{*name, *all};
}

Outcome readKick(const toml::node& node, const std::string& path, std::optional<KickChoice>& kick) {
  if (!node.is_table())
    return Error{fmt::format("{} = {} is not a table such as {{ step = 200, rate_factor = 2.0 }}",
                             path, shown(node)),
                 "kick"};
  TomlTable table(*node.as_table(), path);
  const Result<Values> given = table.rest(kickSchema().fields());
  if (!given) return given.error();
  const Result<KickChoice> read = kickSchema().read(*given, path);
  if (!read) return read.error();
  kick = *read;
  return Done{};
}

Outcome readAround(TomlTable& table, const std::string& path, OptimizerChoice& choice) {
  if (const toml::node* node = table.take("schedule")) {
    Result<Part> schedule = readPart(*node, path + ".schedule", allSchedules(), "schedule");
    if (!schedule) return schedule.error();
    choice.schedule = *schedule;
  }
  if (const toml::node* node = table.take("kick"))
    if (const Outcome read = readKick(*node, path + ".kick", choice.kick); !read)
      return read.error();
  const toml::node* node = table.take("wrappers");
  if (!node) return Done{};
  if (!node->is_array())
    return Error{fmt::format("{}.wrappers = {} is not a list of tables", path, shown(*node)),
                 "wrappers"};
  for (const toml::node& item : *node->as_array()) {
    Result<Part> wrapper =
        readPart(item, fmt::format("{}.wrappers[{}]", path, choice.wrappers.size()), allWrappers(),
                 "wrapper");
    if (!wrapper) return wrapper.error();
    choice.wrappers.push_back(*wrapper);
  }
  return Done{};
}

Result<OptimizerChoice> readOptimizer(const toml::table& source, std::size_t index,
                                      const std::string& folder) {
  const std::string path = fmt::format("optimizer[{}]", index);
  TomlTable table(source, path);
  const Result<std::string> name = table.text("name", "");
  if (!name) return name.error();
  if (name->empty()) return Error{path + ".name is missing: the optimizer's id", "name"};
  const OptimizerEntry* entry = methodNamed(*name);
  if (!entry)
    return Error{fmt::format("{}.name = '{}' is not an optimizer; {}", path, quotable(*name),
                             suggestion(*name, ids(allOptimizers()))),
                 "name"};
  const Result<std::string> label = table.text("label", "");
  if (!label) return label.error();
  OptimizerChoice choice{*name, *label, {}};
  if (const toml::node* seed = table.take("start_seed")) {
    const std::optional<std::int64_t> number = seed->value_exact<std::int64_t>();
    if (!number || *number < 0 || *number > 4294967295)
      return Error{fmt::format("{}.start_seed = {} is not allowed: whole numbers 0 to 4294967295",
                               path, shown(*seed)),
                   "start_seed"};
    choice.startSeed = *number;
  }
  if (const Outcome read = readAround(table, path, choice); !read) return read.error();
  const Result<Values> given = table.rest(entry->fields);
  if (!given) return given.error();
  const Result<Values> all = completed(entry->fields, *given, fmt::format("{} ({})", path, *name));
  if (!all) return all.error();
  choice.settings = *all;
  for (const Field& field : entry->fields)
    if (auto* text = std::get_if<std::string>(&choice.settings[field.key]);
        field.path && text && !text->empty())
      *text = absolutePath(*text, folder);
  return choice;
}

}  // namespace

Result<std::vector<OptimizerChoice>> readOptimizers(const toml::node* node,
                                                    const std::string& folder) {
  std::vector<OptimizerChoice> all;
  if (!node) return all;
  if (node->is_table()) {
    Result<OptimizerChoice> one = readOptimizer(*node->as_table(), 0, folder);
    if (!one) return one.error();
    return std::vector{*one};
  }
  if (!node->is_array())
    return Error{fmt::format("optimizer = {} is not a list of tables", shown(*node)), "optimizer"};
  for (const toml::node& item : *node->as_array()) {
    if (!item.is_table())
      return Error{fmt::format("optimizer: {} is not a table", shown(item)), "optimizer"};
    Result<OptimizerChoice> one = readOptimizer(*item.as_table(), all.size(), folder);
    if (!one) return one.error();
    all.push_back(*one);
  }
  return all;
}

}  // namespace thalweg
