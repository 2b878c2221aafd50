#include "core/run/noise.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/math/lanczos.h"
#include "core/math/second_moment.h"
#include "core/math/trace.h"
#include "core/objectives/data/batches.h"

namespace thalweg {
namespace {

using Stopping = std::function<bool()>;

constexpr double none = std::numeric_limits<double>::quiet_NaN();
// Samples whose products of pairs are formed at a time: short enough to be stopped between.
constexpr Index gramRows = 256;
// Gradients of single samples held at a time: about a million numbers.
constexpr Index heldNumbers = Index(1) << 20;

Estimate estimateOf(const Vec& samples) {
  const double n = double(samples.size()), mean = samples.mean();
  if (n < 2) return {mean, none};
  return {mean, std::sqrt((samples.array() - mean).square().sum() / (n * (n - 1.0)))};
}

/// Rows first .. first + count.
std::vector<Index> rowsFrom(Index first, Index count) {
  std::vector<Index> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

/// One look at the noise of a mean over data.
class Look {
 public:
  Look(Evaluator& f, const Vec& x, const NoiseRequest& request, const Stopping& stopping)
      : m_f(f),
        m_sum(*f.objective().asFiniteSum()),
        m_x(x),
        m_request(request),
        m_stopping(stopping),
        m_n(m_sum.samples()),
        m_g(x.size()) {}

  NoiseResult all() {
    m_found.loss = m_f.gradient(m_x, m_g);
    m_found.gradientSquare = m_g.squaredNorm();
    ++m_found.gradients;
    m_found.finite = std::isfinite(m_found.loss) && m_g.allFinite();
    for (Estimate* each : {&m_found.trace, &m_found.curved, &m_found.frobenius, &m_found.alignment,
                           &m_found.batchSharpness})
      *each = {none, none};
    if (m_found.finite && !stop()) trace();
    if (m_request.top > 0 && goesOn()) eigenpairs();
    if (m_request.alignment && goesOn()) alignment();
    if (m_request.batches > 0 && goesOn()) batchSharpness();
    return std::move(m_found);
  }

 private:
  bool stop() {
    m_found.stopped = m_stopping && m_stopping();
    return m_found.stopped;
  }
  bool goesOn() const { return !m_found.stopped && m_found.finite; }

  /// tr Sigma = mean |g_i|^2 - |g|^2. The squares are the diagonal of the products of all pairs.
  void trace() {
    double squares = 0.0;
    Mat pairs;
    Vec losses;
    for (Index first = 0; first < m_n; first += gramRows) {
      if (stop()) return;
      const std::vector<Index> rows = rowsFrom(first, std::min(gramRows, m_n - first));
      m_sum.sampleGram(m_x, rows, pairs, losses, m_f.scratch());
      squares += pairs.trace();
    }
    ++m_found.gradients;
    m_found.trace = {std::max(0.0, squares / double(m_n) - m_found.gradientSquare), 0.0};
    m_found.finite = std::isfinite(m_found.trace.value);
  }

  /// Of few samples by the products of all pairs: K = C J J' C / n has the eigenvalues of Sigma,
  /// and J'C w / sqrt(n lambda) its vectors. Of many by products with Sigma itself.
  void eigenpairs() {
    const Index d = m_x.size();
    const bool byPairs = m_n <= gramRows && m_n < d;
    Mat k;
    Vec losses;
    if (byPairs) {
      m_sum.sampleGram(m_x, rowsFrom(0, m_n), k, losses, m_f.scratch());
      ++m_found.gradients;
      k.rowwise() -= k.colwise().mean().eval();
      k.colwise() -= k.rowwise().mean().eval();
      k /= double(m_n);
    }
    const Product sigma = [&](const Vec& v, Vec& sv) {
      m_sum.empiricalFisherTimes(m_x, v, sv, m_f.scratch());
      sv -= m_g.dot(v) * m_g;
      ++m_found.gradients;
    };
    const Product pairs = [&](const Vec& v, Vec& kv) { kv.noalias() = k * v; };
    const Index size = byPairs ? m_n : d;
    // Beyond n - 1 and d the eigenvalues are zero, and their vectors nobody's.
    const Index count = std::min({m_request.top, d, std::max<Index>(1, m_n - 1)});
    const Eigenpairs top = largestEigenpairs(
        byPairs ? pairs : sigma, size, {.count = count, .tolerance = 1e-8, .stopping = m_stopping});
    m_found.stopped = top.stopped;
    m_found.finite = top.stopped || top.values.size() > 0;
    if (!goesOn()) return;
    m_found.values = top.values.cwiseMax(0.0);
    m_found.residuals = top.residuals;
    m_found.vectors = byPairs ? pulledBack(top.vectors) : top.vectors;
    if (byPairs) measureResiduals(sigma);
  }

  Mat pulledBack(const Mat& w) {
    const std::vector<Index> rows = rowsFrom(0, m_n);
    Mat vectors(m_x.size(), w.cols());
    Vec weights, g(m_x.size());
    for (Index c = 0; c < w.cols(); ++c) {
      weights = w.col(c).array() - w.col(c).mean();
      m_sum.gradientWeighted(m_x, rows, weights, g, m_f.scratch());
      ++m_found.gradients;
      const double length = g.norm();
      vectors.col(c) = length > 0 ? Vec(g / length) : g;
    }
    return vectors;
  }

  void measureResiduals(const Product& sigma) {
    Vec v, sv(m_x.size());
    for (Index c = 0; c < m_found.vectors.cols() && !stop(); ++c) {
      v = m_found.vectors.col(c);
      sigma(v, sv);
      m_found.residuals[c] = (sv - m_found.values[c] * v).norm();
    }
  }

  /// z = (1/sqrt n) sum of s_i (g_i - g) with random signs has E zz' = Sigma.
  void alignment() {
    const std::vector<Index> rows = rowsFrom(0, m_n);
    const Index probes = m_request.probes;
    Vec signs(m_n), z(m_x.size()), hz(m_x.size()), samples(probes);
    for (Index p = 0; p < probes; ++p) {
      if (stop()) return;
      Random random(m_request.seed, std::uint64_t(p));
      for (double& sign : signs) sign = random.sign();
      signs.array() -= signs.mean();
      m_sum.gradientWeighted(m_x, rows, signs, z, m_f.scratch());
      ++m_found.gradients;
      if (stop()) return;
      m_f.hessianTimes(m_x, z, hz);
      ++m_found.products;
      samples[p] = z.dot(hz) / double(m_n);
    }
    const Product hessian = [this](const Vec& v, Vec& hv) { m_f.hessianTimes(m_x, v, hv); };
    const TraceEstimate whole =
        hutchPlusPlus(hessian, m_x.size(), {probes, m_request.seed, m_stopping});
    m_found.products += whole.products;
    m_found.stopped = whole.stopped;
    m_found.finite = samples.allFinite() && whole.finite;
    if (!goesOn()) return;
    m_found.curved = estimateOf(samples);
    m_found.frobenius = whole.frobenius;
    const double size = 2 * m_found.loss * whole.frobenius.value * whole.frobenius.value;
    const double mu = m_found.curved.value / size;
    m_found.alignment = {mu, std::hypot(m_found.curved.error / size,
                                        2 * mu * whole.frobenius.error / whole.frobenius.value)};
  }

  void batchSharpness() {
    const Index size = m_request.batch > 0 ? std::min(m_request.batch, m_n) : m_n;
    const bool whole = size == m_n;
    const Index count = whole ? 1 : m_request.batches;
    std::vector<double> samples;
    Vec g(m_x.size()), hg(m_x.size());
    for (Index k = 0; k < count; ++k) {
      if (stop()) return;
      // Each a first batch of an order of its own.
      Batches batches(m_n, size, Sampling::reshuffled, m_request.seed + std::uint64_t(k));
      batches.go(0);
      m_sum.gradientOn(m_x, batches.rows(), g, m_f.scratch());
      const double square = g.squaredNorm();
      if (square == 0.0) continue;  // it fits this batch
      m_sum.hessianTimesOn(m_x, batches.rows(), g, hg, m_f.scratch());
      ++m_found.products;
      samples.push_back(g.dot(hg) / square);
    }
    if (samples.empty()) return;
    m_found.batchSharpness =
        estimateOf(Eigen::Map<const Vec>(samples.data(), Index(samples.size())));
    if (whole) m_found.batchSharpness.error = 0.0;
    m_found.finite = std::isfinite(m_found.batchSharpness.value);
  }

  Evaluator& m_f;
  const FiniteSum& m_sum;
  const Vec& m_x;
  const NoiseRequest& m_request;
  const Stopping& m_stopping;
  Index m_n;
  Vec m_g;
  NoiseResult m_found;
};

/// Rows with the same products among each other in as few columns as there are rows: what the
/// conditions depend on. Empty where it was stopped.
Mat reduced(const Mat& rows, const Stopping& stopping) {
  const Index n = rows.rows(), part = 512;
  Mat pairs = Mat::Zero(n, n), vectors;
  for (Index first = 0; first < rows.cols(); first += part) {
    if (stopping && stopping()) return {};
    const auto columns = rows.middleCols(first, std::min(part, rows.cols() - first));
    pairs.noalias() += columns * columns.transpose();
  }
  const Vec values = symmetricEigenvalues(pairs, &vectors);
  return vectors * values.cwiseMax(0.0).cwiseSqrt().asDiagonal();
}

}  // namespace

NoiseResult noiseAt(Evaluator& f, const Vec& x, const NoiseRequest& request,
                    const Stopping& stopping) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point begun = Clock::now();
  NoiseResult found = Look(f, x, request, stopping).all();
  found.seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  return found;
}

GradientCloud gradientCloud(Evaluator& f, const Vec& x, const Vec& a, const Vec& b,
                            const Stopping& stopping) {
  const FiniteSum& sum = *f.objective().asFiniteSum();
  const Index n = sum.samples(), part = std::clamp<Index>(heldNumbers / x.size(), 1, n);
  GradientCloud cloud;
  cloud.points.setZero(2, n);
  Mat j;
  Vec losses;
  for (Index first = 0; first < n; first += part) {
    cloud.stopped = stopping && stopping();
    if (cloud.stopped) return cloud;
    const Index count = std::min(part, n - first);
    sum.perSampleGradients(x, rowsFrom(first, count), j, losses, f.scratch());
    cloud.points.row(0).segment(first, count) = (j * a).transpose();
    cloud.points.row(1).segment(first, count) = (j * b).transpose();
  }
  cloud.mean = cloud.points.rowwise().mean();
  const Mat centred = cloud.points.colwise() - Vec(cloud.mean);
  cloud.covariance = centred * centred.transpose() / double(n);
  return cloud;
}

namespace {

/// The radius of T at rates whose logarithms are evenly spread.
void takeRadii(const SecondMoment& moment, Index points, const Stopping& stopping,
               SgdConditions& found) {
  const double low = found.exact / 8,
               high = 1.3 * std::max({found.identity, found.jensen, found.hessian, found.descent});
  Vec rates(points), radii(points);
  for (Index i = 0; i < points; ++i) {
    found.stopped = stopping && stopping();
    if (found.stopped) return;
    rates[i] = low * std::pow(high / low, double(i) / double(points - 1));
    radii[i] = moment.radius(rates[i]);
  }
  found.rates = rates;
  found.radii = radii;
}

}  // namespace

Result<SgdConditions> sgdConditions(Evaluator& f, const Vec& x, Index batch, bool replacement,
                                    const Stopping& stopping, Index curve) {
  const FiniteSum* sum = f.objective().asFiniteSum();
  const Index outputs = sum ? sum->residualsPerSample() : 0;
  if (outputs == 0)
    return Error{
        "the conditions of SGD need a loss that is a sum of squares over data, and this "
        "problem's is not",
        "noise"};
  const Index all = sum->samples(), n = std::min(all, std::max<Index>(1, sgdRowsLimit / outputs));
  if (batch < 1 || batch > all)
    return Error{
        fmt::format("batch = {} is not allowed: 1 to {}, the samples of this problem", batch, all),
        "batch"};
  std::vector<Index> rows(static_cast<std::size_t>(n));
  for (Index i = 0; i < n; ++i) rows[std::size_t(i)] = i * all / n;
  Mat j;
  Vec r;
  sum->residualJacobian(x, rows, j, r, f.scratch());
  SgdConditions found;
  found.samples = n;
  found.batch = batch;
  if (j.rows() < j.cols()) j = reduced(j, stopping);
  found.stopped = j.size() == 0 || (stopping && stopping());
  if (found.stopped) return found;
  // Without replacement the noise is that of this many drawn with it, by (all - B) / (all - 1).
  const double spread = double(all - batch),
               independent = replacement  ? double(batch)
                             : spread > 0 ? double(batch) * double(all - 1) / spread
                                          : std::numeric_limits<double>::infinity();
  const SecondMoment moment(j, independent, true, outputs);
  found.trace = moment.trace();
  found.largest = moment.largest();
  found.largestResidual = moment.largestResidual();
  found.frobenius = moment.frobenius();
  found.identity = moment.boundByIdentity();
  found.jensen = moment.boundByTrace();
  found.hessian = moment.boundByHessian();
  found.descent = 2 / moment.largest();
  if (moment.rank() <= sgdExactLimit) found.exact = moment.criticalRate(stopping);
  found.rank = moment.rank();
  found.stopped = moment.rank() <= sgdExactLimit && std::isnan(found.exact);
  if (curve > 1 && std::isfinite(found.exact) && !found.stopped)
    takeRadii(moment, curve, stopping, found);
  return found;
}

}  // namespace thalweg
