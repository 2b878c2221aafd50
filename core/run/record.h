/// The history of a run: append-only, in sealed chunks.
#pragma once

#include <atomic>
#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/types.h"
#include "core/run/curvature_matrix.h"
#include "core/run/spill.h"

namespace thalweg {

enum class Status { running, converged, steps, diverged, cancelled, failed };

/// The word of the summary file.
std::string nameOf(Status status);

/// Why a run stopped, in a sentence.
struct Ending {
  Status status = Status::running;
  std::string reason;
};

/// A quantity measured on a schedule. `error`: residual or standard error, NaN where the value is
/// exact.
struct Measurement {
  std::int64_t step = 0;
  std::uint32_t quantity = 0;  // index into Record::quantities
  double value = 0.0, error = 0.0;
};

/// Where a flow is when the optimizer has made `step` steps.
struct FlowPoint {
  std::int64_t step = 0;
  std::uint32_t flow = 0;  // index into Record::flows
  Vec x;
};

/// Point masses that stand for a spectrum at a step: eigenvalues, or the nodes of a quadrature.
struct SpectrumSnapshot {
  std::int64_t step = 0;
  Vec values, weights, residuals;  // [n]; NaN where a node claims to be no eigenvalue
  CurvatureMatrix matrix = CurvatureMatrix::hessian;
};

/// All parameters at a step of a problem too large for a point in every row.
struct Snapshot {
  std::int64_t step = 0;
  Eigen::Map<const Vec> x;
};

/// A block of consecutive steps. Immutable once it is in the record.
struct Chunk {
  static constexpr std::size_t fixed =
      4;  // f, gradient norm, length of the step to here, learning rate
  std::int64_t firstStep = 0;
  std::size_t dimension =
      0;              // coordinates stored in each row; 0 where the problem is too large for that
  Kept<double> rows;  // [n, fixed + dimension]
  double timeStart = 0.0, timeEnd = 0.0;  // seconds since the run began
  Kept<Measurement> measured;
  std::vector<FlowPoint> flows;
  std::vector<SpectrumSnapshot> spectra;
  std::vector<std::int64_t> snapshotSteps;
  Kept<double> snapshotRows;  // [snapshots, parameters]

  std::size_t width() const { return fixed + dimension; }
  std::size_t size() const { return rows.size() / width(); }
  const double* row(std::size_t i) const { return rows.data() + i * width(); }
  double f(std::size_t i) const { return row(i)[0]; }
  double gradientNorm(std::size_t i) const { return row(i)[1]; }
  double stepNorm(std::size_t i) const { return row(i)[2]; }
  double learningRate(std::size_t i) const { return row(i)[3]; }
  const double* point(std::size_t i) const { return row(i) + fixed; }
  std::size_t snapshots() const { return snapshotSteps.size(); }
  Snapshot snapshot(std::size_t i) const {
    const std::size_t d = snapshotRows.size() / snapshotSteps.size();
    return {snapshotSteps[i], {snapshotRows.data() + i * d, Index(d)}};
  }
  /// Nothing is added any more: the arrays go where they stay.
  void seal(Spill& spill) {
    rows.seal(spill);
    measured.seal(spill);
    snapshotRows.seal(spill);
  }
  /// Seconds at row i, on a line between the times of the chunk.
  double time(std::size_t i) const {
    return timeStart + (timeEnd - timeStart) * double(i + 1) / double(size());
  }
};

using ChunkPtr = std::shared_ptr<const Chunk>;

/// What has come since a reader's last look.
struct Update {
  std::vector<ChunkPtr> fresh;
  std::size_t next = 0;
  Ending ending;
};

/// One writer, any number of readers; a lock for each chunk, never for each step.
class Record {
 public:
  Record(std::vector<std::string> quantityNames, std::vector<std::string> flowIds)
      : quantities(std::move(quantityNames)), flows(std::move(flowIds)) {}

  const std::vector<std::string> quantities;  // names of measured columns
  const std::vector<std::string> flows;       // ids

  /// What was sealed after the first `seen` chunks; not more than `most` of them.
  Update since(std::size_t seen, std::size_t most = std::numeric_limits<std::size_t>::max()) const;
  std::vector<ChunkPtr> chunks() const { return since(0).fresh; }
  Ending ending() const;
  void append(ChunkPtr chunk);
  /// Steps made before the first row, for a schedule that is found by a run of its own.
  std::int64_t rehearsed() const { return m_rehearsed.load(std::memory_order_relaxed); }
  void rehearse(std::int64_t steps) { m_rehearsed.store(steps, std::memory_order_relaxed); }
  void finish(Ending ending);

 private:
  std::atomic<std::int64_t> m_rehearsed = 0;
  mutable std::mutex m_guard;
  std::vector<ChunkPtr> m_sealed;
  Ending m_ending;
};

}  // namespace thalweg
