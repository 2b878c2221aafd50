#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

/// The average is taken over the iterates looked at: at every step it is the method's own.
class Average final : public Probe {
 public:
  explicit Average(const ProbeSetup& setup)
      : m_every(setup.measure.averageEvery),
        m_decay(setup.measure.averageKind == "ema" ? setup.measure.averageDecay : -1.0),
        m_mean(setup.start) {}
  std::vector<std::string> quantities() const override { return {"average_f"}; }
  std::vector<std::string> flows() const override { return {"average"}; }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    ++m_seen;
    const double take = m_seen == 1 ? 1.0 : m_decay >= 0 ? 1.0 - m_decay : 1.0 / double(m_seen);
    m_mean += take * (moment.x - m_mean);
    sink.flowPoint(0, m_mean);
    sink.value(0, moment.oracle.evaluator().value(m_mean));
  }

 private:
  std::int64_t m_every, m_seen = 0;
  double m_decay;  // negative: the plain mean
  Vec m_mean;
};

}  // namespace

ProbeEntry average() {
  return {{.id = "average",
           .title = "Average",
           .summary = "The average of the iterates as a path of its own, and the loss there.",
           .formula = "x̄ ← x̄ + (x − x̄)/n; ema: x̄ ← β x̄ + (1 − β) x",
           .reference = "Polyak and Juditsky 1992; Ruppert 1988"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.averageEvery <= 0) return nullptr;
            return std::make_unique<Average>(setup);
          }};
}

}  // namespace thalweg::probes
