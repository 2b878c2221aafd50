/// Things measured along a run on a schedule.
#pragma once

#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/objectives/oracle.h"
#include "core/optimizers/optimizer.h"
#include "core/run/experiment.h"
#include "core/run/record.h"

namespace thalweg {

/// The run at a step, as a probe sees it.
struct ProbeMoment {
  std::int64_t step = 0;
  const Vec& x;  // [d]
  double learningRate = 0.0;
  Oracle& oracle;
  const Stepper& stepper;  // in the state that has led to x
  const std::function<bool()>& stopping;
};

/// Where a probe writes: its own quantities by their place in `quantities()`, NaN error for
/// "exact".
class ProbeSink {
 public:
  ProbeSink(Chunk& chunk, std::int64_t step, std::uint32_t quantity, std::uint32_t flow)
      : m_chunk(chunk), m_step(step), m_quantity(quantity), m_flow(flow) {}
  void value(std::uint32_t quantity, double value,
             double error = std::numeric_limits<double>::quiet_NaN()) {
    m_chunk.measured.push_back({m_step, m_quantity + quantity, value, error});
  }
  void flowPoint(std::uint32_t flow, const Vec& x) {
    m_chunk.flows.push_back({m_step, m_flow + flow, x});
  }
  void spectrum(SpectrumSnapshot snapshot) {
    snapshot.step = m_step;
    m_chunk.spectra.push_back(std::move(snapshot));
  }

 private:
  Chunk& m_chunk;
  std::int64_t m_step;
  std::uint32_t m_quantity, m_flow;
};

/// A probe at work in one run; it may keep what helps it next time.
class Probe {
 public:
  virtual ~Probe() = default;
  virtual std::vector<std::string> quantities() const = 0;  // column names
  virtual std::vector<std::string> flows() const { return {}; }
  virtual std::int64_t every() const = 0;  // 0: not on a beat
  /// Whether it is to look at a step.
  virtual bool isDue(std::int64_t step) const { return every() > 0 && step % every() == 0; }
  virtual void measure(const ProbeMoment& moment, ProbeSink& sink) = 0;
};

struct ProbeSetup {
  const MeasureChoice& measure;
  std::shared_ptr<const Objective> objective;
  const Vec& start;
  const OptimizerEntry& optimizer;
  const Values& settings;  // of the optimizer, those left out missing
};

struct ProbeEntry {
  Card card;
  /// Null where it was not asked for or can not be measured on this problem.
  std::function<std::unique_ptr<Probe>(const ProbeSetup&)> make;
};

}  // namespace thalweg
