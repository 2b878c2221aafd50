#include "core/run/run.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <thread>

#include "core/base/interrupt.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "core/run/spectrum.h"

namespace thalweg {
namespace {

// Rows of a chunk: few at first, so that a run is seen at once; many in a long one, so that chunks
// cost nothing.
constexpr std::int64_t rowsInChunk = 256, rowsInLongChunk = 4096;
constexpr std::int64_t longFrom = 65536;

std::int64_t rowsFrom(std::int64_t firstStep) {
  return firstStep < longFrom ? rowsInChunk : rowsInLongChunk;
}

// Reading the clock costs as much as a step on a small surface: it is read after this many steps,
// or after each slow one.
constexpr int stepsBetweenLooks = 64;
constexpr std::chrono::microseconds slowStep{20};
// Between two looks for a point that another program is to write; how long a stop waits at most.
constexpr std::chrono::milliseconds betweenLooks{50};
// Memory for the path of one run through a large space; a longer path is kept at every second,
// third, .. step.
constexpr double pathBytes = 256e6;

std::int64_t strideWithin(std::int64_t steps, Index d) {
  return std::max<std::int64_t>(
      1, std::int64_t(std::ceil(double(steps) * double(d) * sizeof(double) / pathBytes)));
}

// Up to here loops go coordinate by coordinate: what was just written that way can be read that way
// at once, while a wide load of it waits for the stores.
constexpr Index small = 16;

Outcome measurable(const MeasureChoice& measure, const Problem& problem,
                   const OptimizerEntry& method) {
  if (!measure.asksSpectra()) return Done{};
  const Index d = problem.start.size();
  if (measure.spectrumMethod == "full" && d > fullSpectrumLimit)
    return Error{
        fmt::format("measure.spectrum.method = 'full' is not allowed here: this problem has "
                    "{} parameters, at most {} may be taken apart",
                    d, fullSpectrumLimit),
        "method"};
  const CurvatureMatrix matrix = curvatureMatrixNamed(measure.spectrumMatrix);
  Evaluator f(problem.objective);
  std::string why = whyNoMatrix(f, problem.start, matrix);
  if (matrix == CurvatureMatrix::preconditioned && !method.preconditions)
    why = "the optimizer " + method.card.id + " has no preconditioner";
  if (why.empty()) return Done{};
  return Error{fmt::format("measure.spectrum.matrix = '{}' is not allowed here: {}",
                           measure.spectrumMatrix, why),
               "matrix"};
}

/// |v|, where the squares overflow too.
double lengthOf(const Vec& v) {
  double square = 0.0;
  if (v.size() <= small)
    for (Index i = 0; i < v.size(); ++i) square += v[i] * v[i];
  else
    square = v.squaredNorm();
  return std::isfinite(square) ? std::sqrt(square) : v.stableNorm();
}

/// |a - b| likewise.
double distanceOf(const Vec& a, const Vec& b) {
  double square = 0.0;
  if (a.size() <= small)
    for (Index i = 0; i < a.size(); ++i) square += (a[i] - b[i]) * (a[i] - b[i]);
  else
    square = (a - b).squaredNorm();
  return std::isfinite(square) ? std::sqrt(square) : (a - b).stableNorm();
}

/// to = from, of one size.
void copy(const Vec& from, Vec& to) {
  if (from.size() <= small)
    for (Index i = 0; i < from.size(); ++i) to[i] = from[i];
  else
    to = from;
}

}  // namespace

Result<std::shared_ptr<Run>> Run::prepare(const Experiment& experiment, std::size_t index,
                                          const Problem& problem, bool keepPoints) {
  Result<Drive> drive = Drive::prepare(experiment, index, problem);
  if (!drive) return drive.error();
  const Vec start = drive->start();
  std::shared_ptr<Run> run(new Run(std::move(*drive), start));
  if (const Outcome possible =
          measurable(experiment.measure, problem, *methodNamed(experiment.optimizers[index].name));
      !possible)
    return possible.error();
  run->m_name = runNames(experiment)[index];
  run->m_choice = experiment.run;
  run->m_snapshotEvery = keepPoints ? strideWithin(experiment.run.steps, problem.start.size())
                                    : experiment.measure.parametersEvery;
  std::vector<std::string> quantities, flows;
  for (const ProbeEntry& probe : allProbes()) {
    std::unique_ptr<Probe> made = probe.make({experiment.measure, problem.objective, start,
                                              *methodNamed(experiment.optimizers[index].name),
                                              experiment.optimizers[index].settings});
    if (!made) continue;
    const std::vector<std::string> names = made->quantities(), flowNames = made->flows();
    run->m_probes.push_back(
        {std::move(made), std::uint32_t(quantities.size()), std::uint32_t(flows.size())});
    quantities.insert(quantities.end(), names.begin(), names.end());
    flows.insert(flows.end(), flowNames.begin(), flowNames.end());
  }
  run->m_measures = !run->m_probes.empty() || run->m_snapshotEvery > 0;
  run->m_record = std::make_shared<Record>(std::move(quantities), std::move(flows));
  run->m_before = start;
  run->m_rate = run->m_drive.stepper.learningRate();
  run->m_reads = run->m_drive.stepper.reads();
  run->m_stopping = [raw = run.get()] { return raw->stopping(); };
  return run;
}

bool Run::advance(Clock::time_point deadline) {
  if (m_status != Status::running) return false;
  const InterruptScope scope(m_stopping);
  const Clock::time_point begun = Clock::now();
  try {
    return work(deadline);
  } catch (const Interrupted&) {
    backToLastRow();
    end(Status::cancelled, fmt::format("cancelled at step {}", m_step));
    m_worked += std::chrono::duration<double>(Clock::now() - begun).count();
    return finish();
  }
}

/// Publishes what is there and says how it ended.
bool Run::finish() {
  seal(m_worked);
  m_record->finish({m_status, m_reason});
  return false;
}

/// Undoes a step, or a measurement's first row, that was left in the middle.
void Run::backToLastRow() {
  const bool withoutRow = m_nextRow <= m_step;
  if (m_moving || withoutRow) m_x = m_before;
  if (withoutRow && m_step > 0) --m_step;
}

bool Run::work(Clock::time_point deadline) {
  const Clock::time_point begun = Clock::now();
  const auto worked = [&](Clock::time_point now) {
    return m_worked + std::chrono::duration<double>(now - begun).count();
  };
  if (!m_chunk) openChunk();
  const bool rehearsed = m_drive.rehearse(deadline, m_stopping);
  if (m_step == 0) m_record->rehearse(m_drive.rehearsed());
  if (!rehearsed) {
    m_worked = worked(Clock::now());
    if (!stopping()) return true;
    end(Status::cancelled, "cancelled before step 0, in the run that measures gradient norms");
    return finish();
  }
  if (m_step == 0) m_rate = m_drive.stepper.learningRate();
  int untilLook = 1;
  Clock::time_point last = begun;
  while (stepOnce()) {
    if (m_nextRow - m_chunk->firstStep >= rowsFrom(m_chunk->firstStep)) seal(worked(Clock::now()));
    if (--untilLook > 0 && !m_measured) continue;
    const Clock::time_point now = Clock::now();
    untilLook = now - last > slowStep * stepsBetweenLooks ? 1 : stepsBetweenLooks;
    last = now;
    if (stopping()) end(Status::cancelled, fmt::format("cancelled at step {}", m_step));
    if (m_status != Status::running || now >= deadline) break;
  }
  if (m_status == Status::running && stopping())  // it waits for a file
    end(Status::cancelled, fmt::format("cancelled at step {}", m_step));
  seal(worked(Clock::now()));
  m_worked = m_chunk->timeStart;
  m_waits.store(m_due > Clock::now(), std::memory_order_release);
  if (m_status == Status::running) return true;
  m_record->finish({m_status, m_reason});
  return false;
}

void Run::fail(const std::string& why) {
  // A step that threw is not made: its row is missing, or the point is half moved.
  const bool withoutRow = m_nextRow <= m_step;
  end(Status::failed, fmt::format("failed at step {}: {}",
                                  withoutRow ? m_step
                                  : m_moving ? m_step + 1
                                             : m_step,
                                  why));
  backToLastRow();
  if (m_chunk) seal(m_chunk->timeStart);
  m_record->finish({m_status, m_reason});
}

void Run::openChunk() {
  m_chunk = std::make_shared<Chunk>();
  m_chunk->firstStep = m_nextRow;
  m_chunk->dimension = m_x.size() <= widestRow ? std::size_t(m_x.size()) : 0;
  m_row = m_chunk->rows.resize(std::size_t(rowsFrom(m_nextRow)) * m_chunk->width());
}

void Run::seal(double seconds) {
  const std::shared_ptr<Chunk> full = m_chunk;
  full->timeEnd = seconds;
  full->rows.resize(std::size_t(m_nextRow - full->firstStep) * full->width());
  openChunk();
  m_chunk->timeStart = seconds;
  if (full->size() == 0) return;
  full->seal(m_spill);
  m_record->append(full);
}

inline void Run::write(double gradientNorm) {
  *m_row++ = m_f;
  *m_row++ = gradientNorm;
  *m_row++ = m_stepNorm;
  *m_row++ = m_rate;
  const std::size_t d = m_chunk->dimension;
  for (std::size_t i = 0; i < d; ++i) m_row[i] = m_x[Index(i)];
  m_row += d;
  ++m_nextRow;
}

/// Whether the point to go to can be read; where it can not, the run waits or has ended.
bool Run::nextIsThere() {
  const Next next = m_drive.stepper.next(m_x.size());
  if (next.supply == Next::Supply::ready) return true;
  if (next.supply == Next::Supply::late || (next.supply == Next::Supply::none && m_follows)) {
    m_due = Clock::now() + betweenLooks;
    return false;
  }
  const bool begun = m_nextRow > 0;
  if (next.supply == Next::Supply::none && begun)
    end(Status::steps, fmt::format("all {} points played: {}", m_nextRow, next.why));
  else
    end(Status::failed, fmt::format("failed at step {}: {}", begun ? m_step + 1 : 0, next.why));
  if (!begun) m_f = std::numeric_limits<double>::quiet_NaN();
  return false;
}

bool Run::stepOnce() {
  if (m_reads) {
    if (!nextIsThere()) return false;
    if (m_nextRow == 0) m_drive.stepper.step(m_x, m_drive.oracle);  // the start is read too
  }
  if (m_nextRow > m_step) {  // the last row is written: move
    copy(m_x, m_before);
    m_moving = true;
    m_drive.step(m_step, m_x);
    m_moving = false;
    ++m_step;
    m_rate = m_drive.stepper.learningRate();
    m_stepNorm = distanceOf(m_x, m_before);
  }
  const double gradientNorm = lengthOf(m_drive.oracle.whole(m_x));
  m_f = m_drive.oracle.keptValue();
  write(gradientNorm);
  const bool finite = std::isfinite(m_f) && std::isfinite(m_stepNorm);
  if (m_f < m_bestF) {
    m_bestF = m_f;
    m_bestStep = m_step;
  }
  if (finite && m_measures) measure();
  // The common case in one look; the rest says why.
  const bool goesOn = finite && !m_measured && m_step < m_choice.steps &&
                      gradientNorm >= m_choice.stopGradientNorm && m_f >= m_choice.stopBelow;
  return goesOn || !hasEnded(finite, gradientNorm);
}

void Run::measure() {
  m_measured = false;
  if (m_chunk->dimension == 0 && m_snapshotEvery > 0 && m_step % m_snapshotEvery == 0) {
    m_chunk->snapshotSteps.push_back(m_step);
    m_chunk->snapshotRows.append(m_x.data(), std::size_t(m_x.size()));
  }
  for (Scheduled& scheduled : m_probes) {
    if (!scheduled.probe->isDue(m_step)) continue;
    m_measured = true;
    ProbeSink sink(*m_chunk, m_step, scheduled.firstQuantity, scheduled.firstFlow);
    scheduled.probe->measure({m_step, m_x, m_rate, m_drive.oracle, m_drive.stepper, m_stopping},
                             sink);
  }
}

bool Run::hasEnded(bool finite, double gradientNorm) {
  if (!finite)
    end(Status::diverged,
        fmt::format("diverged at step {}: {}", m_step,
                    std::isfinite(m_f) ? "the step is not finite" : "f is " + shortest(m_f)));
  else if (m_measured && stopping())  // a measurement may have been given up half way
    end(Status::cancelled, fmt::format("cancelled at step {}", m_step));
  else if (gradientNorm < m_choice.stopGradientNorm)
    end(Status::converged,
        fmt::format("gradient norm {} below {} at step {}", shortest(gradientNorm),
                    shortest(m_choice.stopGradientNorm), m_step));
  else if (m_f < m_choice.stopBelow)
    end(Status::converged, fmt::format("f {} below {} at step {}", shortest(m_f),
                                       shortest(m_choice.stopBelow), m_step));
  else if (m_step >= m_choice.steps)
    end(Status::steps, fmt::format("all {} steps made", m_choice.steps));
  return m_status != Status::running;
}

void Run::end(Status status, const std::string& reason) {
  m_status = status;
  m_reason = reason;
}

Summary Run::summary() const {
  return {m_name,
          m_record->ending(),
          m_step,
          m_f,
          m_bestF,
          m_bestStep,
          m_worked,
          m_drive.oracle.gradients(),
          m_drive.oracle.products()};
}

void runNow(Run& run) {
  try {
    while (run.advance(Job::Clock::now() + std::chrono::hours(1)))
      std::this_thread::sleep_until(run.due());
  } catch (const std::exception& problem) {
    run.fail(problem.what());
  }
}

}  // namespace thalweg
