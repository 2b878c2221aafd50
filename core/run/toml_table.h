/// Reading a TOML table so that every key is either understood or refused by name.
#pragma once

#include <toml++/toml.h>

#include <set>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/settings.h"
#include "core/run/experiment.h"

namespace thalweg {

/// A node as a person would have written it, cut short.
std::string shown(const toml::node& node);

/// "did you mean 'x'?" or "it may be a, b, c".
std::string suggestion(const std::string& word, const std::vector<std::string>& known);

/// A list of names, each among `known`; `what` says what they are.
Result<std::vector<std::string>> namesFrom(const toml::node& node, const std::string& path,
                                           const std::vector<std::string>& known,
                                           const std::string& what);

/// One table of the file. Keys are taken; what is left is either settings or a mistake.
class TomlTable {
 public:
  TomlTable(const toml::table& table, std::string path) : m_table(table), m_path(std::move(path)) {}

  bool has(const std::string& key) const { return m_table.contains(key); }
  /// The node of that key, marked as understood; null where there is none.
  const toml::node* take(const std::string& key);
  /// A text, or `otherwise` where the key is missing.
  Result<std::string> text(const std::string& key, const std::string& otherwise);
  /// Everything not taken, as plain values. A list, table or date under a key of `fields` is
  /// refused.
  Result<Values> rest(const std::vector<Field>& fields);
  /// Refuses what is not taken, naming the nearest known key.
  Outcome nothingLeft(const std::vector<std::string>& known);

 private:
  std::string name(std::string_view key) const {
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
  }
  const toml::table& m_table;
  std::string m_path;
  std::set<std::string, std::less<>> m_taken;
};

/// Puts `change` into the tree: dotted keys; `optimizer.` means every optimizer, `optimizer[1].`
/// the second.
Outcome applyOverride(toml::table& root, const Override& change);

}  // namespace thalweg
