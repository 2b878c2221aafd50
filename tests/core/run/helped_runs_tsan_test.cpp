/// Runs of a network with probes, and grids, at once on a runner with threads to spare, without Qt:
/// silent under ThreadSanitizer, and the numbers are those of one thread.
#include <cstdio>
#include <cstring>
#include <thread>

#include "core/run/plane.h"
#include "core/run/problem.h"
#include "core/run/run.h"
#include "core/run/runner.h"

using namespace thalweg;

namespace {

/// Large enough for several groups of samples.
Experiment experiment() {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.layers = {64, 100, 10};
  e.optimizers = {{"sgd", "", {{"learning_rate", 0.1}}}, {"adam", "", {{"learning_rate", 1e-3}}}};
  e.run.steps = 6;
  e.measure.sharpnessEvery = 5;
  e.measure.accuracyEvery = 2;
  e.measure.parametersEvery = 1;
  return e;
}

struct Outcomes {
  std::vector<double> numbers;
  bool complete = true;
  void add(const double* first, std::size_t count) {
    numbers.insert(numbers.end(), first, first + count);
  }
};

/// Where a chunk ends depends on the slices; what follows what of one kind does not.
void addRows(const Record& record, Outcomes& out) {
  const std::vector<ChunkPtr> chunks = record.since(0).fresh;
  for (const ChunkPtr& chunk : chunks) out.add(chunk->rows.data(), chunk->rows.size());
  for (const ChunkPtr& chunk : chunks)
    out.add(chunk->snapshotRows.data(), chunk->snapshotRows.size());
  for (const ChunkPtr& chunk : chunks)
    for (const Measurement& m : chunk->measured) out.add(&m.value, 1);
}

/// Two runs and two grids. `together`: all at once, else one after another.
Outcomes outcomes(const Experiment& e, const Problem& problem, unsigned threads, bool together) {
  Runner runner(threads);
  std::vector<std::shared_ptr<Run>> runs;
  for (std::size_t k = 0; k < e.optimizers.size(); ++k)
    runs.push_back(*Run::prepare(e, k, problem));
  const Plane plane{problem.start, filterNormalised(*problem.objective, problem.start, 1, 0),
                    filterNormalised(*problem.objective, problem.start, 1, 1)};
  const std::vector<std::shared_ptr<GridJob>> grids{
      std::make_shared<GridJob>(problem.objective, plane, GridSpec{5, 5, -1, 1, -1, 1}),
      std::make_shared<GridJob>(problem.objective, plane, GridSpec{4, 3, -2, 2, -2, 2})};
  const auto start = [&](const std::shared_ptr<Job>& job) {
    runner.add(job);
    if (!together) runner.drain();
  };
  for (std::size_t k = 0; k < 2; ++k) {
    start(runs[k]);
    start(grids[k]);
  }
  runner.drain();
  Outcomes all;
  for (const auto& run : runs) addRows(run->record(), all);
  for (const auto& grid : grids) {
    const auto state = grid->latest();
    all.complete = all.complete && state != nullptr && state->complete;
    if (state != nullptr) all.add(state->values.data(), state->values.size());
  }
  return all;
}

}  // namespace

int main() {
  const Experiment e = experiment();
  const Result<Problem> problem = prepareProblem(e.problem);
  if (!problem) return 1;
  const Outcomes alone = outcomes(e, *problem, 1, false);
  bool good = alone.complete && alone.numbers.size() > 10000;
  for (const bool together : {true, false})
    for (const unsigned threads : {2u, 6u}) {
      const Outcomes found = outcomes(e, *problem, threads, together);
      const bool same = found.complete && found.numbers.size() == alone.numbers.size() &&
                        std::memcmp(found.numbers.data(), alone.numbers.data(),
                                    alone.numbers.size() * sizeof(double)) == 0;
      std::printf("%u threads, %s: %zu numbers, %s\n", threads,
                  together ? "at once" : "one after another", found.numbers.size(),
                  same ? "the same" : "different");
      good = good && same;
    }
  {
    Runner runner(4);  // and away again while they are busy
    for (std::size_t k = 0; k < e.optimizers.size(); ++k) runner.add(*Run::prepare(e, k, *problem));
  }
  return good ? 0 : 1;
}
