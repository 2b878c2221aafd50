#include "core/run/spectrum.h"

#include <algorithm>
#include <limits>

#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Spectrum final : public Probe {
 public:
  explicit Spectrum(const MeasureChoice& measure)
      : m_every(measure.spectrumEvery), m_at(measure.spectrumAt) {
    m_request.matrix = curvatureMatrixNamed(measure.spectrumMatrix);
    m_request.density = measure.spectrumMethod == "slq";
    m_request.full = measure.spectrumMethod == "full";
    m_request.top = measure.spectrumMethod == "top" ? measure.spectrumTop : 0;
    m_request.probes = measure.spectrumProbes;
    m_request.steps = measure.spectrumSteps;
  }
  std::vector<std::string> quantities() const override { return {}; }
  std::int64_t every() const override { return m_every; }

  bool isDue(std::int64_t step) const override {
    return Probe::isDue(step) || std::binary_search(m_at.begin(), m_at.end(), step);
  }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    if (m_request.matrix == CurvatureMatrix::preconditioned && !precondition(moment)) return;
    SpectrumResult found =
        spectrumAt(moment.oracle.evaluator(), moment.x, m_request, moment.stopping);
    moment.oracle.countProducts(found.products);
    if (found.stopped || !found.finite) return;
    if (found.measure) {
      const double residual = std::numeric_limits<double>::quiet_NaN();
      const Index n = found.measure->nodes.size();
      sink.spectrum({0, found.measure->nodes, found.measure->weights, Vec::Constant(n, residual),
                     m_request.matrix});
    } else {
      const Index n = found.values.size();
      sink.spectrum({0, found.values, Vec::Constant(n, 1.0 / double(moment.x.size())),
                     found.residuals, m_request.matrix});
    }
  }

 private:
  /// S of the method's present state; false while it has none.
  bool precondition(const ProbeMoment& moment) {
    Vec p;
    if (!moment.stepper.preconditioner(p)) return false;
    m_request.scaling = p.cwiseSqrt().cwiseInverse();
    return m_request.scaling.allFinite();
  }

  std::int64_t m_every;
  std::vector<std::int64_t> m_at;  // beside those, ascending
  SpectrumRequest m_request;
};

}  // namespace

ProbeEntry spectrum() {
  return {{.id = "spectrum",
           .title = "Spectrum",
           .summary =
               "The density of the eigenvalues of the Hessian, or of another matrix of curvature, "
               "or the eigenvalues themselves.",
           .formula = "φ(t) = (1/d) Σ δ(t − λᵢ)",
           .reference = "Ghorbani, Krishnan and Xiao 2019; Ubaru, Chen and Saad 2017"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (!setup.measure.asksSpectra()) return nullptr;
            return std::make_unique<Spectrum>(setup.measure);
          }};
}

}  // namespace thalweg::probes
