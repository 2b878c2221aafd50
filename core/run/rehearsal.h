/// A run before the run, for a schedule that is made from its gradient norms.
#pragma once

#include "core/catalog.h"
#include "core/run/experiment.h"

namespace thalweg {

class Rehearsal {
 public:
  /// `stepper` and `x`: those of the run at its start.
  Rehearsal(const OptimizerChoice& choice, const OptimizerEntry& entry, const Stepper& stepper,
            const Vec& x);
  std::int64_t step() const { return std::int64_t(m_norms.size()); }
  /// One step at that rate; false where its gradient is not finite: norms end there.
  bool stepOnce(Oracle& oracle, double rate);
  /// The schedule for the norms seen.
  Schedule refined() const;

 private:
  Part m_schedule;
  GradientNorm m_kind;
  Stepper m_stepper;
  Vec m_x;
  std::vector<double> m_norms;
};

}  // namespace thalweg
