#include "core/run/toml_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/base/text.h"

namespace thalweg {

std::string shown(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>())
    return fmt::format("'{}'", quotable(*text));
  std::ostringstream out;
  node.visit([&out](const auto& inner) {
    if constexpr (toml::is_table<decltype(inner)>)
      out << toml::toml_formatter(inner, toml::format_flags::none);
    else
      out << inner;
  });
  return quotable(out.str());
}

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? "it may be " + joined(known) : "did you mean '" + near + "'?";
}

Result<std::vector<std::string>> namesFrom(const toml::node& node, const std::string& path,
                                           const std::vector<std::string>& known,
                                           const std::string& what) {
  const toml::array* array = node.as_array();
  if (!array) return Error{fmt::format("{} = {} is not a list of names", path, shown(node)), path};
  std::vector<std::string> names;
  for (const toml::node& item : *array) {
    const auto name = item.value_exact<std::string>();
    if (!name || std::count(known.begin(), known.end(), *name) == 0)
      return Error{fmt::format("{}: {} is not a {}; {}", path, shown(item), what,
                               suggestion(name.value_or(""), known)),
                   path};
    if (std::count(names.begin(), names.end(), *name) == 0) names.push_back(*name);
  }
  return names;
}

const toml::node* TomlTable::take(const std::string& key) {
  m_taken.insert(key);
  return m_table.get(key);
}

Result<std::string> TomlTable::text(const std::string& key, const std::string& otherwise) {
  const toml::node* node = take(key);
  if (!node) return otherwise;
  if (const auto text = node->value_exact<std::string>()) return *text;
  return Error{fmt::format("{} = {} is not a text", name(key), shown(*node)), key};
}

Result<Values> TomlTable::rest(const std::vector<Field>& fields) {
  Values values;
  for (const auto& [keyNode, node] : m_table) {
    const std::string key(keyNode.str());
    if (m_taken.contains(key)) continue;
    m_taken.insert(key);
    if (const auto flag = node.value_exact<bool>())
      values[key] = *flag;
    else if (const auto whole = node.value_exact<std::int64_t>())
      values[key] = *whole;
    else if (const auto real = node.value_exact<double>())
      values[key] = *real;
    else if (const auto text = node.value_exact<std::string>())
      values[key] = *text;
    else if (const auto field = std::find_if(fields.begin(), fields.end(),
                                             [&key](const Field& f) { return f.key == key; });
             field != fields.end())
      return Error{
          fmt::format("{} = {} is not allowed: {}", name(key), shown(node), allowedRange(*field)),
          key};
    else
      values[key] =
          shown(node);  // a list or table under a key that no field has: refused by that key
  }
  return values;
}

Outcome TomlTable::nothingLeft(const std::vector<std::string>& known) {
  for (const auto& [keyNode, node] : m_table) {
    const std::string key(keyNode.str());
    if (m_taken.contains(key)) continue;
    return Error{
        fmt::format("'{}' is not a key {}; {}", name(quotable(key)),
                    m_path.empty() ? "of an experiment" : "of " + m_path, suggestion(key, known)),
        key};
  }
  return Done{};
}

namespace {

/// Splits "optimizer[1].learning_rate" at its points.
std::vector<std::string> parts(const std::string& key) {
  std::vector<std::string> all;
  std::stringstream stream(key);
  for (std::string part; std::getline(stream, part, '.');) all.push_back(part);
  if (key.ends_with('.')) all.emplace_back();
  return all;
}

Outcome put(toml::table& table, const std::vector<std::string>& path, std::size_t from,
            const toml::table& holder, const std::string& key) {
  toml::table* at = &table;
  for (std::size_t i = from; i + 1 < path.size(); ++i) {
    if (!at->contains(path[i])) at->insert(path[i], toml::table{});
    toml::node* next = at->get(path[i]);
    if (!next->is_table())
      return Error{fmt::format("'{}': '{}' is not a table", quotable(key), quotable(path[i])), key};
    at = next->as_table();
  }
  holder.get("v")->visit([&](const auto& value) { at->insert_or_assign(path.back(), value); });
  return Done{};
}

}  // namespace

Outcome applyOverride(toml::table& root, const Override& change) {
  if (!isUtf8(change.key) || !isUtf8(change.value))
    return Error{fmt::format("'{}': key and value must be UTF-8 text", quotable(change.key)),
                 change.key};
  toml::table holder;
  try {
    holder = toml::parse("v = " + change.value);
    if (holder.size() != 1) holder = toml::table{{"v", change.value}};
  } catch (const toml::parse_error&) {
    holder = toml::table{{"v", change.value}};
  }
  const std::vector<std::string> path = parts(change.key);
  for (const std::string& part : path)
    if (part.empty())
      return Error{fmt::format("'{}' is not a key: names joined by points are expected",
                               quotable(change.key)),
                   change.key};
  if (path.empty()) return Error{"an empty key can not be set", change.key};
  const std::string& head = path.front();
  if (head != "optimizer" && !head.starts_with("optimizer["))
    return put(root, path, 0, holder, change.key);

  if (path.size() < 2)
    return Error{
        fmt::format("'{}' is not a key: a setting such as optimizer.learning_rate is expected",
                    quotable(change.key)),
        change.key};
  toml::node* optimizer = root.get("optimizer");
  toml::array* all = optimizer ? optimizer->as_array() : nullptr;
  toml::table* only =
      optimizer ? optimizer->as_table() : nullptr;  // [optimizer] with single brackets
  const std::size_t count = all ? all->size() : only ? 1 : 0;
  if (count == 0)
    return Error{
        fmt::format("'{}' can not be set: the experiment has no optimizer", quotable(change.key)),
        change.key};
  std::size_t first = 0, last = count;
  if (head.size() > 9) {
    std::size_t index = count;
    const bool closed = head.size() > 11 && head.back() == ']';
    const char* begin = head.data() + 10;
    const char* end = closed ? head.data() + head.size() - 1 : begin;
    const auto [stop, problem] = std::from_chars(begin, end, index);
    if (!closed || problem != std::errc{} || stop != end || index >= count)
      return Error{
          fmt::format("'{}' names no optimizer: the experiment has optimizer[0] to optimizer[{}]",
                      quotable(change.key), count - 1),
          change.key};
    first = index;
    last = index + 1;
  }
  for (std::size_t i = first; i < last; ++i) {
    toml::table* table = only ? only : all->get(i)->as_table();
    if (!table) return Error{fmt::format("optimizer[{}] is not a table", i), change.key};
    if (Outcome done = put(*table, path, 1, holder, change.key); !done) return done;
  }
  return Done{};
}

}  // namespace thalweg
