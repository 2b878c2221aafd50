/// What the window knows of a run: its record as it is, and what is drawn of it at bounded size.
#pragma once

#include <QString>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/model/thinned.h"
#include "core/run/record.h"

namespace thalweg {

/// One measured quantity along a run: every measurement, or every second, fourth, .. of a long run.
struct MeasuredSeries {
  static constexpr std::size_t most = 8192;
  std::vector<std::int64_t> steps;
  std::vector<double> values, errors;
  std::int64_t count = 0, every = 1;  // measurements made; of how many one is kept
  void add(const Measurement& one);
  /// The newest value kept at or before `step`; NaN where there is none.
  double at(std::int64_t step) const;
  /// Its error, likewise.
  double errorAt(std::int64_t step) const;
};

/// A share of a limit and the step it was reached at.
struct ShareAt {
  std::int64_t step = -1;
  double share = 0.0;
};

struct RunData {
  std::vector<ChunkPtr> chunks;  // the whole record so far, in order
  std::int64_t rows = 0;         // in them
  ThinnedColumn f, gradientNorm, stepNorm;
  ThinnedPath path;  // of problems of one or two parameters; one: y is 0; of one: x and f
  std::map<std::string, MeasuredSeries> measured;
  std::map<std::string, ThinnedPath> flows;  // of problems of two parameters
  std::vector<ChunkPtr> pathChunks;          // of larger problems: where their points are
  std::size_t pathPoints = 0;                // how many
  /// Where the spectra of the record are: a chunk, and the number in it.
  std::vector<std::pair<ChunkPtr, std::size_t>> spectra;
  Ending ending;

  std::int64_t steps() const { return rows > 0 ? rows - 1 : 0; }
  void add(const Record& record, const std::vector<ChunkPtr>& fresh);
  /// Row of a step, as Chunk has it; null where the run has not come there.
  const double* rowOf(std::int64_t step) const;
  /// The parameters at a step, or at the newest one before it that was kept, which is then `found`;
  /// nothing where none was.
  std::optional<Vec> pointAt(std::int64_t step, std::int64_t* found = nullptr) const;
  /// The quantity that the optimizer's bound limits, where both were measured; null otherwise.
  const MeasuredSeries* limited() const;
  const MeasuredSeries* bound() const;
  /// limited / bound at a step, NaN where unknown.
  double shareOfLimit(std::int64_t step) const;
  /// The largest share of the limit up to a step; step -1 where there is none.
  ShareAt peak(std::int64_t step) const;
  /// The first step at which the limit was reached; -1 where it never was.
  std::int64_t firstAtLimit() const { return m_firstAtLimit; }

 private:
  void measure(const std::string& name, const Measurement& one);
  std::vector<ShareAt> m_peaks;  // each larger than the one before
  double m_plain = std::numeric_limits<double>::quiet_NaN(),
         m_own = m_plain;  // newest sharpness, and preconditioned
  std::int64_t m_firstAtLimit = -1;
};

}  // namespace thalweg
