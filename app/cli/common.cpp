#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/file.h"
#include "core/io/vector_file.h"

namespace thalweg::cli {

Outcome writeText(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    return Done{};
  }
  return writeFile(path, text);
}

Outcome makeFolder(const std::string& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem) return Error{fmt::format("the folder {} can not be made: {}", quotable(path, 200), problem.message()), path};
  return Done{};
}

namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 32) out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else out += c;
  }
  return out + "\"";
}

/// "-1.5,2" as a TOML list; text that is no list of numbers is refused here, where it can be quoted.
Result<std::string> startList(const std::string& text) {
  std::vector<std::string> numbers;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const auto number = numberFrom(text.substr(from, to - from));
    if (!number || !std::isfinite(*number))
      return Error{fmt::format("--start={}: '{}' is not a finite number", quotable(text), quotable(text.substr(from, to - from))), "--start"};
    std::string word = shortest(*number);
    if (word.find_first_of(".e") == std::string::npos) word += ".0";
    numbers.push_back(word);
    from = to + 1;
  }
  return "[" + joined(numbers) + "]";
}

}  // namespace

Result<Experiment> Source::experiment() const {
  std::vector<Override> changes;
  for (const std::string& set : sets) {
    const std::size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0)
      return Error{fmt::format("--set {}: KEY=VALUE is expected", quotable(set)), "--set"};
    changes.push_back({set.substr(0, equals), set.substr(equals + 1)});
  }
  if (steps >= 0) changes.push_back({"run.steps", std::to_string(steps)});
  const int sources = !file.empty() + !landscape.empty() + !expression.empty();
  if (sources == 0) return Error{"an experiment file, --landscape or --expression is missing", "FILE"};
  if (sources > 1) return Error{"only one of an experiment file, --landscape and --expression may be given", "FILE"};
  if (!file.empty()) {
    if (!optimizers.empty() || !start.empty())
      return Error{fmt::format("--optimizer and --start do not go with the file {}: use --set", quotable(file)), "--optimizer"};
    return experimentFromFile(file, changes);
  }
  std::string text = landscape.empty() ? "[problem]\nkind = \"expression\"\nexpression = " + quoted(expression) + "\n"
                                       : "[problem]\nkind = \"landscape\"\nname = " + quoted(landscape) + "\n";
  if (!start.empty()) {
    const Result<std::string> list = startList(start);
    if (!list) return list.error();
    text += "start = " + *list + "\n";
  }
  for (const std::string& optimizer : optimizers) text += "[[optimizer]]\nname = " + quoted(optimizer) + "\n";
  return experimentFrom(text, ".", changes);
}

Result<Vec> pointAt(const std::string& at, const Problem& problem) {
  if (at.empty() || at == "initial") return problem.start;
  Result<Vec> x = readVector(at);
  if (!x) return x.error();
  if (x->size() != problem.start.size())
    return Error{fmt::format("--at {} has {} numbers; this problem has {} parameters", quotable(at, 200), x->size(), problem.start.size()), "--at"};
  if (!x->allFinite()) return Error{fmt::format("--at {} has a number that is not finite", quotable(at, 200)), "--at"};
  return x;
}

}  // namespace thalweg::cli
