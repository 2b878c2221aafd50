/// What is kept of a point of a sweep so that it can be drawn: its loss and its last spectrum.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/math/outliers.h"
#include "core/objectives/objective.h"
#include "core/run/experiment.h"
#include "core/run/record.h"

namespace thalweg {

/// The Hessian's spectrum where the first optimizer has come to.
struct SweepSpectrum {
  std::int64_t step = 0;
  Index dimension = 0;      // parameters
  Vec values, residuals;    // the largest, largest first, among which outliers are looked for
  SpectralMeasure measure;  // exact where all eigenvalues are known
  Outliers outliers;
  std::int64_t products = 0;
  double seconds = 0.0;
};

struct SweepPicture {
  std::vector<double> step, loss;  // of the first optimizer, thinned
  std::optional<SweepSpectrum> spectrum;
};

/// Most points of a loss that are kept.
inline constexpr std::size_t sweepCurvePoints = 400;

/// Nothing where `stopping` said so.
std::optional<SweepPicture> sweepPictureOf(const Experiment& experiment,
                                           std::shared_ptr<const Objective> objective,
                                           const Record& record, const Vec& x,
                                           const std::function<bool()>& stopping);

nlohmann::json jsonOf(const SweepPicture& picture);
/// Nothing where it is not as written.
std::optional<SweepPicture> sweepPictureFrom(const nlohmann::json& json);

/// One row of the table, its numbers read.
struct SweepRow {
  std::string label, status, reason;
  std::int64_t steps = 0;
  double f = 0.0, bestF = 0.0, seconds = 0.0;
};

/// One point: which values it has, and what came of it.
struct SweepPoint {
  std::size_t index = 0;
  std::string experiment;         // as TOML; empty where its values do not make one
  std::vector<std::string> rows;  // of the table, one an optimizer
  std::optional<SweepPicture> picture;

  /// The row of one optimizer; nothing where there is none.
  std::optional<SweepRow> row(std::size_t optimizer, std::size_t axes) const;
};

/// The cells of a line of comma-separated text, quotes taken off.
std::vector<std::string> csvCells(const std::string& line);

}  // namespace thalweg
