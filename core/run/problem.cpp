#include "core/run/problem.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/catalog.h"
#include "core/io/vector_file.h"
#include "core/objectives/data/dataset.h"
#include "core/objectives/expression/expression_objective.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"

namespace thalweg {
namespace {

Result<Problem> landscapeProblem(const ProblemChoice& choice) {
  const LandscapeEntry* entry = find(allLandscapes(), choice.name);
  if (!entry)
    return Error{fmt::format("problem.name = '{}' is not a landscape", quotable(choice.name)),
                 "name"};
  const Result<Landscape> landscape = entry->make(choice.settings);
  if (!landscape) return landscape.error();
  return Problem{landscape->objective, landscape->start, landscape->box, landscape->points};
}

// Where a formula is looked at when nothing is said.
constexpr Interval usualSide{-3.0, 3.0};

Result<Problem> expressionProblem(const ProblemChoice& choice) {
  // A formula in x alone is one of the plane, unless its domain or its start has one number only.
  const bool alone =
      choice.domain.size() == 1 || (choice.domain.empty() && choice.start.size() == 1);
  const auto objective = expressionObjective(choice.expression, choice.constants, alone ? 1 : 2);
  if (!objective) return Error{"problem." + objective.error().what, objective.error().where};
  const Index d = (*objective)->dimension();
  if (!choice.domain.empty() && Index(choice.domain.size()) != d)
    return Error{fmt::format("problem.domain has {} pairs; this expression has {} variables",
                             choice.domain.size(), d),
                 "domain"};
  Problem problem{*objective, Vec(d), choice.domain, {}};
  if (problem.box.empty()) problem.box.assign(std::size_t(d), usualSide);
  // Off every axis of symmetry, so that the first picture moves.
  for (Index i = 0; i < d; ++i) {
    const Interval& side = problem.box[std::size_t(i)];
    problem.start[i] = side.low + (i % 2 == 0 ? 0.2 : 0.8) * (side.high - side.low);
  }
  return problem;
}

/// An error of the data or the network, with the key it is about as the file spells it.
Error inProblem(const Error& error) { return {"problem: " + error.what, error.where}; }

Result<std::shared_ptr<const Dataset>> datasetFor(const NetworkChoice& choice) {
  DataWish wish;
  wish.features = Index(choice.layers.front());
  wish.classes = std::max<Index>(2, Index(choice.layers.back()));
  wish.clusters = Index(choice.clusters);
  wish.separation = choice.separation;
  if (choice.samples > 0) wish.rows = Index(choice.firstSample + choice.samples);
  const Result<NamedTable> named = loadTable(choice.dataset, wish);
  if (!named) return inProblem(named.error());
  const Result<Scaling> scaling = scalingFrom(choice.scaling, named->scaling);
  if (!scaling) return inProblem(scaling.error());
  const Result<Task> task = taskFrom(choice.task);
  if (!task) return inProblem(task.error());
  DataOptions options;
  options.target = choice.target;
  options.task = *task;
  options.scaling = *scaling;
  options.firstSample = choice.firstSample;
  options.samples = choice.samples;
  options.testFraction = choice.testFraction;
  options.classesWanted = lossNeedsClasses(choice.loss);
  Result<std::shared_ptr<const Dataset>> data = makeDataset(named->table, named->name, options);
  if (!data) return inProblem(data.error());
  return data;
}

Result<Problem> networkProblem(const NetworkChoice& choice) {
  const Result<std::shared_ptr<const Dataset>> data = datasetFor(choice);
  if (!data) return data.error();
  NetworkSpec spec;
  spec.layers.assign(choice.layers.begin(), choice.layers.end());
  spec.activation = choice.activation;
  spec.loss = choice.loss;
  spec.precision = choice.precision;
  spec.bias = choice.bias;
  spec.weightDecay = choice.weightDecay;
  spec.gradientPenalty = choice.gradientPenalty;
  spec.spectralNormalisation = choice.spectralNormalisation;
  spec.convolution.channels.assign(choice.channels.begin(), choice.channels.end());
  spec.convolution.pool = choice.pool;
  const auto network = makeNetwork(spec, *data);
  if (!network) return inProblem(network.error());
  Result<Vec> start = choice.parameters.empty() ? initialParameters(spec, choice.initialisation,
                                                                    std::uint64_t(choice.seed))
                                                : readVector(choice.parameters);
  if (!start) return inProblem(start.error());
  if (start->size() != (*network)->dimension())
    return Error{
        fmt::format("problem.parameters: {} has {} numbers; this network has {} parameters",
                    quotable(choice.parameters, 200), start->size(), (*network)->dimension()),
        "parameters"};
  Problem problem{*network, *start, {}, {}};
  if (choice.parameters.empty())
    problem.drawStart = [spec, name = choice.initialisation](std::uint64_t seed) {
      return initialParameters(spec, name, seed);
    };
  return problem;
}

}  // namespace

Result<DataShape> shapeOf(const NetworkChoice& choice) {
  const Result<std::shared_ptr<const Dataset>> data = datasetFor(choice);
  if (!data) return data.error();
  return DataShape{(*data)->features(), outputsFor(choice.loss, **data)};
}

Result<Problem> prepareProblem(const ProblemChoice& choice) {
  if (choice.kind == "network") return networkProblem(choice.network);
  Result<Problem> problem =
      choice.kind == "expression" ? expressionProblem(choice) : landscapeProblem(choice);
  if (!problem || choice.start.empty()) return problem;
  const Index d = problem->objective->dimension();
  if (Index(choice.start.size()) != d)
    return Error{fmt::format("problem.start has {} numbers; this problem has {} variables",
                             choice.start.size(), d),
                 "start"};
  problem->start = Eigen::Map<const Vec>(choice.start.data(), d);
  if (!problem->start.allFinite()) return Error{"problem.start is not finite", "start"};
  return problem;
}

}  // namespace thalweg
