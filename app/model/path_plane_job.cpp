#include "app/model/path_plane_job.h"

#include <algorithm>

#include "core/run/plane_facts.h"
#include "core/run/plane_kinds.h"

namespace thalweg {
namespace {

/// The frame of all paths `scale` times as large, not too flat to be read.
QRectF roomyBox(const std::vector<std::vector<QPointF>>& paths, double scale) {
  double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
  for (const auto& path : paths)
    for (const QPointF& p : path) {
      left = std::min(left, p.x());
      right = std::max(right, p.x());
      low = std::min(low, p.y());
      high = std::max(high, p.y());
    }
  const double longest = std::max({right - left, high - low, 1e-9});
  const double width = scale * std::max(right - left, 0.4 * longest),
               height = scale * std::max(high - low, 0.4 * longest);
  const QPointF middle(0.5 * (left + right), 0.5 * (low + high));
  return {middle.x() - 0.5 * width, middle.y() - 0.5 * height, width, height};
}

QRectF aroundOrigin(double a, double b) { return {-a, -b, 2 * a, 2 * b}; }

bool sameAxes(PlaneChoice a, const PlaneChoice& b) {
  a.radius = b.radius;
  a.nodes = b.nodes;
  a.segment = b.segment;
  return a == b;
}

bool throughPaths(const PlaneChoice& choice) {
  return choice.kind == "auto" || choice.kind == "pca";
}

}  // namespace

std::optional<Vec> pointIn(const std::vector<ChunkPtr>& chunks, std::int64_t step) {
  const auto wanted = [step](std::int64_t at) { return step < 0 || at <= step; };
  for (std::size_t c = chunks.size(); c-- > 0;) {
    const Chunk& chunk = *chunks[c];
    for (std::size_t i = chunk.snapshots(); i-- > 0;)
      if (wanted(chunk.snapshotSteps[i]) && chunk.snapshot(i).x.allFinite())
        return Vec(chunk.snapshot(i).x);
    for (std::size_t i = chunk.dimension > 0 ? chunk.size() : 0; i-- > 0;) {
      const Eigen::Map<const Vec> x(chunk.point(i), Index(chunk.dimension));
      if (wanted(chunk.firstStep + std::int64_t(i)) && x.allFinite()) return Vec(x);
    }
  }
  return std::nullopt;
}

PathPlaneJob::PathPlaneJob(PlaneChoice choice, std::shared_ptr<const Objective> objective,
                           std::vector<std::vector<ChunkPtr>> runs,
                           std::shared_ptr<const LaidPlane> before)
    : m_choice(std::move(choice)),
      m_objective(std::move(objective)),
      m_runs(std::move(runs)),
      m_before(std::move(before)) {}

/// Points of a path, every second, fourth, .. of a long one, and its last.
std::vector<PathPlaneJob::PathPoint> PathPlaneJob::pointsOf(const std::vector<ChunkPtr>& chunks) {
  std::size_t count = 0;
  for (const ChunkPtr& chunk : chunks)
    count += chunk->dimension > 2 ? chunk->size() : chunk->snapshots();
  std::size_t every = 1;
  while (count / every >= 2 * fewestPoints) every *= 2;
  std::vector<PathPoint> points;
  std::size_t k = 0;
  const auto wanted = [&] { return k++ % every == 0 || k == count; };
  for (const ChunkPtr& chunk : chunks) {
    for (std::size_t i = 0; i < chunk->snapshots(); ++i)
      if (wanted()) points.push_back({chunk->snapshot(i).step, chunk->snapshot(i).x});
    for (std::size_t i = 0; chunk->dimension > 2 && i < chunk->size(); ++i)
      if (wanted())
        points.push_back({chunk->firstStep + std::int64_t(i),
                          Eigen::Map<const Vec>(chunk->point(i), Index(chunk->dimension))});
  }
  std::erase_if(points, [](const PathPoint& point) { return !point.x.allFinite(); });
  return points;
}

/// The first flow that was measured along a run.
std::vector<PathPlaneJob::PathPoint> PathPlaneJob::flowOf(const std::vector<ChunkPtr>& chunks) {
  std::vector<PathPoint> points;
  for (const ChunkPtr& chunk : chunks)
    for (const FlowPoint& point : chunk->flows)
      if (point.flow == 0 && point.x.allFinite()) points.push_back({point.step, point.x});
  return points;
}

Result<Vec> PathPlaneJob::pointAt(const StepChoice& at) const {
  if (at.run >= std::int64_t(m_runs.size()))
    return Error{"there is no optimizer number " + std::to_string(at.run + 1) +
                     ": another point has to be chosen",
                 "points"};
  std::optional<Vec> x = pointIn(m_runs[std::size_t(at.run)], at.step);
  if (!x)
    return Error{"optimizer number " + std::to_string(at.run + 1) + " has no point there",
                 "points"};
  return *x;
}

/// The axes and what there is to know of them; the sentence that says why there are none.
std::string PathPlaneJob::lay(LaidPlane& laid, const std::vector<std::vector<PathPoint>>& all) {
  PlaneRequest request{m_choice, m_objective, {}, {}, {}, [this] { return stopping(); }};
  for (const auto& path : all)
    for (const PathPoint& point : path) request.cloud.push_back(point.x);
  laid.points = request.cloud.size();
  const bool three = m_choice.kind == "three-points";
  if (!three && (m_choice.centre || !throughPaths(m_choice))) {
    const Result<Vec> centre = pointAt(m_choice.centre.value_or(StepChoice{}));
    if (!centre) return centre.error().what;
    request.centre = *centre;
  }
  if (three)
    for (const StepChoice& at : m_choice.points) {
      const Result<Vec> point = pointAt(at);
      if (!point) return point.error().what;
      request.points.push_back(*point);
    }
  if (m_before && m_before->points == laid.points && sameAxes(m_before->choice, m_choice)) {
    laid.plane = m_before->plane;
    laid.ratios = m_before->ratios;
  } else {
    const Result<Plane> plane = layPlane(request);
    if (!plane) return plane.error().what;
    laid.plane = *plane;
    if (!stopping()) laid.ratios = planeOfPath(request.cloud).ratios;
  }
  laid.spreadShare = spreadShare(request.cloud, laid.plane);
  laid.cosine = cosineOfAxes(laid.plane);
  return {};
}

void PathPlaneJob::project(LaidPlane& laid, const std::vector<std::vector<PathPoint>>& all) const {
  const Projector project(laid.plane);
  const auto inSpace = [&](QPointF p) {
    return Vec(p.x() * laid.plane.d1 + p.y() * laid.plane.d2);
  };
  double inside = 0.0, whole = 0.0;
  for (const auto& path : all) {
    std::vector<QPointF>& points = laid.paths.emplace_back();
    std::vector<double>& distances = laid.distances.emplace_back();
    std::vector<int>& steps = laid.steps.emplace_back();
    for (std::size_t k = 0; k < path.size() && !stopping(); ++k) {
      const Projection at = project(path[k].x);
      points.emplace_back(at.a, at.b);
      steps.push_back(int(path[k].step));
      distances.push_back(at.distance);
      laid.reach = std::max(laid.reach, inSpace(points[k] - points.front()).norm());
      if (k == 0) continue;
      inside += inSpace(points[k] - points[k - 1]).squaredNorm();
      whole += (path[k].x - path[k - 1].x).squaredNorm();
    }
  }
  laid.stepShare = whole > 0 ? inside / whole : 1.0;
  for (const auto& chunks : m_runs) {
    const std::vector<PathPoint> flow = flowOf(chunks);
    std::vector<QPointF>& points = laid.flows.emplace_back();
    std::vector<int>& steps = laid.flowSteps.emplace_back();
    for (std::size_t k = 0; k < flow.size() && !stopping(); ++k) {
      const Projection at = project(flow[k].x);
      points.emplace_back(at.a, at.b);
      steps.push_back(int(flow[k].step));
    }
  }
}

std::vector<QPointF> PathPlaneJob::cornersOf(const LaidPlane& laid) const {
  std::vector<QPointF> corners;
  if (m_choice.kind != "three-points") return corners;
  const Projector project(laid.plane);
  for (const StepChoice& at : m_choice.points)
    if (const Result<Vec> x = pointAt(at)) {
      const Projection p = project(*x);
      corners.emplace_back(p.a, p.b);
    }
  return corners;
}

/// Through the paths: their frame. Through points: the frame of these. Else all around the middle,
/// so far as the paths go from it.
QRectF PathPlaneJob::boxOf(const LaidPlane& laid,
                           const std::vector<std::vector<PathPoint>>& all) const {
  if (throughPaths(m_choice) && !m_choice.centre) return roomyBox(laid.paths, m_choice.radius);
  if (m_choice.kind == "three-points") return roomyBox({laid.corners}, m_choice.radius);
  double extent = 0.0;
  for (const auto& path : all)
    for (const PathPoint& point : path)
      extent = std::max(extent, (point.x - laid.plane.origin).norm());
  if (!(extent > 0)) extent = std::max(1.0, laid.plane.origin.norm());
  const auto half = [&](const Vec& axis) {
    return axis.norm() > 0 ? m_choice.radius * extent / axis.norm() : m_choice.radius;
  };
  return aroundOrigin(half(laid.plane.d1), half(laid.plane.d2));
}

bool PathPlaneJob::advance(Clock::time_point) {
  std::vector<std::vector<PathPoint>> all;
  bool any = false;
  for (const auto& chunks : m_runs) {
    all.push_back(pointsOf(chunks));
    any = any || !all.back().empty();
  }
  if (!any || stopping()) {
    publish(nullptr, {});
    return false;
  }
  auto laid = std::make_shared<LaidPlane>();
  laid->choice = m_choice;
  const std::string refusal = lay(*laid, all);
  if (!refusal.empty() || stopping()) {
    publish(nullptr, stopping() ? std::string() : refusal);
    return false;
  }
  project(*laid, all);
  laid->corners = cornersOf(*laid);
  laid->box = boxOf(*laid, all);
  publish(stopping() ? nullptr : std::move(laid), {});
  return false;
}

void PathPlaneJob::fail(const std::string& why) { publish(nullptr, why); }

void PathPlaneJob::publish(std::shared_ptr<const LaidPlane> plane, const std::string& refusal) {
  const std::lock_guard lock(m_guard);
  m_result = std::move(plane);
  m_refusal = QString::fromStdString(refusal);
  m_ended = true;
}

std::shared_ptr<const LaidPlane> PathPlaneJob::result() const {
  const std::lock_guard lock(m_guard);
  return m_result;
}

QString PathPlaneJob::refusal() const {
  const std::lock_guard lock(m_guard);
  return m_refusal;
}

bool PathPlaneJob::ended() const {
  const std::lock_guard lock(m_guard);
  return m_ended;
}

}  // namespace thalweg
