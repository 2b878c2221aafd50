#include "core/run/spectrum.h"

#include <algorithm>
#include <limits>

#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Spectrum final : public Probe {
 public:
  explicit Spectrum(const MeasureChoice& measure) : m_every(measure.spectrumEvery) {
    m_request.density = measure.spectrumMethod == "slq";
    m_request.full = measure.spectrumMethod == "full";
    m_request.top = measure.spectrumMethod == "top" ? measure.spectrumTop : 0;
    m_request.probes = measure.spectrumProbes;
    m_request.steps = measure.spectrumSteps;
  }
  std::vector<std::string> quantities() const override { return {}; }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    SpectrumResult found =
        spectrumAt(moment.oracle.evaluator(), moment.x, m_request, moment.stopping);
    moment.oracle.countProducts(found.products);
    if (found.stopped || !found.finite) return;
    if (found.measure) {
      const double residual = std::numeric_limits<double>::quiet_NaN();
      const Index n = found.measure->nodes.size();
      sink.spectrum(found.measure->nodes, found.measure->weights, Vec::Constant(n, residual));
    } else {
      const Index n = found.values.size();
      sink.spectrum(found.values, Vec::Constant(n, 1.0 / double(moment.x.size())), found.residuals);
    }
  }

 private:
  std::int64_t m_every;
  SpectrumRequest m_request;
};

}  // namespace

ProbeEntry spectrum() {
  return {{.id = "spectrum",
           .title = "Spectrum",
           .summary = "The density of the Hessian's eigenvalues, or the eigenvalues themselves.",
           .formula = "φ(t) = (1/d) Σ δ(t − λᵢ)",
           .reference = "Ghorbani, Krishnan and Xiao 2019; Ubaru, Chen and Saad 2017"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.spectrumEvery <= 0) return nullptr;
            return std::make_unique<Spectrum>(setup.measure);
          }};
}

}  // namespace thalweg::probes
