/// What is drawn of runs that may be of any length: columns and paths of bounded size, grown a step
/// at a time.
#pragma once

#include <QPointF>
#include <cstdint>
#include <vector>

namespace thalweg {

/// A number a step. While there are few, all of them; then the least and the greatest of each block
/// of 2, 4, 8, .. steps, so that no peak is lost.
class ThinnedColumn {
 public:
  static constexpr std::size_t mostBlocks = 4096;

  /// The value of the next step, from step 0 on.
  void add(double value);
  /// How many steps have a value.
  std::int64_t size() const { return m_size; }
  /// Every value is still there.
  bool isWhole() const { return m_block == 1; }
  /// Appends the points to draw, in the order of steps.
  void appendTo(std::vector<double>& steps, std::vector<double>& values) const;

 private:
  struct Block {
    double low, high;
    std::int64_t lowAt, highAt;
  };
  void merge();
  std::vector<Block> m_blocks;
  std::int64_t m_size = 0, m_block = 1;  // steps in a block
};

/// A path in the plane. While it has few points, all of them; then only those that moved farther
/// than a tolerance, a share of the way from the start, which doubles whenever there are too many
/// again. The place of every step is then known to within that tolerance.
class ThinnedPath {
 public:
  static constexpr std::size_t mostPoints = 4096;

  void add(std::int64_t step, QPointF at, double f);
  std::size_t size() const { return m_points.size(); }
  bool isEmpty() const { return m_points.empty(); }
  /// Step, place and loss of the points kept; the newest step is always among them.
  const std::vector<int>& steps() const { return m_steps; }
  const std::vector<QPointF>& points() const { return m_points; }
  const std::vector<double>& f() const { return m_f; }

 private:
  void put(std::int64_t step, QPointF at, double f);
  void thin();
  bool isNear(QPointF at, QPointF kept) const;
  std::vector<int> m_steps;
  std::vector<QPointF> m_points;
  std::vector<double> m_f;
  double m_tolerance = 0.0, m_firstMoves = 0.0;
  bool m_resting = false;  // the last point is within the tolerance of the one before it
};

}  // namespace thalweg
