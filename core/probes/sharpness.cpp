#include <cmath>

#include "core/probes/probe.h"
#include "core/run/spectrum.h"

namespace thalweg::probes {
namespace {

/// Whether there is something to tell: a poor result is told with its residual, one that was
/// stopped is not.
bool isResult(const Eigenpairs& found) {
  return !found.stopped && found.values.size() > 0 && found.values.allFinite();
}

class Sharpness final : public Probe {
 public:
  explicit Sharpness(const ProbeSetup& setup)
      : m_every(setup.measure.sharpnessEvery),
        m_top(std::min(setup.measure.sharpnessTop, std::int64_t(setup.start.size()))),
        m_preconditions(setup.optimizer.preconditions),
        m_bounded(setup.optimizer.knowsBounds) {
    m_names = {"sharpness"};
    if (m_top > 1)
      for (std::int64_t k = 1; k <= m_top; ++k)
        m_names.push_back("eigenvalue_" + std::to_string(k));
    if (m_preconditions) m_names.push_back("preconditioned_sharpness");
    if (m_bounded) m_names.push_back("bound");
  }
  std::vector<std::string> quantities() const override { return m_names; }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    Evaluator& f = moment.oracle.evaluator();
    std::uint32_t column = 0;
    const Eigenpairs plain =
        leadingEigenpairs(f, moment.x, nullptr, m_top, m_vectors.expected(), moment.stopping);
    moment.oracle.countProducts(plain.products);
    if (isResult(plain)) {
      sink.value(column, plain.values[0], plain.residuals[0]);
      for (Index k = 0; m_top > 1 && k < plain.values.size(); ++k)
        sink.value(column + 1 + std::uint32_t(k), plain.values[k], plain.residuals[k]);
      m_vectors.add(plain.vectors);
    }
    column += m_top > 1 ? 1 + std::uint32_t(m_top) : 1;
    if (m_preconditions) measurePreconditioned(moment, sink, column++);
    if (!m_bounded) return;
    for (const StabilityBound& bound : moment.stepper.bounds())
      if (std::isfinite(bound.limit)) return sink.value(column, bound.limit);
  }

 private:
  void measurePreconditioned(const ProbeMoment& moment, ProbeSink& sink, std::uint32_t column) {
    if (!moment.stepper.preconditioner(m_scaling)) return;
    m_scaling = m_scaling.cwiseSqrt().cwiseInverse();
    if (!m_scaling.allFinite()) return;
    const Eigenpairs found = leadingEigenpairs(moment.oracle.evaluator(), moment.x, &m_scaling, 1,
                                               m_scaledVectors.expected(), moment.stopping);
    moment.oracle.countProducts(found.products);
    if (!isResult(found)) return;
    sink.value(column, found.values[0], found.residuals[0]);
    m_scaledVectors.add(found.vectors);
  }

  std::int64_t m_every, m_top;
  bool m_preconditions, m_bounded;
  std::vector<std::string> m_names;
  EigenTrack m_vectors, m_scaledVectors;  // where the next measurement starts
  Vec m_scaling;
};

}  // namespace

ProbeEntry sharpness() {
  return {{.id = "sharpness",
           .title = "Sharpness",
           .summary =
               "The largest Hessian eigenvalues, and how much curvature the optimizer withstands.",
           .formula = "λ₁(∇²f(x)); λ₁(P^(−1/2) ∇²f(x) P^(−1/2))",
           .reference = "Cohen et al. 2021, 2022"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.sharpnessEvery <= 0) return nullptr;
            return std::make_unique<Sharpness>(setup);
          }};
}

}  // namespace thalweg::probes
