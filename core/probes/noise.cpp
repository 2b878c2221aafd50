#include "core/run/noise.h"

#include <cmath>

#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Noise final : public Probe {
 public:
  explicit Noise(const MeasureChoice& measure) : m_every(measure.noiseEvery) {
    m_request.top = 0;
    m_request.alignment = false;
    m_request.batches = measure.noiseBatches;
  }
  std::vector<std::string> quantities() const override {
    return {"noise_trace", "batch_sharpness"};
  }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    m_request.batch = moment.oracle.batchSize();
    // Other batches at each step: the errors of two steps have nothing in common.
    m_request.seed = 1 + std::uint64_t(moment.step) * std::uint64_t(m_request.batches);
    const NoiseResult found =
        noiseAt(moment.oracle.evaluator(), moment.x, m_request, moment.stopping);
    moment.oracle.countProducts(found.products);
    if (found.stopped || !found.finite) return;
    sink.value(0, found.trace.value, found.trace.error);
    if (std::isfinite(found.batchSharpness.value))
      sink.value(1, found.batchSharpness.value, found.batchSharpness.error);
  }

 private:
  std::int64_t m_every;
  NoiseRequest m_request;
};

}  // namespace

ProbeEntry noise() {
  return {{.id = "noise",
           .title = "Gradient noise",
           .summary = "How much the gradients of single samples scatter, and the curvature that "
                      "batches of the run meet along their own gradients.",
           .formula = "tr Σ = mean |gᵢ − g|²; E[g_B·H_B g_B / |g_B|²]",
           .reference = "Wu, Wang and Su 2022; Andreyev and Beneventano 2024"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.noiseEvery <= 0 || !setup.objective->asFiniteSum()) return nullptr;
            return std::make_unique<Noise>(setup.measure);
          }};
}

}  // namespace thalweg::probes
