/// Lays a plane through the paths of large problems, away from the window.
#pragma once

#include <QPointF>
#include <QRectF>
#include <memory>
#include <mutex>
#include <vector>

#include "core/run/plane.h"
#include "core/run/record.h"

namespace thalweg {

struct LaidPlane {
  PathPlane plane;
  std::vector<std::vector<QPointF>> paths;  // one a run, in plane coordinates
  std::vector<std::vector<int>> steps;      // of the points
  std::vector<std::vector<double>> distances;
  std::vector<std::vector<QPointF>>
      flows;  // the gradient flow beside each run, empty where it is not measured
  std::vector<std::vector<int>> flowSteps;
  QRectF box;  // what to show: the paths with some room
};

class PathPlaneJob final : public Job {
 public:
  /// A longer path is shown by this many of its points, or up to twice as many.
  static constexpr std::size_t fewestPoints = 2048;
  /// `runs`: the chunks of each run, in order.
  explicit PathPlaneJob(std::vector<std::vector<ChunkPtr>> runs) : m_runs(std::move(runs)) {}
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  std::shared_ptr<const LaidPlane> result() const;
  bool ended() const;

 private:
  void publish(std::shared_ptr<const LaidPlane> plane);
  std::vector<std::vector<ChunkPtr>> m_runs;
  mutable std::mutex m_guard;
  std::shared_ptr<const LaidPlane> m_result;
  bool m_ended = false;
};

}  // namespace thalweg
