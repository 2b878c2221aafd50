#include <cmath>

#include "core/catalog.h"
#include "core/math/runge_kutta.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

/// One flow from the run's start, or from where its method first remembers something; time is the
/// step count times the learning rate.
struct FollowedFlow {
  const FlowEntry* entry;
  Velocity velocity;
  std::unique_ptr<Evaluator> f;
  std::unique_ptr<Integrator> integrator;
  bool defined = true;
  std::int64_t step = 0;  // where it is

  bool tellsMeanLoss() const { return entry->meanLoss || entry->ofMethod; }
};

// Of flows that are held at an edge by a projection: their velocity is not smooth.
constexpr double methodTolerance = 1e-8;

class Drift final : public Probe {
 public:
  explicit Drift(const ProbeSetup& setup)
      : m_every(setup.measure.driftEvery), m_ids(setup.measure.driftFlows), m_start(setup.start) {
    if (const Result<Values> all = completed(setup.optimizer.fields, setup.settings, ""))
      m_settings = *all;
    for (const std::string& id : m_ids) {
      const FlowEntry* entry = find(allFlows(), id);
      FollowedFlow flow{entry, {}, std::make_unique<Evaluator>(setup.objective), nullptr, true, 0};
      const MethodFlow* of = entry->ofMethod.get();
      flow.defined = !of || (of->method == setup.optimizer.card.id && of->fits(m_settings));
      if (flow.defined)
        flow.velocity =
            of ? of->make(setup.start.size(), m_settings) : entry->make(setup.start.size());
      m_flows.push_back(std::move(flow));
    }
  }
  std::vector<std::string> quantities() const override {
    std::vector<std::string> names;
    for (const std::string& id : m_ids) names.push_back("drift_" + id);
    for (const FollowedFlow& flow : m_flows)
      if (flow.tellsMeanLoss()) names.push_back("mean_loss_" + flow.entry->card.id);
    return names;
  }
  std::vector<std::string> flows() const override { return m_ids; }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    std::uint32_t meanLoss = std::uint32_t(m_flows.size());  // the next column of them
    for (std::uint32_t i = 0; i < m_flows.size(); ++i) {
      FollowedFlow& flow = m_flows[i];
      const std::uint32_t column = flow.tellsMeanLoss() ? meanLoss++ : 0;
      if (flow.defined && !flow.integrator) begin(flow, moment);
      if (!flow.defined || !flow.integrator) continue;
      const double duration = double(moment.step - flow.step) * moment.learningRate;
      flow.step = moment.step;
      if (duration > 0) flow.defined = flow.integrator->advance(duration, moment.stopping);
      if (!flow.defined) continue;
      const Vec x = flow.integrator->position().head(m_start.size());
      sink.flowPoint(i, x);
      sink.value(i, (moment.x - x).norm(), flow.integrator->error());
      if (column == 0) continue;
      const double mean = meanLossOf(flow, moment.learningRate);
      if (std::isfinite(mean)) sink.value(column, mean);
    }
  }

 private:
  double meanLossOf(FollowedFlow& flow, double h) const {
    const Vec& state = flow.integrator->position();
    return flow.entry->ofMethod ? flow.entry->ofMethod->meanLoss(*flow.f, h, m_settings, state)
                                : flow.entry->meanLoss(*flow.f, h, state);
  }

  void begin(FollowedFlow& flow, const ProbeMoment& moment) {
    const double h = moment.learningRate;
    const MethodFlow* of = flow.entry->ofMethod.get();
    const Vec start = of ? of->begin(moment.stepper, moment.x) : m_start;
    if (start.size() == 0) return;
    if (of) flow.step = moment.step;
    Vec rate(start.size());
    flow.defined = flow.velocity(*flow.f, h, start, rate) && rate.allFinite();
    const VelocityField velocity = [&flow, h](const Vec& x, Vec& dx) {
      return flow.velocity(*flow.f, h, x, dx);
    };
    flow.integrator = of ? std::make_unique<Integrator>(velocity, start, methodTolerance)
                         : std::make_unique<Integrator>(velocity, start);
  }
  std::int64_t m_every;
  std::vector<std::string> m_ids;
  std::vector<FollowedFlow>
      m_flows;  // fixed size from here on: the integrators refer to its elements
  Vec m_start;
  Values m_settings;  // of the optimizer
};

}  // namespace

ProbeEntry drift() {
  return {{.id = "drift",
           .title = "Drift",
           .summary = "Distance of the optimizer's point from a flow that began where it did.",
           .formula = "‖x_n − x(n η)‖",
           .reference = "Rosca 2023, section 2"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            // Points that were read have no learning rate, so no time.
            if (setup.measure.driftEvery <= 0 || setup.optimizer.reads) return nullptr;
            return std::make_unique<Drift>(setup);
          }};
}

}  // namespace thalweg::probes
