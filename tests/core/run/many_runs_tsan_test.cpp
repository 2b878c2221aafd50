/// Sixteen runs on four threads while two readers pull, without Qt: silent under ThreadSanitizer,
/// and the rows add up.
#include <atomic>
#include <cstdio>
#include <thread>

#include "core/catalog.h"
#include "core/run/run.h"
#include "core/run/runner.h"

using namespace thalweg;

namespace {

constexpr int runCount = 16;
constexpr std::int64_t steps = 3000;

Experiment sixteenRuns() {
  Experiment e;
  e.problem.name = "rosenbrock";
  for (int k = 0; k < runCount; ++k) {
    const OptimizerEntry& entry = allOptimizers()[std::size_t(k) % allOptimizers().size()];
    e.optimizers.push_back({entry.card.id, "", {{"learning_rate", 1e-4 * (1 + k % 3)}}});
  }
  e.run.steps = steps;
  e.measure = {100, 2, 100, {"ngf"}, 0, 0};
  return e;
}

/// Pulls every record until all have ended; the rows seen over all runs, or -1 where some are out
/// of order.
std::int64_t rowsPulled(const std::vector<std::shared_ptr<const Record>>& records) {
  std::vector<std::size_t> seen(records.size(), 0);
  std::vector<std::int64_t> rows(records.size(), 0);
  double sum = 0.0;
  for (std::size_t running = records.size(); running > 0;) {
    running = 0;
    for (std::size_t k = 0; k < records.size(); ++k) {
      const Update update = records[k]->since(seen[k]);
      seen[k] = update.next;
      for (const ChunkPtr& chunk : update.fresh) {
        if (chunk->firstStep != rows[k]) return -1;
        for (std::size_t i = 0; i < chunk->size(); ++i) sum += chunk->point(i)[0];
        for (const Measurement& m : chunk->measured) sum += m.value;
        rows[k] += std::int64_t(chunk->size());
      }
      if (update.ending.status == Status::running) ++running;
    }
    std::this_thread::yield();
  }
  std::int64_t total = 0;
  for (const std::int64_t n : rows) total += n;
  return sum == sum ? total : -1;
}

}  // namespace

int main() {
  const Experiment e = sixteenRuns();
  const Result<Problem> problem = prepareProblem(e.problem);
  if (!problem) return 1;
  std::vector<std::shared_ptr<Run>> runs;
  std::vector<std::shared_ptr<const Record>> records;
  for (std::size_t k = 0; k < e.optimizers.size(); ++k) {
    const auto run = Run::prepare(e, k, *problem);
    if (!run) return 1;
    runs.push_back(*run);
    records.push_back((*run)->sharedRecord());
  }
  std::atomic<std::int64_t> first = 0, second = 0;
  {
    Runner runner(4);
    std::jthread readerA([&] { first = rowsPulled(records); }),
        readerB([&] { second = rowsPulled(records); });
    for (const auto& run : runs) runner.add(run);
    runner.drain();
  }
  std::int64_t expected = 0;
  for (const auto& run : runs) expected += run->summary().steps + 1;
  std::printf("%lld rows, %lld and %lld read\n", static_cast<long long>(expected),
              static_cast<long long>(first.load()), static_cast<long long>(second.load()));
  const bool all = expected == runCount * (steps + 1);
  {
    Runner runner(4);  // and away again while they are busy
    for (std::size_t k = 0; k < e.optimizers.size(); ++k) runner.add(*Run::prepare(e, k, *problem));
  }
  return all && first == expected && second == expected ? 0 : 1;
}
