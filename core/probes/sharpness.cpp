#include <cmath>

#include "core/math/lanczos.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

// Below this many parameters the whole Hessian is cheaper than iterating.
constexpr Index denseLimit = 32;

/// Largest eigenvalues of S A S with a diagonal S, by dense decomposition or Lanczos.
Eigenpairs top(Evaluator& f, const Vec& x, const Vec* scaling, Index count, const Mat& warm,
               const std::function<bool()>& stopping) {
  const Index d = x.size();
  if (d <= denseLimit) {
    Mat h;
    f.hessian(x, h);
    if (scaling) h = scaling->asDiagonal() * h * scaling->asDiagonal();
    Eigenpairs found;
    if (!h.allFinite()) return found;
    Mat vectors;
    const Vec values = symmetricEigenvalues(h, &vectors);
    count = std::min(count, d);
    found.values = values.reverse().head(count);
    found.vectors = vectors.rowwise().reverse().leftCols(count);
    found.residuals =
        (h * found.vectors - found.vectors * found.values.asDiagonal()).colwise().norm();
    found.products = d;
    found.complete = true;
    return found;
  }
  Vec scaled(d);
  const Product product = [&](const Vec& v, Vec& hv) {
    if (!scaling) return f.hessianTimes(x, v, hv);
    scaled = scaling->cwiseProduct(v);
    f.hessianTimes(x, scaled, hv);
    hv = scaling->cwiseProduct(hv);
  };
  LanczosOptions options{.count = count, .tolerance = 1e-8, .stopping = stopping};
  if (warm.rows() == d) options.warm = &warm;
  return largestEigenpairs(product, d, options);
}

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
    const Eigenpairs plain = top(f, moment.x, nullptr, m_top, m_vectors, moment.stopping);
    moment.oracle.countProducts(plain.products);
    if (isResult(plain)) {
      sink.value(column, plain.values[0], plain.residuals[0]);
      for (Index k = 0; m_top > 1 && k < plain.values.size(); ++k)
        sink.value(column + 1 + std::uint32_t(k), plain.values[k], plain.residuals[k]);
      m_vectors = plain.vectors;
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
    const Eigenpairs found =
        top(moment.oracle.evaluator(), moment.x, &m_scaling, 1, m_scaledVectors, moment.stopping);
    moment.oracle.countProducts(found.products);
    if (!isResult(found)) return;
    sink.value(column, found.values[0], found.residuals[0]);
    m_scaledVectors = found.vectors;
  }

  std::int64_t m_every, m_top;
  bool m_preconditions, m_bounded;
  std::vector<std::string> m_names;
  Mat m_vectors, m_scaledVectors;  // of the last measurement: where the next one starts
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
