/// Several runs of a network with every costly probe on three threads, while readers scrub through
/// what is there: silent under ThreadSanitizer, and no reader sees half a thing.
#include <atomic>
#include <cstdio>
#include <thread>

#include "core/run/noise.h"
#include "core/run/run.h"
#include "core/run/runner.h"
#include "core/run/spectrum.h"

using namespace thalweg;

namespace {

constexpr std::int64_t steps = 12;

Experiment watchedRuns() {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.dataset = "cancer";
  e.problem.network.layers = {30, 3, 2};
  e.problem.network.samples = 30;
  e.problem.network.loss = "mse";
  e.optimizers = {{"sgd", "", {{"learning_rate", 0.1}}},
                  {"adam", "", {{"learning_rate", 0.01}}},
                  {"momentum", "", {{"learning_rate", 0.05}, {"momentum", 0.9}}},
                  {"rmsprop", "", {{"learning_rate", 0.01}}}};
  e.run.steps = steps;
  e.run.batch = 10;
  e.measure.sharpnessEvery = 1;
  e.measure.sharpnessTop = 2;
  e.measure.spectrumEvery = 4;
  e.measure.spectrumProbes = 2;
  e.measure.spectrumSteps = 15;
  e.measure.spectrumMatrix = "ggn";
  e.measure.spectrumAt = {1, 7};
  e.measure.noiseEvery = 3;
  e.measure.noiseBatches = 3;
  e.measure.complexityEvery = 2;
  return e;
}

/// What a window does with a record: keeps what has come, and jumps about in it. The spectra and
/// measurements seen, or -1 where something did not fit.
std::int64_t scrubbed(const std::vector<std::shared_ptr<const Record>>& records,
                      const std::atomic<bool>& over) {
  std::int64_t seen = -1;
  for (bool last = false; !last;) {
    last = over;
    seen = 0;
    for (const auto& record : records) {
      const std::vector<ChunkPtr> chunks = record->chunks();
      for (std::size_t c = chunks.size(); c-- > 0;) {
        const Chunk& chunk = *chunks[c];
        double sum = 0.0;
        for (std::size_t i = chunk.size(); i-- > 0;) sum += chunk.f(i) + chunk.gradientNorm(i);
        for (std::size_t i = 0; i < chunk.snapshots(); ++i) sum += chunk.snapshot(i).x.sum();
        for (const SpectrumSnapshot& one : chunk.spectra) {
          if (one.values.size() != one.weights.size() || one.values.size() == 0) return -1;
          if (one.matrix != CurvatureMatrix::gaussNewton) return -1;
          sum += one.values.dot(one.weights);
        }
        if (sum != sum) return -1;
        seen += std::int64_t(chunk.spectra.size() + chunk.measured.size());
      }
    }
    std::this_thread::yield();
  }
  return seen;
}

/// A reader that computes at the points it finds, as a click on "now" does.
std::int64_t asked(const std::shared_ptr<const Record>& record,
                   const std::shared_ptr<const Objective>& objective,
                   const std::atomic<bool>& over) {
  Evaluator f(objective);
  std::int64_t answers = 0;
  for (bool last = false; !last;) {
    last = over;
    const std::vector<ChunkPtr> chunks = record->chunks();
    if (chunks.empty() || chunks.back()->snapshots() == 0) continue;
    const Vec x = chunks.back()->snapshot(chunks.back()->snapshots() - 1).x;
    if (spectrumAt(f, x, {.top = 2}).values.size() != 2) return -1;
    if (!noiseAt(f, x, {.top = 1, .batch = 5, .batches = 2}).finite) return -1;
    ++answers;
  }
  return answers;
}

}  // namespace

int main() {
  const Experiment e = watchedRuns();
  const Result<Problem> problem = prepareProblem(e.problem);
  if (!problem) return 1;
  std::vector<std::shared_ptr<Run>> runs;
  std::vector<std::shared_ptr<const Record>> records;
  for (std::size_t k = 0; k < e.optimizers.size(); ++k) {
    const auto run = Run::prepare(e, k, *problem, true);
    if (!run) return 1;
    runs.push_back(*run);
    records.push_back((*run)->sharedRecord());
  }
  std::atomic<bool> over = false;
  std::atomic<std::int64_t> first = 0, second = 0, answers = 0;
  {
    Runner runner(3);
    std::jthread readerA([&] { first = scrubbed(records, over); }),
        readerB([&] { second = scrubbed(records, over); }),
        asker([&] { answers = asked(records.front(), problem->objective, over); });
    for (const auto& run : runs) runner.add(run);
    runner.drain();
    over = true;
  }
  std::int64_t expected = 0;
  for (const auto& record : records) {
    std::int64_t spectra = 0;
    for (const ChunkPtr& chunk : record->chunks()) {
      spectra += std::int64_t(chunk->spectra.size());
      expected += std::int64_t(chunk->spectra.size() + chunk->measured.size());
    }
    if (spectra != 6) return 2;  // 0, 4, 8, 12 and the milestones 1 and 7
  }
  std::printf("%lld measured, %lld and %lld seen, %lld asked\n", static_cast<long long>(expected),
              static_cast<long long>(first.load()), static_cast<long long>(second.load()),
              static_cast<long long>(answers.load()));
  for (const auto& run : runs)
    if (run->record().ending().status != Status::steps) return 3;
  return first == expected && second == expected && answers > 0 ? 0 : 4;
}
