/// Curvature at a step of a run as the window shows it: eigenvalues with residuals, a density,
/// directions.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/math/lanczos.h"
#include "core/math/slq.h"
#include "core/objectives/objective.h"
#include "core/run/record.h"
#include "core/run/spectrum_split.h"

namespace thalweg {

/// A spectrum ready to be drawn.
struct ShownSpectrum {
  std::int64_t step = 0;
  Index dimension = 0;  // parameters
  CurvatureMatrix matrix = CurvatureMatrix::hessian;
  bool exact = false;            // all eigenvalues are known
  bool partial = false;          // only the largest are: the curve is theirs alone
  Vec values, residuals;         // [n]; NaN: a node of a quadrature, which claims no eigenvalue
  Vec eigenvalues, eigenErrors;  // those known beside nodes, largest first, with residuals
  Index probes = 1;              // of the quadrature
  Density density;
  Estimate bulk;           // share of the spectrum within `bulkWidth` of 0
  double bulkWidth = 0.0;  // the least of 1, 2, 5 times a power of ten that holds nine tenths
  std::optional<Estimate> trace, frobenius;
  std::int64_t products = 0;
  double seconds = 0.0;
  bool asked = false;  // computed because a person asked, not read from the record

  /// The largest eigenvalue known, and its residual; NaN where there are only nodes.
  Estimate largest() const;
};

/// H = G + R at a step, in the order of SpectrumSplit.
struct ShownSplit {
  std::int64_t step = 0;
  std::array<ShownSpectrum, 3> parts;  // their traces are there
  Outliers outliers;                   // of H
  std::int64_t products = 0;
  double seconds = 0.0;
};
ShownSplit shownSplit(const SpectrumSplit& split, std::int64_t step, Index dimension);

/// Standard deviation of the curve that stands for each eigenvalue, as a share of their range.
inline constexpr double kernelShare = 0.0075;

/// The measure of a stored spectrum: its probes are told apart by where its nodes fall back.
SpectralMeasure measureOf(const SpectrumSnapshot& stored);

/// `known`: eigenvalues that were measured at the same step, [n, 2] with their residuals.
ShownSpectrum shownSpectrum(const SpectrumSnapshot& stored, Index dimension, const Mat& known);
/// Fills in what follows from values and measure: density and bulk.
void finish(ShownSpectrum& spectrum, const SpectralMeasure& measure);

/// Leading eigenpairs and what goes with them.
struct Curvature {
  std::int64_t step = 0;
  bool preconditioned = false;
  double learningRate = 0.0;
  Vec values, residuals;  // [k] largest first; |A u - l u| with |u| = 1
  Mat vectors;            // [d, k]
  Estimate bottom{std::numeric_limits<double>::quiet_NaN(),
                  std::numeric_limits<double>::quiet_NaN()};  // its error is the residual
  /// |u'm| / |m| for m = w_t - 2 w_{t-1} + w_{t-2}: how much of what goes to and fro every second
  /// step is along u; empty where two steps before are not kept.
  Vec toAndFro;
  double bound = std::numeric_limits<double>::quiet_NaN();
  std::string boundFormula;
  std::shared_ptr<const ShownSpectrum> spectrum;  // where it was asked for
  std::shared_ptr<const ShownSplit> split;        // where that was asked for, and nothing else
  std::int64_t products = 0;
  double seconds = 0.0;
};

/// A layer of a network as a group of parameters; a coordinate of a small problem.
struct ParameterGroup {
  std::string name;
  std::vector<std::pair<Index, Index>> parts;  // offset and length
};

/// Layers of the parameter vector, "64-20" by inputs and outputs; coordinates of a problem of few
/// without any structure; empty for the rest.
std::vector<ParameterGroup> groupsOf(const std::vector<ParameterBlock>& blocks, Index dimension);

/// Share of |u|^2 in each group.
std::vector<double> sharesOf(const Eigen::Ref<const Vec>& u,
                             const std::vector<ParameterGroup>& groups);

}  // namespace thalweg
