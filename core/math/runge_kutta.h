/// One adaptive integrator, driven by a table.
#pragma once

#include <functional>
#include <vector>

#include "core/base/types.h"

namespace thalweg {

/// dx = velocity at x; false where it is not defined.
using VelocityField = std::function<bool(const Vec& x, Vec& dx)>;

/// An embedded explicit Runge-Kutta pair.
struct ButcherTable {
  std::vector<std::vector<double>> a;  // row s has s entries
  std::vector<double> b, error;        // weights; weights minus those of the embedded method
  int order = 0;                       // of the lower method, for step control
  bool firstSameAsLast = false;
};

/// Dormand and Prince 1980, order 5(4).
const ButcherTable& dormandPrince();

/// Integrates x' = v(x) forward with error control; keeps its step size from call to call.
class Integrator {
 public:
  /// `tolerance`: error allowed in a step, relative to the largest coordinate of the position seen
  /// so far.
  Integrator(VelocityField velocity, Vec start, double tolerance = 1e-11,
             const ButcherTable& table = dormandPrince());

  /// Goes on by `duration` > 0. False where the flow leaves the region in which it is defined,
  /// blows up, or where `stopping` says so; the position is then the last good one.
  bool advance(double duration, const std::function<bool()>& stopping = {});

  const Vec& position() const { return m_x; }
  /// Estimated error so far: the sum of the errors of the accepted steps.
  double error() const { return m_error; }
  long evaluations() const { return m_evaluations; }

 private:
  bool attempt(
      double h);  // fills m_trial and m_trialError; false where the velocity is not defined
  VelocityField m_velocity;
  const ButcherTable& m_table;
  Vec m_x, m_stage, m_trial;
  std::vector<Vec> m_k;
  bool m_firstKnown = false;
  double m_tolerance, m_scale, m_h = 0.0, m_trialError = 0.0, m_error = 0.0;
  long m_evaluations = 0;
};

}  // namespace thalweg
