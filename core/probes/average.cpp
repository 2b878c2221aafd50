#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

/// The average is taken over the iterates looked at: at every step it is the method's own.
class Average final : public Probe {
 public:
  explicit Average(const ProbeSetup& setup)
      : m_every(setup.measure.averageEvery),
        m_midpoint(setup.measure.averageKind == "midpoint"),
        m_decay(setup.measure.averageKind == "ema" ? setup.measure.averageDecay : -1.0),
        m_mean(setup.start) {}
  std::vector<std::string> quantities() const override { return {"average_f"}; }
  std::vector<std::string> flows() const override { return {"average"}; }
  /// A midpoint is one of neighbours.
  std::int64_t every() const override { return m_midpoint ? 1 : m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    ++m_seen;
    if (m_midpoint) {
      if (m_seen == 1) m_last = m_before = moment.x;
      m_mean = m_seen == 2 ? Vec(0.5 * (m_last + moment.x))
                           : Vec(0.25 * (m_before + moment.x) + 0.5 * m_last);
      m_before.swap(m_last);
      m_last = moment.x;
      if (moment.step % m_every != 0) return;
    } else {
      const double take = m_seen == 1 ? 1.0 : m_decay >= 0 ? 1.0 - m_decay : 1.0 / double(m_seen);
      m_mean += take * (moment.x - m_mean);
    }
    sink.flowPoint(0, m_mean);
    sink.value(0, moment.oracle.evaluator().value(m_mean));
  }

 private:
  std::int64_t m_every, m_seen = 0;
  bool m_midpoint;
  double m_decay;  // negative: the plain mean
  Vec m_mean;
  Vec m_last, m_before;  // the iterates before this one, of the midpoint
};

}  // namespace

ProbeEntry average() {
  return {
      {.id = "average",
       .title = "Average",
       .summary = "The average of the iterates as a path of its own, and the loss there.",
       .formula = "x̄ ← x̄ + (x − x̄)/n; ema: x̄ ← β x̄ + (1 − β) x; midpoint: (xₙ₋₂ + 2 xₙ₋₁ + xₙ)/4",
       .reference = "Polyak and Juditsky 1992; Ruppert 1988; Cohen, Damian et al. 2025"},
      [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
        if (setup.measure.averageEvery <= 0) return nullptr;
        return std::make_unique<Average>(setup);
      }};
}

}  // namespace thalweg::probes
