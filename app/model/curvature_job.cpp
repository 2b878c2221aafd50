#include "app/model/curvature_job.h"

#include <algorithm>
#include <cmath>

#include "core/math/full_spectrum.h"
#include "core/math/trace.h"
#include "core/run/spectrum.h"

namespace thalweg {
namespace {

// The whole matrix is cheaper than iterating for what is asked of it.
constexpr Index denseLimit = 128;
constexpr Index traceProbes = 40;
constexpr std::chrono::milliseconds betweenLooks{10};

}  // namespace

/// One answer on its way.
class CurvatureJob::Work {
 public:
  Work(CurvatureJob& job, Vec scaling)
      : m_job(job),
        m_asked(job.m_question),
        m_f(job.m_of->problem.objective),
        m_scaling(std::move(scaling)),
        m_scaled(m_scaling.size()) {
    const double d = double(m_asked.x.size());
    m_expected = 8.0 * double(m_asked.top);
    if (m_asked.density) m_expected += 60.0 + 3.0 * double(traceProbes);
    if (m_asked.density && !exact()) m_expected += double(m_asked.probes * m_asked.steps);
    if (exact()) m_expected = 2 * d;
  }

  bool exact() const {
    const Index d = m_asked.x.size();
    return d <= denseLimit || (m_asked.exact && d <= fullSpectrumLimit);
  }

  /// False where it was stopped; then, and where numbers are not finite, `found` says nothing.
  bool answer(Curvature& found) {
    const bool whole = exact();
    if (whole && !(m_asked.x.size() <= denseLimit ? small(found) : full(found))) return false;
    if (!whole && !(leading(found) && (!m_asked.density || byProducts(found)))) return false;
    if (!found.values.allFinite() || found.values.size() == 0) return true;
    if (m_asked.swing.size() == found.vectors.rows() && m_asked.swing.norm() > 0)
      found.toAndFro =
          (found.vectors.transpose() * m_asked.swing).cwiseAbs() / m_asked.swing.norm();
    found.products = m_products;
    return true;
  }

 private:
  void apply(const Vec& v, Vec& av) {
    ++m_products;
    m_job.m_progress = std::min(0.98, double(m_products) / m_expected);
    if (m_scaling.size() == 0) return m_f.hessianTimes(m_asked.x, v, av);
    m_scaled = m_scaling.cwiseProduct(v);
    m_f.hessianTimes(m_asked.x, m_scaled, av);
    av = m_scaling.cwiseProduct(av);
  }
  Product product() {
    return [this](const Vec& v, Vec& av) { apply(v, av); };
  }
  Product negated() {
    return [this](const Vec& v, Vec& av) {
      apply(v, av);
      av = -av;
    };
  }
  std::function<bool()> stopping() {
    return [this] { return m_job.stopping(); };
  }

  /// The matrix column by column; empty where stopped.
  Mat matrix() {
    const Index d = m_asked.x.size();
    Mat a(d, d);
    Vec unit = Vec::Zero(d), column(d);
    for (Index j = 0; j < d; ++j) {
      if (m_job.stopping()) return {};
      unit[j] = 1.0;
      apply(unit, column);
      unit[j] = 0.0;
      a.col(j) = column;
    }
    return 0.5 * (a + a.transpose());
  }

  void describe(Curvature& found, const Mat& a, const Vec& ascending, const Vec& residuals) {
    auto spectrum = std::make_shared<ShownSpectrum>();
    spectrum->exact = true;
    spectrum->values = ascending;
    spectrum->residuals = residuals;
    spectrum->trace = Estimate{a.trace(), 0.0};
    spectrum->frobenius = Estimate{a.norm(), 0.0};
    keep(found, spectrum, measureOf(ascending));
  }
  void keep(Curvature& found, const std::shared_ptr<ShownSpectrum>& spectrum,
            const SpectralMeasure& measure) {
    spectrum->step = m_asked.step;
    spectrum->dimension = m_asked.x.size();
    spectrum->matrix =
        m_scaling.size() > 0 ? CurvatureMatrix::preconditioned : CurvatureMatrix::hessian;
    spectrum->asked = true;
    spectrum->products = m_products;
    finish(*spectrum, measure);
    found.spectrum = spectrum;
  }

