/// Lays a plane through a large problem and projects the runs' paths on it, away from the window.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/run/experiment.h"
#include "core/run/plane.h"
#include "core/run/record.h"

namespace thalweg {

struct LaidPlane {
  PlaneChoice choice;  // as it was asked for
  Plane plane;
  std::vector<double> ratios;  // variance ratios of the paths' points, the largest three
  /// Of all paths: share of the points' variance, and of the squared lengths of the steps.
  double spreadShare = 1.0, stepShare = 1.0;
  double cosine = 0.0;                      // of the axes
  double reach = 0.0;                       // how far the paths go within the plane
  std::vector<std::vector<QPointF>> paths;  // one a run, in plane coordinates
  std::vector<std::vector<int>> steps;      // of the points
  std::vector<std::vector<double>> distances;
  std::vector<std::vector<QPointF>>
      flows;  // the gradient flow beside each run, empty where it is not measured
  std::vector<std::vector<int>> flowSteps;
  std::vector<QPointF> corners;  // of three-points: A, B, C
  QRectF box;                    // what to show: the paths with some room
  std::size_t points = 0;        // how many the paths had
};

class PathPlaneJob final : public Job {
 public:
  /// A longer path is shown by this many of its points, or up to twice as many.
  static constexpr std::size_t fewestPoints = 2048;
  /// `runs`: the chunks of each run, in order. `before`: the plane that is shown; its axes are kept
  /// where nothing else is asked for, which spares their computation.
  PathPlaneJob(PlaneChoice choice, std::shared_ptr<const Objective> objective,
               std::vector<std::vector<ChunkPtr>> runs, std::shared_ptr<const LaidPlane> before);
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  /// Null where there is no plane: `refusal` says why, unless it was stopped.
  std::shared_ptr<const LaidPlane> result() const;
  QString refusal() const;
  bool ended() const;

 private:
  struct PathPoint {
    std::int64_t step;
    Vec x;
  };
  static std::vector<PathPoint> pointsOf(const std::vector<ChunkPtr>& chunks);
  static std::vector<PathPoint> flowOf(const std::vector<ChunkPtr>& chunks);
  std::string lay(LaidPlane& laid, const std::vector<std::vector<PathPoint>>& all);
  void project(LaidPlane& laid, const std::vector<std::vector<PathPoint>>& all) const;
  std::vector<QPointF> cornersOf(const LaidPlane& laid) const;
  QRectF boxOf(const LaidPlane& laid, const std::vector<std::vector<PathPoint>>& all) const;
  Result<Vec> pointAt(const StepChoice& at) const;
  void publish(std::shared_ptr<const LaidPlane> plane, const std::string& refusal);

  PlaneChoice m_choice;
  std::shared_ptr<const Objective> m_objective;
  std::vector<std::vector<ChunkPtr>> m_runs;
  std::shared_ptr<const LaidPlane> m_before;
  mutable std::mutex m_guard;
  std::shared_ptr<const LaidPlane> m_result;
  QString m_refusal;
  bool m_ended = false;
};

/// Where a run is at a step, or at the newest one before it that was kept and is finite; step -1:
/// the newest of all. Nothing where there is none.
std::optional<Vec> pointIn(const std::vector<ChunkPtr>& chunks, std::int64_t step);

}  // namespace thalweg
