#include "core/math/trace.h"

#include "core/landscapes/scalar_model.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Trace final : public Probe {
 public:
  Trace(const MeasureChoice& measure, const ScalarModel* model)
      : m_every(measure.traceEvery), m_probes(measure.traceProbes), m_model(model) {}
  std::vector<std::string> quantities() const override {
    if (m_model) return {"trace", "frobenius", m_model->normName()};
    return {"trace", "frobenius"};
  }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    if (m_model) sink.value(2, m_model->norm(moment.x));
    Evaluator& f = moment.oracle.evaluator();
    const Product product = [&f, &moment](const Vec& v, Vec& hv) {
      f.hessianTimes(moment.x, v, hv);
    };
    // Other vectors at each step: the errors of two steps have nothing in common.
    const TraceEstimate found = hutchPlusPlus(
        product, moment.x.size(), {m_probes, 1 + std::uint64_t(moment.step), moment.stopping});
    moment.oracle.countProducts(found.products);
    if (found.stopped || !found.finite) return;
    sink.value(0, found.trace.value, found.trace.error);
    sink.value(1, found.frobenius.value, found.frobenius.error);
  }

 private:
  std::int64_t m_every;
  Index m_probes;
  const ScalarModel* m_model;  // owned by the run's objective; null where the trace bounds no norm
};

}  // namespace

ProbeEntry trace() {
  return {{.id = "trace",
           .title = "Trace",
           .summary = "Trace and Frobenius norm of the Hessian, with their standard errors.",
           .formula = "tr ∇²f(x); ‖∇²f(x)‖_F",
           .reference = "Hutchinson 1989; Meyer, Musco, Musco and Woodruff 2021"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.traceEvery <= 0) return nullptr;
            return std::make_unique<Trace>(setup.measure,
                                           dynamic_cast<const ScalarModel*>(setup.objective.get()));
          }};
}

}  // namespace thalweg::probes
