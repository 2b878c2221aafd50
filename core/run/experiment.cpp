#include "core/run/experiment.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/run/problem.h"

namespace thalweg {
namespace {

template <class Entry>
Outcome complete(Part& part, const std::vector<Entry>& rows, const std::string& path) {
  const Entry* entry = find(rows, part.name);
  if (!entry)
    return Error{fmt::format("{}.name = '{}' is not in the catalogue", path, quotable(part.name)),
                 "name"};
  const Result<Values> all =
      completed(entry->fields, part.settings, fmt::format("{} ({})", path, part.name));
  if (!all) return all.error();
  part.settings = *all;
  return Done{};
}

}  // namespace

Result<Experiment> resolved(const Experiment& experiment) {
  Experiment all = experiment;
  if (all.problem.kind == "landscape") {
    const LandscapeEntry* entry = find(allLandscapes(), all.problem.name);
    if (!entry)
      return Error{
          fmt::format("problem.name = '{}' is not a landscape", quotable(all.problem.name)),
          "name"};
    const Result<Values> settings = completed(entry->fields, all.problem.settings,
                                              "problem (landscape " + all.problem.name + ")");
    if (!settings) return settings.error();
    all.problem.settings = *settings;
  }
  const Result<Problem> problem = prepareProblem(all.problem);
  if (!problem) return problem.error();
  if (all.problem.kind != "network") {
    all.problem.start.assign(problem->start.begin(), problem->start.end());
    if (all.problem.kind == "expression") all.problem.domain = problem->box;
  }
  for (std::size_t i = 0; i < all.optimizers.size(); ++i) {
    OptimizerChoice& choice = all.optimizers[i];
    const OptimizerEntry* entry = methodNamed(choice.name);
    if (!entry)
      return Error{
          fmt::format("optimizer[{}].name = '{}' is not an optimizer", i, quotable(choice.name)),
          "name"};
    const Result<Values> settings = completed(entry->fields, choice.settings,
                                              fmt::format("optimizer[{}] ({})", i, choice.name));
    if (!settings) return settings.error();
    choice.settings = *settings;
    if (choice.label.empty()) choice.label = choice.name;
    const std::string path = fmt::format("optimizer[{}]", i);
    if (!choice.schedule.name.empty())
      if (const Outcome full = complete(choice.schedule, allSchedules(), path + ".schedule"); !full)
        return full.error();
    for (Part& wrapper : choice.wrappers)
      if (const Outcome full = complete(wrapper, allWrappers(), path + ".wrappers"); !full)
        return full.error();
  }
  return all;
}

namespace {

/// Letters, digits, blank, '.', '_', '-' stay; all else becomes '_'. Names that would lead out of
/// the folder are refused a point.
std::string fileName(const std::string& label) {
  std::string name;
  for (const char c : label) {
    const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == ' ' || c == '.' || c == '_' || c == '-';
    const bool goesOn =
        (static_cast<unsigned char>(c) & 0xC0) == 0x80;  // of a character that is '_' already
    if (!goesOn) name += kept ? c : '_';
  }
  if (name.find_first_not_of('.') == std::string::npos) name = std::string(name.size(), '_');
  return name.substr(0, 120);
}

}  // namespace

std::vector<std::string> runNames(const Experiment& experiment) {
  // The folder's own files can not be folders.
  std::vector<std::string> taken{"experiment.toml", "summary.json"}, names;
  for (const OptimizerChoice& choice : experiment.optimizers) {
    const std::string base = fileName(choice.label.empty() ? choice.name : choice.label);
    std::string name = base;
    for (int n = 2; std::count(taken.begin(), taken.end(), name) > 0; ++n)
      name = fmt::format("{}-{}", base, n);
    names.push_back(name);
    taken.push_back(name);
  }
  return names;
}

}  // namespace thalweg
