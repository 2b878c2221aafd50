#include "app/model/path_plane_job.h"

#include <algorithm>

namespace thalweg {
namespace {

struct PathPoint {
  std::int64_t step;
  Vec x;
};

/// Points of a path, every second, fourth, .. of a long one, and its last.
std::vector<PathPoint> pointsOf(const std::vector<ChunkPtr>& chunks) {
  std::size_t count = 0;
  for (const ChunkPtr& chunk : chunks)
    count += chunk->dimension > 2 ? chunk->size() : chunk->snapshots();
  std::size_t every = 1;
  while (count / every >= 2 * PathPlaneJob::fewestPoints) every *= 2;
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
std::vector<PathPoint> flowOf(const std::vector<ChunkPtr>& chunks) {
  std::vector<PathPoint> points;
  for (const ChunkPtr& chunk : chunks)
    for (const FlowPoint& point : chunk->flows)
      if (point.flow == 0 && point.x.allFinite()) points.push_back({point.step, point.x});
  return points;
}

/// The frame of all paths with a quarter of room on every side, not too flat to be read.
QRectF roomyBox(const std::vector<std::vector<QPointF>>& paths) {
  double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
  for (const auto& path : paths)
    for (const QPointF& p : path) {
      left = std::min(left, p.x());
      right = std::max(right, p.x());
      low = std::min(low, p.y());
      high = std::max(high, p.y());
    }
  const double longest = std::max({right - left, high - low, 1e-9});
  const double width = std::max(right - left, 0.4 * longest),
               height = std::max(high - low, 0.4 * longest);
  const QPointF middle(0.5 * (left + right), 0.5 * (low + high));
  return {middle.x() - 0.75 * width, middle.y() - 0.75 * height, 1.5 * width, 1.5 * height};
}

}  // namespace

bool PathPlaneJob::advance(Clock::time_point) {
  std::vector<std::vector<PathPoint>> all;
  std::vector<Vec> cloud;
  for (const auto& chunks : m_runs) all.push_back(pointsOf(chunks));
  for (const auto& path : all)
    for (const PathPoint& point : path) cloud.push_back(point.x);
  if (cloud.empty() || stopping()) {
    publish(nullptr);
    return false;
  }
  auto laid = std::make_shared<LaidPlane>();
  laid->plane = planeOfPath(cloud);
  const Projector project(laid->plane.plane);
  double inside = 0.0, whole = 0.0;
  for (const auto& path : all) {
    std::vector<QPointF>& points = laid->paths.emplace_back();
    std::vector<double>& distances = laid->distances.emplace_back();
    std::vector<int>& steps = laid->steps.emplace_back();
    for (std::size_t k = 0; k < path.size() && !stopping(); ++k) {
      const Projection at = project(path[k].x);
      points.emplace_back(at.a, at.b);
      steps.push_back(int(path[k].step));
      distances.push_back(at.distance);
      if (k == 0) continue;
      const QPointF move = points[k] - points[k - 1];
      inside += QPointF::dotProduct(move, move);
      whole += (path[k].x - path[k - 1].x).squaredNorm();
    }
  }
  for (const auto& chunks : m_runs) {
    const std::vector<PathPoint> flow = flowOf(chunks);
    std::vector<QPointF>& points = laid->flows.emplace_back();
    std::vector<int>& steps = laid->flowSteps.emplace_back();
    for (std::size_t k = 0; k < flow.size() && !stopping(); ++k) {
      const Projection at = project(flow[k].x);
      points.emplace_back(at.a, at.b);
      steps.push_back(int(flow[k].step));
    }
  }
  laid->plane.stepShare = whole > 0 ? inside / whole : 1.0;
  laid->box = roomyBox(laid->paths);
  publish(std::move(laid));
  return false;
}

void PathPlaneJob::fail(const std::string&) { publish(nullptr); }

void PathPlaneJob::publish(std::shared_ptr<const LaidPlane> plane) {
  const std::lock_guard lock(m_guard);
  m_result = std::move(plane);
  m_ended = true;
}

std::shared_ptr<const LaidPlane> PathPlaneJob::result() const {
  const std::lock_guard lock(m_guard);
  return m_result;
}

bool PathPlaneJob::ended() const {
  const std::lock_guard lock(m_guard);
  return m_ended;
}

}  // namespace thalweg
