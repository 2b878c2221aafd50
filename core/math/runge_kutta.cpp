#include "core/math/runge_kutta.h"

#include <algorithm>
#include <cmath>

namespace thalweg {

const ButcherTable& dormandPrince() {
  static const ButcherTable table{
      {{},
       {1.0 / 5},
       {3.0 / 40, 9.0 / 40},
       {44.0 / 45, -56.0 / 15, 32.0 / 9},
       {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
       {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
       {35.0 / 384, 0.0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}},
      {35.0 / 384, 0.0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0.0},
      {71.0 / 57600, 0.0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40},
      4,
      true};
  return table;
}

Integrator::Integrator(VelocityField velocity, Vec start, double tolerance,
                       const ButcherTable& table)
    : m_velocity(std::move(velocity)),
      m_table(table),
      m_x(std::move(start)),
      m_stage(m_x.size()),
      m_trial(m_x.size()),
      m_k(table.b.size(), Vec::Zero(m_x.size())),
      m_tolerance(tolerance),
      m_scale(std::max(m_x.cwiseAbs().maxCoeff(), 1e-8)) {}

bool Integrator::attempt(double h) {
  const std::size_t stages = m_table.b.size();
  for (std::size_t s = 0; s < stages; ++s) {
    if (s == 0 && m_firstKnown) continue;
    m_stage = m_x;
    for (std::size_t j = 0; j < s; ++j)
      if (m_table.a[s][j] != 0.0) m_stage += (h * m_table.a[s][j]) * m_k[j];
    ++m_evaluations;
    if (!m_velocity(m_stage, m_k[s]) || !m_k[s].allFinite()) return false;
    if (s == 0) m_firstKnown = true;
  }
  m_trial = m_x;
  m_stage.setZero();
  for (std::size_t s = 0; s < stages; ++s) {
    if (m_table.b[s] != 0.0) m_trial += (h * m_table.b[s]) * m_k[s];
    if (m_table.error[s] != 0.0) m_stage += (h * m_table.error[s]) * m_k[s];
  }
  m_trialError = m_stage.cwiseAbs().maxCoeff();
  return m_trial.allFinite();
}

bool Integrator::advance(double duration, const std::function<bool()>& stopping) {
  double done = 0.0;
  if (m_h <= 0.0) m_h = 0.01 * duration;
  const double exponent = 1.0 / (m_table.order + 1);
  while (done < duration) {
    if (stopping && stopping()) return false;
    const bool last = m_h >= duration - done;
    const double h = last ? duration - done : m_h;
    const bool defined = attempt(h);
    const double allowed = m_tolerance * m_scale;
    // Below the rounding of the position no smaller step helps.
    const bool accepted = defined && (m_trialError <= allowed || h <= 1e-14 * duration);
    const double ratio = defined ? m_trialError / allowed : 1e9;
    const double factor = std::clamp(0.9 * std::pow(std::max(ratio, 1e-12), -exponent), 0.1, 5.0);
    if (!accepted) {
      if (h <= 1e-14 * duration) return false;
      m_h = h * std::min(factor, 0.5);
      continue;
    }
    m_x.swap(m_trial);
    m_scale = std::max(m_scale, m_x.cwiseAbs().maxCoeff());
    m_error += m_trialError;
    if (m_table.firstSameAsLast) m_k.front().swap(m_k.back());
    m_firstKnown = m_table.firstSameAsLast;
    done = last ? duration : done + h;
    // A step cut short by the end says little: keep the longer one.
    m_h = last ? std::max(m_h, h * factor) : h * factor;
    if (last && m_h > 5 * duration) m_h = 5 * duration;
  }
  return true;
}

}  // namespace thalweg
