#include "core/run/rehearsal.h"

#include <cmath>

namespace thalweg {
namespace {

GradientNorm kindFor(const Part& schedule, const OptimizerEntry& entry) {
  const auto found = schedule.settings.find("norm");
  const std::string* norm =
      found == schedule.settings.end() ? nullptr : std::get_if<std::string>(&found->second);
  if (norm && *norm != "auto") return *norm == "l1" ? GradientNorm::l1 : GradientNorm::l2;
  return entry.preconditions ? GradientNorm::l1 : GradientNorm::l2;
}

}  // namespace

Rehearsal::Rehearsal(const OptimizerChoice& choice, const OptimizerEntry& entry,
                     const Stepper& stepper, const Vec& x)
    : m_schedule(choice.schedule),
      m_kind(kindFor(choice.schedule, entry)),
      m_stepper(stepper),
      m_x(x) {}

bool Rehearsal::stepOnce(Oracle& oracle, double rate) {
  double norm = std::numeric_limits<double>::quiet_NaN();
  FilterOf filter([&](const Vec& at, Oracle& below) -> const Vec& {
    const Vec& g = below.gradient(at);
    if (std::isnan(norm)) norm = m_kind == GradientNorm::l1 ? g.lpNorm<1>() : g.norm();
    return g;
  });
  const FilterScope scope(oracle, filter);
  m_stepper.setLearningRate(rate);
  m_stepper.step(m_x, oracle);
  if (!std::isfinite(norm) || !m_x.allFinite()) return false;
  m_norms.push_back(norm);
  return true;
}

Schedule Rehearsal::refined() const {
  return find(allSchedules(), m_schedule.name)->refine(m_schedule.settings, m_norms, m_kind);
}

}  // namespace thalweg
