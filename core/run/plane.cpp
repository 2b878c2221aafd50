#include "core/run/plane.h"

#include <algorithm>
#include <cmath>

#include "core/base/team.h"
#include "core/math/lanczos.h"

namespace thalweg {

Plane coordinatePlane(Index dimension, Index first, Index second) {
  Plane plane{Vec::Zero(dimension), Vec::Zero(dimension), Vec::Zero(dimension)};
  if (first < dimension) plane.d1[first] = 1.0;
  if (second < dimension) plane.d2[second] = 1.0;
  return plane;
}

Projector::Projector(const Plane& plane)
    : m_plane(plane),
      m_g11(plane.d1.squaredNorm()),
      m_g12(plane.d1.dot(plane.d2)),
      m_g22(plane.d2.squaredNorm()),
      m_determinant(m_g11 * m_g22 - m_g12 * m_g12) {}

Projection Projector::operator()(const Vec& x) const {
  const Vec away = x - m_plane.origin;
  const double p1 = m_plane.d1.dot(away), p2 = m_plane.d2.dot(away);
  Projection at;
  if (m_determinant > 0) {
    at.a = (m_g22 * p1 - m_g12 * p2) / m_determinant;
    at.b = (m_g11 * p2 - m_g12 * p1) / m_determinant;
  } else if (m_g11 > 0) {
    at.a = p1 / m_g11;
  }
  at.distance = (away - at.a * m_plane.d1 - at.b * m_plane.d2).norm();
  return at;
}

namespace {

constexpr std::size_t mostPoints = 200;

std::vector<std::size_t> evenly(std::size_t n) {
  std::vector<std::size_t> chosen;
  const std::size_t count = std::min(n, mostPoints);
  for (std::size_t k = 0; k < count; ++k)
    chosen.push_back(count < 2 ? 0 : k * (n - 1) / (count - 1));
  return chosen;
}

/// Unit vector orthogonal to `u`, for a path along a line.
Vec anyOrthogonal(const Vec& u) {
  Index smallest = 0;
  u.cwiseAbs().minCoeff(&smallest);
  Vec v = Vec::Unit(u.size(), smallest);
  v -= u.dot(v) * u;
  return v.norm() > 0 ? Vec(v.normalized()) : Vec(Vec::Zero(u.size()));
}

void fixSign(Vec& direction, const Vec& along) {
  if (direction.dot(along) < 0) direction = -direction;
}

double stepShareOf(const std::vector<Vec>& points, const Plane& plane) {
  double inside = 0.0, whole = 0.0;
  for (std::size_t k = 1; k < points.size(); ++k) {
    const Vec step = points[k] - points[k - 1];
    inside += std::pow(plane.d1.dot(step), 2) + std::pow(plane.d2.dot(step), 2);
    whole += step.squaredNorm();
  }
  return whole > 0 ? inside / whole : 1.0;
}

}  // namespace

PathPlane planeOfPath(const std::vector<Vec>& points) {
  const std::vector<std::size_t> chosen = evenly(points.size());
  const Index d = points.front().size(), n = Index(chosen.size());
  Mat centred(d, n);
  for (Index k = 0; k < n; ++k) centred.col(k) = points[chosen[std::size_t(k)]];
  const Vec mean = centred.rowwise().mean();
  centred.colwise() -= mean;
  Mat vectors;
  const Mat gram = centred.transpose() * centred;
  const Vec values = n > 1 ? symmetricEigenvalues(gram, &vectors) : Vec::Zero(1);
  const double whole = values.cwiseMax(0.0).sum();

  PathPlane found{{mean, Vec::Unit(d, 0), Vec::Zero(d)}, 1.0, 1.0, {}};
  const double noise = 1e-12 * whole;
  if (n > 1 && values[n - 1] > noise) found.plane.d1 = (centred * vectors.col(n - 1)).normalized();
  found.plane.d2 = n > 2 && values[n - 2] > noise ? Vec((centred * vectors.col(n - 2)).normalized())
                                                  : anyOrthogonal(found.plane.d1);
  // The path runs from left to right, and ends above the middle of its turn.
  fixSign(found.plane.d1, points.back() - points.front());
  fixSign(found.plane.d2, points[points.size() / 2] - points.front());
  for (Index k = 0; whole > 0 && k < std::min<Index>(3, n); ++k)
    found.ratios.push_back(std::max(0.0, values[n - 1 - k]) / whole);
  if (whole > 0)
    found.spreadShare = (values[n - 1] + (n > 1 ? std::max(0.0, values[n - 2]) : 0.0)) / whole;
  found.stepShare = stepShareOf(points, found.plane);
  return found;
}

namespace {

Index firstStride(const GridSpec& spec) {
  Index stride = 1;
  while (stride * 8 < std::min(spec.na, spec.nb)) stride *= 2;
  return stride;
}

/// The most nodes evaluated at once: many where one costs next to nothing.
std::size_t mostAtOnce(Index dimension) { return dimension <= 16 ? 64 : 1; }

// What a thread takes at once grows until it takes about this long. Where threads help, all that is
// taken before the clock is looked at takes much longer than it does to call them, and no longer
// than a slice.
constexpr std::chrono::microseconds shareTime{100}, batchTime{1000};
constexpr std::size_t mostShares = 256;

// A slow grid shows itself this often; a fast one only when it is done.
constexpr std::chrono::milliseconds publishEvery{80};

}  // namespace

GridJob::GridJob(std::shared_ptr<const Objective> objective, Plane plane, const GridSpec& spec,
                 const GridState* before)
    : m_objective(std::move(objective)),
      m_plane(std::move(plane)),
      m_spec(spec),
      m_values(std::size_t(spec.na * spec.nb), std::nan("")),
      m_known(m_values.size(), 0),
      m_lanes(std::size_t(Team::hands())),
      m_stride(firstStride(spec)),
      m_published(Clock::now()) {
  if (before == nullptr || before->known.size() != m_known.size()) return;
  for (std::size_t at = 0; at < m_known.size(); ++at) {
    if (!before->known[at]) continue;
    m_known[at] = 1;
    m_values[at] = before->values[at];
    ++m_computed;
  }
}

bool GridJob::advance(Clock::time_point deadline) {
  for (;;) {
    if (pause(deadline)) return !stopping();
    if (!collect()) break;
    evaluate();
  }
  publish(true);
  return false;
}

/// Looks at the clock and the stop request; shows what is there where that is due.
bool GridJob::pause(Clock::time_point deadline) {
  const bool stopped = stopping();
  if (!stopped && Clock::now() < deadline) return false;
  // The first pass is soon done, and there is nothing to draw between its nodes before.
  const bool readable = m_stride < firstStride(m_spec);
  if (stopped || (readable && Clock::now() - m_published > publishEvery)) publish(false);
  if (stopped) {
    const std::lock_guard lock(m_guard);
    m_ended = true;
  }
  return true;
}

/// The next nodes, coarse passes first; false where none is left.
bool GridJob::collect() {
  const std::size_t most = m_share * m_shares;
  m_batch.clear();
  while (m_stride > 0) {
    for (; m_j < m_spec.nb; m_j += m_stride, m_i = 0)
      for (; m_i < m_spec.na; m_i += m_stride) {
        const std::size_t at = std::size_t(m_j * m_spec.na + m_i);
        if (m_known[at]) continue;
        if (m_batch.size() == most) return true;
        m_known[at] = 1;
        m_batch.push_back(at);
      }
    m_j = m_i = 0;
    m_stride /= 2;
  }
  return !m_batch.empty();
}

void GridJob::evaluate() {
  const Index shares = Index((m_batch.size() + m_share - 1) / m_share);
  const Clock::time_point start = Clock::now();
  Team::run(shares, [&](Index share, Index hand) {
    std::unique_ptr<Lane>& lane = m_lanes[std::size_t(hand)];
    if (lane == nullptr)
      lane =
          std::make_unique<Lane>(Lane{Evaluator(m_objective), Mat(0, m_plane.origin.size()), {}});
    const std::size_t first = std::size_t(share) * m_share;
    evaluate(*lane, first, std::min(first + m_share, m_batch.size()));
  });
  m_computed += Index(m_batch.size());
  adjustShares(Clock::now() - start);
}

/// Alone a share at a time; with help as many as fill the time.
void GridJob::adjustShares(Clock::duration taken) {
  const std::size_t threads = std::size_t(Team::spare()) + 1;
  const auto perShare = taken / std::max(std::size_t(1), m_shares / threads);
  if (perShare < shareTime)
    m_share = std::min(2 * m_share, mostAtOnce(m_plane.origin.size()));
  else if (perShare > 4 * shareTime)
    m_share = std::max(m_share / 2, std::size_t(1));
  if (threads == 1)
    m_shares = 1;
  else if (taken < batchTime / 2)
    m_shares = std::min(2 * m_shares, mostShares);
  else if (taken > batchTime)
    m_shares = m_shares / 2;
  m_shares = std::max(m_shares, threads);
}

void GridJob::evaluate(Lane& lane, std::size_t first, std::size_t end) {
  const Index count = Index(end - first);
  if (count != lane.points.rows()) lane.points.resize(count, lane.points.cols());
  lane.found.resize(end - first);
  for (Index k = 0; k < count; ++k) {
    const Index at = Index(m_batch[first + std::size_t(k)]);
    const double a = m_spec.a(at % m_spec.na), b = m_spec.b(at / m_spec.na);
    for (Index c = 0; c < lane.points.cols(); ++c)
      lane.points(k, c) = m_plane.origin[c] + a * m_plane.d1[c] + b * m_plane.d2[c];
  }
  lane.f.values(lane.points, lane.found);
  for (std::size_t k = first; k < end; ++k) m_values[m_batch[k]] = lane.found[k - first];
}

/// Between the nodes of the coarser pass, which are all known: bilinear, level beyond the last of
/// them.
double GridJob::guessAt(Index i, Index j) const {
  const Index s = 2 * m_stride;
  const Index i0 = i / s * s, j0 = j / s * s;
  const Index i1 = i0 + s < m_spec.na ? i0 + s : i0, j1 = j0 + s < m_spec.nb ? j0 + s : j0;
  const double u = double(i - i0) / double(s), v = double(j - j0) / double(s);
  const auto at = [&](Index a, Index b) { return m_values[std::size_t(b * m_spec.na + a)]; };
  return (1 - v) * ((1 - u) * at(i0, j0) + u * at(i1, j0)) +
         v * ((1 - u) * at(i0, j1) + u * at(i1, j1));
}

void GridJob::publish(bool complete) {
  auto state =
      std::make_shared<GridState>(GridState{m_spec, m_values, m_computed, complete, m_known});
  if (!complete) {
    for (Index j = 0; j < m_spec.nb; ++j)
      for (Index i = 0; i < m_spec.na; ++i)
        if (const std::size_t at = std::size_t(j * m_spec.na + i); !m_known[at])
          state->values[at] = guessAt(i, j);
  }
  m_published = Clock::now();
  const std::lock_guard lock(m_guard);
  m_latest = std::move(state);
  m_progress = double(m_computed) / double(m_values.size());
  m_ended = complete;
}

void GridJob::fail(const std::string&) {
  const std::lock_guard lock(m_guard);
  m_ended = true;
}

std::shared_ptr<const GridState> GridJob::latest() const {
  const std::lock_guard lock(m_guard);
  return m_latest;
}

double GridJob::progress() const {
  const std::lock_guard lock(m_guard);
  return m_progress;
}

bool GridJob::ended() const {
  const std::lock_guard lock(m_guard);
  return m_ended;
}

}  // namespace thalweg
