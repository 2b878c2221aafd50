#include <cmath>

#include "core/catalog.h"
#include "core/math/runge_kutta.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

/// One flow from the run's start; time is the step count times the learning rate.
struct FollowedFlow {
  const FlowEntry* entry;
  Velocity velocity;
  std::unique_ptr<Evaluator> f;
  std::unique_ptr<Integrator> integrator;
  bool defined = true;
};

class Drift final : public Probe {
 public:
  explicit Drift(const ProbeSetup& setup)
      : m_every(setup.measure.driftEvery), m_ids(setup.measure.driftFlows) {
    for (const std::string& id : m_ids) {
      const FlowEntry* entry = find(allFlows(), id);
      FollowedFlow flow{entry, entry->make(setup.start.size()),
                        std::make_unique<Evaluator>(setup.objective), nullptr, true};
      m_flows.push_back(std::move(flow));
    }
    m_start = setup.start;
  }
  std::vector<std::string> quantities() const override {
    std::vector<std::string> names;
    for (const std::string& id : m_ids) names.push_back("drift_" + id);
    for (const FollowedFlow& flow : m_flows)
      if (flow.entry->meanLoss) names.push_back("mean_loss_" + flow.entry->card.id);
    return names;
  }
  std::vector<std::string> flows() const override { return m_ids; }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    const double duration = double(moment.step - m_step) * moment.learningRate;
    m_step = moment.step;
    std::uint32_t meanLoss = std::uint32_t(m_flows.size());  // the next column of them
    for (std::uint32_t i = 0; i < m_flows.size(); ++i) {
      FollowedFlow& flow = m_flows[i];
      const std::uint32_t column = flow.entry->meanLoss ? meanLoss++ : 0;
      if (!flow.integrator) begin(flow, moment);
      if (!flow.defined) continue;
      if (duration > 0) flow.defined = flow.integrator->advance(duration, moment.stopping);
      if (!flow.defined) continue;
      sink.flowPoint(i, flow.integrator->position());
      sink.value(i, (moment.x - flow.integrator->position()).norm(), flow.integrator->error());
      if (column == 0) continue;
      const double mean =
          flow.entry->meanLoss(*flow.f, moment.learningRate, flow.integrator->position());
      if (std::isfinite(mean)) sink.value(column, mean);
    }
  }

 private:
  void begin(FollowedFlow& flow, const ProbeMoment& moment) {
    const double h = moment.learningRate;
    Vec rate(m_start.size());
    flow.defined = flow.velocity(*flow.f, h, m_start, rate) && rate.allFinite();
    flow.integrator = std::make_unique<Integrator>(
        [&flow, h](const Vec& x, Vec& dx) { return flow.velocity(*flow.f, h, x, dx); }, m_start);
  }
  std::int64_t m_every, m_step = 0;
  std::vector<std::string> m_ids;
  std::vector<FollowedFlow>
      m_flows;  // fixed size from here on: the integrators refer to its elements
  Vec m_start;
};

}  // namespace

ProbeEntry drift() {
  return {{.id = "drift",
           .title = "Drift",
           .summary = "Distance of the optimizer's point from a flow that began at the same start.",
           .formula = "‖x_n − x(n η)‖",
           .reference = "Rosca 2023, section 2"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            // Points that were read have no learning rate, so no time.
            if (setup.measure.driftEvery <= 0 || setup.optimizer.reads) return nullptr;
            return std::make_unique<Drift>(setup);
          }};
}

}  // namespace thalweg::probes