  /// All eigenpairs of a small matrix.
  bool small(Curvature& found) {
    const Mat a = matrix();
    if (a.size() == 0 && m_asked.x.size() > 0) return false;
    if (!a.allFinite()) return true;
    Mat vectors;
    const Vec values = symmetricEigenvalues(a, &vectors);
    const Vec residuals = (a * vectors - vectors * values.asDiagonal()).colwise().norm();
    const Index count = std::min(m_asked.top, values.size());
    found.values = values.reverse().head(count);
    found.residuals = residuals.reverse().head(count);
    found.vectors = vectors.rowwise().reverse().leftCols(count);
    found.bottom = {values[0], residuals[0]};
    describe(found, a, values, residuals);
    return true;
  }

  /// All eigenvalues of a matrix that takes its time, and the leading vectors by iteration.
  bool full(Curvature& found) {
    if (!leading(found)) return false;
    const Mat a = matrix();
    if (a.size() == 0) return false;
    if (!a.allFinite()) return true;
    const double ticks = 4.0 * double(a.rows());
    double ticked = 0.0;
    const FullSpectrum all = fullSpectrum(a, [&] {
      m_job.m_progress = 0.5 + 0.48 * std::min(1.0, ++ticked / ticks);
      return m_job.stopping();
    });
    if (all.stopped) return false;
    found.bottom = {all.values[0], all.residuals[0]};
    describe(found, a, all.values, all.residuals);
    return true;
  }

  bool leading(Curvature& found) {
    const Eigenpairs top =
        largestEigenpairs(product(), m_asked.x.size(),
                          {.count = m_asked.top, .tolerance = 1e-9, .stopping = stopping()});
    found.values = top.values;
    found.residuals = top.residuals;
    found.vectors = top.vectors;
    return !top.stopped;
  }

  bool byProducts(Curvature& found) {
    const Index d = m_asked.x.size();
    if (found.values.size() == 0 || !found.values.allFinite()) return true;
    const Eigenpairs bottom = largestEigenpairs(negated(), d,
                                                {.tolerance = 1e-7,
                                                 .restarts = 1,
                                                 .scale = found.values.cwiseAbs().maxCoeff(),
                                                 .stopping = stopping()});
    if (bottom.stopped) return false;
    if (bottom.values.size() > 0) found.bottom = {-bottom.values[0], bottom.residuals[0]};
    const TraceEstimate trace = hutchPlusPlus(product(), d, {traceProbes, 1, stopping()});
    if (trace.stopped) return false;
    const SpectralMeasure measure =
        stochasticLanczos(product(), d, {m_asked.probes, m_asked.steps, 1, stopping()});
    if (measure.stopped) return false;
    if (!trace.finite || !measure.finite) return true;
    auto spectrum = std::make_shared<ShownSpectrum>();
    spectrum->values = measure.nodes;
    spectrum->residuals =
        Vec::Constant(measure.nodes.size(), std::numeric_limits<double>::quiet_NaN());
    spectrum->eigenvalues = found.values;
    spectrum->eigenErrors = found.residuals;
    spectrum->trace = trace.trace;
    spectrum->frobenius = trace.frobenius;
    keep(found, spectrum, measure);
    return true;
  }

