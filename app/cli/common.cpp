#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/file.h"
#include "core/io/vector_file.h"

namespace thalweg::cli {

Outcome writeText(const std::string& path, const std::string& text) {
  if (path == "-") {
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
    if (whole && std::fflush(stdout) == 0) return Done{};
    return Error{fmt::format("standard output can not be written: {}", std::strerror(errno)), path};
  }
  return writeFile(path, text);
}

Outcome makeFolder(const std::string& path) {
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem)
    return Error{
        fmt::format("the folder '{}' can not be made: {}", quotable(path, 200), problem.message()),
        path};
  return Done{};
}

namespace {

/// "-1.5,2" as a TOML list; text that is no list of numbers is refused here, where it can be
/// quoted.
Result<std::string> startList(const std::string& text) {
  std::vector<std::string> numbers;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t to = std::min(text.find(',', from), text.size());
    const auto number = numberFrom(text.substr(from, to - from));
    if (!number || !std::isfinite(*number))
      return Error{fmt::format("--start={}: '{}' is not a finite number", quotable(text),
                               quotable(text.substr(from, to - from))),
                   "--start"};
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
  for (const std::string& over : overs)
    changes.push_back({over.substr(0, over.find('=')), over.substr(over.find('=') + 1)});
  if (steps) changes.push_back({"run.steps", *steps});
  const int sources = !file.empty() + !landscape.empty() + !expression.empty();
  if (sources == 0)
    return Error{"an experiment file, --landscape or --expression is missing", "FILE"};
  if (sources > 1)
    return Error{"only one of an experiment file, --landscape and --expression may be given",
                 "FILE"};
  if (!file.empty()) {
    if (!optimizers.empty() || !start.empty())
      return Error{fmt::format("--optimizer and --start do not go with the file {}: use --set",
                               quotable(file)),
                   "--optimizer"};
    Result<Experiment> read = experimentFromFile(file, changes);
    return read ? read : told(read.error());
  }
  std::string text =
      landscape.empty()
          ? "[problem]\nkind = \"expression\"\nexpression = " + inQuotes(expression) + "\n"
          : "[problem]\nkind = \"landscape\"\nname = " + inQuotes(landscape) + "\n";
  if (!start.empty()) {
    const Result<std::string> list = startList(start);
    if (!list) return list.error();
    text += "start = " + *list + "\n";
  }
  for (const std::string& optimizer : optimizers)
    text += "[[optimizer]]\nname = " + inQuotes(optimizer) + "\n";
  Result<Experiment> read = experimentFrom(text, ".", changes);
  return read ? read : told(read.error());
}

Result<Problem> Source::problem(const Experiment& experiment) const {
  Result<Problem> made = prepareProblem(experiment.problem);
  return made ? made : told(made.error());
}

Error Source::told(Error error) const {
  const auto option = [&](const std::string& written) {
    if (error.what.find(quotable(written)) == std::string::npos)
      error.what = quotable(written) + ": " + error.what;
    return error;
  };
  // The error names a key, or the path of one; an override is meant where it has the same word in
  // its own.
  const std::string last = error.where.substr(error.where.rfind('.') + 1);
  const auto isMeant = [&](const std::string& change) {
    const std::string key = change.substr(0, change.find('='));
    if (key == error.where) return true;
    std::stringstream parts(key);
    for (std::string part; std::getline(parts, part, '.');)
      if (part.substr(0, part.find('[')) == last) return true;
    return false;
  };
  for (const std::string& over : overs)
    if (isMeant(over)) return option("--over " + over);
  for (const std::string& set : sets)
    if (isMeant(set)) return option("--set " + set);
  if (error.where == "steps" && steps) return option("--steps " + *steps);
  if (error.where == "start" && !start.empty()) return option("--start=" + start);
  if (error.what.starts_with("problem.name") && !landscape.empty())
    return option("--landscape " + landscape);
  if (error.what.starts_with("problem.expression") && !expression.empty())
    return option("--expression " + expression);
  for (const std::string& optimizer : optimizers)
    if (error.where == "name" &&
        error.what.find("'" + quotable(optimizer) + "'") != std::string::npos)
      return option("--optimizer " + optimizer);
  return error;
}

Result<Value> optionValue(const std::string& option, const std::string& text, const Field& field) {
  const auto number = numberFrom(text);
  const Result<Value> value = checked(field, number ? Value(*number) : Value(text));
  if (value) return value;
  return Error{fmt::format("{} {} is not allowed: {}", option, quotable(text), allowedRange(field)),
               option};
}

int endEarly(const std::string& why) {
  std::fprintf(stderr, "thalweg-cli: %s\n", quotable(why, 400).c_str());
  return endedEarly;
}

bool isFolder(const std::string& path) {
  std::error_code failure;
  return std::filesystem::is_directory(path, failure);
}

Result<Vec> pointAt(const std::string& at, const Problem& problem, const std::string& option) {
  if (at.empty() || at == "initial") return problem.start;
  Result<Vec> x = readVector(isFolder(at) ? at + "/final.npz" : at);
  if (!x) return x.error();
  if (x->size() != problem.start.size())
    return Error{fmt::format("{} {} has {} numbers; this problem has {} parameters", option,
                             quotable(at, 200), x->size(), problem.start.size()),
                 option};
  if (!x->allFinite())
    return Error{fmt::format("{} {} has a number that is not finite", option, quotable(at, 200)),
                 option};
  return x;
}

}  // namespace thalweg::cli
