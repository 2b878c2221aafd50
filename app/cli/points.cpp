#include "app/cli/points.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "core/run/replay.h"
#include "core/run/runner.h"

namespace thalweg::cli {
namespace {

constexpr std::chrono::milliseconds slice{50};

/// Number of the optimizer that a run is called after; what it is not, as a message.
Result<std::size_t> runNamed(const std::string& label, const std::string& quoted,
                             const Experiment& experiment, const std::string& option) {
  const std::vector<std::string> names = runNames(experiment);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (label == names[i] || label == experiment.optimizers[i].label) return i;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (label == experiment.optimizers[i].name) return i;
  const std::string near = nearest(label, names);
  return Error{fmt::format("{} {}: there is no run '{}'; {}", option, quoted, quotable(label),
                           names.empty()  ? "the experiment has no [[optimizer]]"
                           : near.empty() ? "it may be " + joined(names)
                                          : "did you mean '" + near + "'?"),
               option};
}

/// Whether the run may be over before its last step.
bool mayEndBefore(const Experiment& experiment, std::size_t index) {
  const OptimizerEntry* method = methodNamed(experiment.optimizers[index].name);
  return experiment.run.stopGradientNorm > 0 || std::isfinite(experiment.run.stopBelow) ||
         (method && method->reads);
}

/// The run, made until it ends.
Result<std::shared_ptr<Run>> ended(const Experiment& experiment, std::size_t index,
                                   const Problem& problem) {
  Result<std::shared_ptr<Run>> run = Run::prepare(experiment, index, problem);
  if (!run) return run.error();
  while ((*run)->advance(Job::Clock::now() + slice)) {
    std::this_thread::sleep_until((*run)->due());
    if (interrupted()) (*run)->stop();
  }
  return run;
}

Error notFinite(const std::string& option, const std::string& quoted) {
  return {fmt::format("{} {} is not finite: the run diverged before", option, quoted), option};
}

Result<Vec> atTheEnd(const Experiment& experiment, std::size_t index, const Problem& problem,
                     const std::string& option, const std::string& quoted) {
  const Result<std::shared_ptr<Run>> run = ended(experiment, index, problem);
  if (!run) return run.error();
  if (!(*run)->x().allFinite()) return notFinite(option, quoted);
  return (*run)->x();
}

Result<Vec> atStep(std::int64_t step, const Experiment& experiment, std::size_t index,
                   const Problem& problem, const std::string& option, const std::string& quoted) {
  if (mayEndBefore(experiment, index)) {
    const Result<std::shared_ptr<Run>> run = ended(experiment, index, problem);
    if (!run) return run.error();
    if (const std::int64_t last = (*run)->summary().steps; step > last)
      return Error{fmt::format("{} {}: the run ends at step {}", option, quoted, last), option};
  }
  Result<Replay> replay = Replay::prepare(experiment, index, problem);
  if (!replay) return replay.error();
  while (!replay->goTo(step, Job::Clock::now() + slice))
    if (interrupted()) return Error{fmt::format("{} {} was cancelled", option, quoted), option};
  if (!replay->x().allFinite()) return notFinite(option, quoted);
  return replay->x();
}

}  // namespace

Result<Vec> pointNamed(const std::string& text, const Experiment& experiment,
                       const Problem& problem, const std::string& option) {
  const std::size_t at = text.rfind('@');
  std::error_code unread;
  if (at == std::string::npos || std::filesystem::exists(text, unread))
    return pointAt(text, problem, option);
  const std::string label = text.substr(0, at), place = text.substr(at + 1),
                    quoted = quotable(text, 200);
  const Result<std::size_t> index = runNamed(label, quoted, experiment, option);
  if (!index) return index.error();
  if (place == "end") return atTheEnd(experiment, *index, problem, option, quoted);
  const auto step = numberFrom(place);
  if (!step || *step < 0 || *step > double(experiment.run.steps) || *step != std::floor(*step))
    return Error{fmt::format("{} {}: '{}' is not a step of the run: whole numbers 0 to {}, or end",
                             option, quoted, quotable(place), experiment.run.steps),
                 option};
  return atStep(std::int64_t(*step), experiment, *index, problem, option, quoted);
}

Result<std::vector<std::shared_ptr<Run>>> finishedRuns(const Experiment& experiment,
                                                       const Problem& problem) {
  std::vector<std::shared_ptr<Run>> runs;
  Runner runner(unsigned(experiment.run.threads));
  for (std::size_t i = 0; i < experiment.optimizers.size(); ++i) {
    const Result<std::shared_ptr<Run>> made = Run::prepare(experiment, i, problem, true);
    if (!made) return made.error();
    runs.push_back(*made);
  }
  for (const auto& run : runs) runner.add(run);
  while (!runner.drainFor(slice))
    if (interrupted())
      for (const auto& run : runs) run->stop();
  return runs;
}

std::vector<std::pair<std::int64_t, Vec>> pointsOf(const Record& record) {
  std::vector<std::pair<std::int64_t, Vec>> points;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (std::size_t i = 0; i < chunk->snapshots(); ++i)
      points.emplace_back(chunk->snapshot(i).step, chunk->snapshot(i).x);
    for (std::size_t i = 0; chunk->dimension > 0 && i < chunk->size(); ++i)
      points.emplace_back(chunk->firstStep + std::int64_t(i),
                          Eigen::Map<const Vec>(chunk->point(i), Index(chunk->dimension)));
  }
  std::erase_if(points, [](const auto& point) { return !point.second.allFinite(); });
  return points;
}

std::vector<Vec> pathOf(const Record& record) {
  std::vector<Vec> points;
  for (auto& [step, x] : pointsOf(record)) points.push_back(std::move(x));
  return points;
}

}  // namespace thalweg::cli