  CurvatureJob& m_job;
  const CurvatureQuestion& m_asked;
  Evaluator m_f;
  Vec m_scaling, m_scaled;  // S of S H S; empty: none
  double m_expected = 1.0;  // products
  std::int64_t m_products = 0;
};

/// Where the bound is on P^{-1/2} H P^{-1/2}: goes to the step for the P of that step. False where
/// stopped.
bool CurvatureJob::replay(Vec& scaling, Curvature& found) {
  found.bound = m_question.bound;
  found.boundFormula = m_question.boundFormula;
  if (!m_question.preconditioned) return true;
  if (!m_of->replay) {
    Result<Replay> made = Replay::prepare(m_of->experiment, m_of->index, m_of->problem);
    if (!made) return true;
    m_of->replay = std::move(*made);
  }
  Replay& replay = *m_of->replay;
  while (!replay.goTo(m_question.step, Clock::now() + betweenLooks))
    if (stopping()) return false;
  for (const StabilityBound& bound : replay.stepper().bounds()) {
    if (!std::isfinite(bound.limit)) continue;
    found.bound = bound.limit;
    found.boundFormula = bound.formula;
    break;
  }
  Vec p;
  if (replay.stepper().preconditioner(p)) {
    scaling = p.cwiseSqrt().cwiseInverse();
    if (!scaling.allFinite()) scaling.resize(0);
  }
  return true;
}

void CurvatureJob::takeApart() {
  Evaluator f(m_of->problem.objective);
  const Result<SpectrumSplit> split = splitAt(
      f, m_question.x,
      {.top = m_question.top, .probes = m_question.probes, .steps = m_question.steps},
      [this] { return stopping(); }, [this](double share) { m_progress = share; });
  if (!split) return publish(nullptr, split.error().what);
  if (split->stopped) return publish(nullptr, {});
  if (!split->finite)
    return publish(nullptr,
                   "a matrix at step " + std::to_string(m_question.step) + " is not finite");
  auto found = std::make_shared<Curvature>();
  found->step = m_question.step;
  found->split =
      std::make_shared<const ShownSplit>(shownSplit(*split, m_question.step, m_question.x.size()));
  publish(std::move(found), {});
}

bool CurvatureJob::advance(Clock::time_point) {
  if (m_question.split && !stopping()) {
    takeApart();
    return false;
  }
  const Clock::time_point begun = Clock::now();
  auto found = std::make_shared<Curvature>();
  found->step = m_question.step;
  found->learningRate = m_question.learningRate;
  Vec scaling;
  if (stopping() || !replay(scaling, *found)) {
    publish(nullptr, {});
    return false;
  }
  found->preconditioned = scaling.size() > 0;
  Work work(*this, std::move(scaling));
  const bool done = work.answer(*found);
  found->seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  if (found->spectrum) {
    auto timed = std::make_shared<ShownSpectrum>(*found->spectrum);
    timed->seconds = found->seconds;
    found->spectrum = std::move(timed);
  }
  if (!done)
    publish(nullptr, {});
  else if (found->values.size() == 0 || !found->values.allFinite())
    publish(nullptr, "the Hessian at step " + std::to_string(m_question.step) + " is not finite");
  else
    publish(std::move(found), {});
  return false;
}

void CurvatureJob::fail(const std::string& why) {
  m_of->replay.reset();  // a step that threw may be half made
  publish(nullptr, "no eigenvalues at step " + std::to_string(m_question.step) + ": " + why);
}

void CurvatureJob::publish(std::shared_ptr<const Curvature> found, const std::string& problem) {
  {
    const std::lock_guard lock(m_guard);
    m_result = std::move(found);
    m_problem = problem;
  }
  m_ended.store(true, std::memory_order_release);
}

std::shared_ptr<const Curvature> CurvatureJob::result() const {
  const std::lock_guard lock(m_guard);
  return m_result;
}

std::string CurvatureJob::problem() const {
  const std::lock_guard lock(m_guard);
  return m_problem;
}

bool DensityJob::advance(Clock::time_point deadline) {
  while (m_next < m_stored.size() && !stopping()) {
    const Stored& one = m_stored[m_next++];
    auto made = std::make_shared<const ShownSpectrum>(
        shownSpectrum(one.chunk->spectra[one.number], m_dimension, one.known));
    {
      const std::lock_guard lock(m_guard);
      m_fresh.push_back(std::move(made));
    }
    if (m_next < m_stored.size() && Clock::now() >= deadline) return true;
  }
  m_ended.store(true, std::memory_order_release);
  return false;
}

std::vector<std::shared_ptr<const ShownSpectrum>> DensityJob::take() {
  const std::lock_guard lock(m_guard);
  return std::exchange(m_fresh, {});
}

}  // namespace thalweg
