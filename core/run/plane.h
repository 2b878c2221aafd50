/// Two-dimensional cuts through parameter space: planes, projections, and the loss on a grid of
/// one.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/objectives/objective.h"
#include "core/run/job.h"

namespace thalweg {

/// The points origin + a d1 + b d2. The directions are used as they are: neither unit nor
/// orthogonal by rule.
struct Plane {
  Vec origin, d1, d2;  // [d]

  Vec at(double a, double b) const { return origin + a * d1 + b * d2; }
};

/// The plane of two coordinates.
Plane coordinatePlane(Index dimension, Index first = 0, Index second = 1);

/// Where a point lies over the plane: coordinates of the nearest point in it, and the distance to
/// that point.
struct Projection {
  double a = 0.0, b = 0.0, distance = 0.0;
};

/// Projects many points onto one plane (least squares, so that skew directions are right too).
class Projector {
 public:
  explicit Projector(const Plane& plane);
  Projection operator()(const Vec& x) const;

 private:
  Plane m_plane;
  double m_g11, m_g12, m_g22, m_determinant;
};

/// The plane through the two leading directions of a path, with what it holds of it.
struct PathPlane {
  Plane plane;                 // origin: the mean of the points; unit, orthogonal directions
  double spreadShare = 1.0;    // of the points' variance
  double stepShare = 1.0;      // of the squared lengths of the steps
  std::vector<double> ratios;  // of the points' variance, the largest three; fewer where there are
                               // fewer points
};

/// Principal directions of the points (mean-centred, by the Gram matrix of at most 200 of them; Li
/// et al. 2018). `points` must not be empty. Signs are fixed so that the same path gives the same
/// picture.
PathPlane planeOfPath(const std::vector<Vec>& points);

/// A random direction: normal, each row of a weight matrix scaled to the norm of the same row of x,
/// biases 0; plain unit scaling where the objective has no blocks (Li et al. 2018). Other lengths:
/// core/run/plane_kinds.h.
Vec filterNormalised(const Objective& objective, const Vec& x, std::uint64_t seed,
                     std::uint64_t stream);

/// Nodes of a grid: na values of a from a0 to a1 inclusive, nb of b.
struct GridSpec {
  Index na = 51, nb = 51;
  double a0 = -1, a1 = 1, b0 = -1, b1 = 1;
  double a(Index i) const { return node(a0, a1, i, na); }
  double b(Index j) const { return node(b0, b1, j, nb); }

 private:
  static double node(double low, double high, Index i, Index n) {
    // The share first: the ends and, in an odd grid around 0, the middle are met exactly.
    return n < 2 ? low : i == n - 1 ? high : low + (high - low) * (double(i) / double(n - 1));
  }
};

/// What is known of a grid so far. values[j * na + i] at (a_i, b_j); nodes not yet computed show
/// the nearest coarser one.
struct GridState {
  GridSpec spec;
  std::vector<double> values;
  Index computed = 0;
  bool complete = false;
  std::vector<char> known;  // 1 where the value was computed and is not a neighbour's
};

/// Evaluates the loss on a grid from coarse to fine, a little at a time, on as many threads as are
/// free.
class GridJob final : public Job {
 public:
  /// `before`: a state of the same grid; what it knows is kept and not computed again.
  GridJob(std::shared_ptr<const Objective> objective, Plane plane, const GridSpec& spec,
          const GridState* before = nullptr);
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  /// The newest published state; null before the first.
  std::shared_ptr<const GridState> latest() const;
  /// Share of the nodes done, 0 to 1; ended: nothing more will come.
  double progress() const;
  bool ended() const;

 private:
  double guessAt(Index i, Index j) const;
  void publish(bool complete);
  bool pause(Clock::time_point deadline);
  bool collect();
  void evaluate();
  /// What one thread evaluates some nodes with.
  struct Lane {
    Evaluator f;
    Mat points;                 // [nodes, d]
    std::vector<double> found;  // [nodes]
  };
  void adjustShares(Clock::duration taken);
  void evaluate(Lane& lane, std::size_t first, std::size_t end);

  std::shared_ptr<const Objective> m_objective;
  Plane m_plane;
  GridSpec m_spec;
  std::vector<double> m_values;
  std::vector<char> m_known;
  std::vector<std::size_t> m_batch;  // nodes to be evaluated before the clock is looked at
  std::size_t m_share = 1;           // of them, what a thread takes at once
  std::size_t m_shares = 1;          // in the batch
  std::vector<std::unique_ptr<Lane>> m_lanes;  // made by the threads that need them
  Index m_stride, m_i = 0, m_j = 0, m_computed = 0;
  Clock::time_point m_published;
  mutable std::mutex m_guard;
  std::shared_ptr<const GridState> m_latest;
  double m_progress = 0.0;
  bool m_ended = false;
};

}  // namespace thalweg
