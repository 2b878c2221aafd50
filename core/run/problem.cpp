#include "core/run/problem.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/objectives/expression/expression_objective.h"

namespace thalweg {
namespace {

Result<Problem> landscapeProblem(const ProblemChoice& choice) {
  const LandscapeEntry* entry = find(allLandscapes(), choice.name);
  if (!entry) return Error{fmt::format("problem.name = '{}' is not a landscape", quotable(choice.name)), "name"};
  const Result<Landscape> landscape = entry->make(choice.settings);
  if (!landscape) return landscape.error();
  return Problem{landscape->objective, landscape->start, landscape->box, landscape->points};
}

// Where a formula is looked at when nothing is said.
constexpr Interval usualSide{-3.0, 3.0};

Result<Problem> expressionProblem(const ProblemChoice& choice) {
  const auto objective = expressionObjective(choice.expression, choice.constants);
  if (!objective)
    return Error{"problem." + objective.error().what, objective.error().where};
  const Index d = (*objective)->dimension();
  if (!choice.domain.empty() && Index(choice.domain.size()) != d)
    return Error{fmt::format("problem.domain has {} pairs; this expression has {} variables", choice.domain.size(), d), "domain"};
  Problem problem{*objective, Vec(d), choice.domain, {}};
  if (problem.box.empty()) problem.box.assign(std::size_t(d), usualSide);
  // Off every axis of symmetry, so that the first picture moves.
  for (Index i = 0; i < d; ++i) {
    const Interval& side = problem.box[std::size_t(i)];
    problem.start[i] = side.low + (i % 2 == 0 ? 0.2 : 0.8) * (side.high - side.low);
  }
  return problem;
}

}  // namespace

Result<Problem> prepareProblem(const ProblemChoice& choice) {
  Result<Problem> problem = choice.kind == "expression" ? expressionProblem(choice) : landscapeProblem(choice);
  if (!problem || choice.start.empty()) return problem;
  const Index d = problem->objective->dimension();
  if (Index(choice.start.size()) != d)
    return Error{fmt::format("problem.start has {} numbers; this problem has {} variables", choice.start.size(), d), "start"};
  problem->start = Eigen::Map<const Vec>(choice.start.data(), d);
  if (!problem->start.allFinite()) return Error{"problem.start is not finite", "start"};
  return problem;
}

}  // namespace thalweg
