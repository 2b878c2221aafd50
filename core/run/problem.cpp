#include "core/run/problem.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/catalog.h"

namespace thalweg {
namespace {

Result<Problem> landscapeProblem(const ProblemChoice& choice) {
  const LandscapeEntry* entry = find(allLandscapes(), choice.name);
  if (!entry) return Error{fmt::format("problem.name = '{}' is not a landscape", quotable(choice.name)), "name"};
  const Result<Landscape> landscape = entry->make(choice.settings);
  if (!landscape) return landscape.error();
  return Problem{landscape->objective, landscape->start, landscape->box, landscape->points};
}

}  // namespace

Result<Problem> prepareProblem(const ProblemChoice& choice) {
  Result<Problem> problem = landscapeProblem(choice);
  if (!problem || choice.start.empty()) return problem;
  const Index d = problem->objective->dimension();
  if (Index(choice.start.size()) != d)
    return Error{fmt::format("problem.start has {} numbers; this problem has {} variables", choice.start.size(), d), "start"};
  problem->start = Eigen::Map<const Vec>(choice.start.data(), d);
  if (!problem->start.allFinite()) return Error{"problem.start is not finite", "start"};
  return problem;
}

}  // namespace thalweg
