/// The loss as a shade: log10(f + offset), from 0 at the lowest node of a grid to 1 at the highest.
#pragma once

#include <QString>
#include <utility>
#include <vector>

#include "widgets/views/scene.h"

namespace thalweg {

/// How a value of the loss becomes a share of the colour map. The offset keeps the floor of a
/// valley visible; where the grid goes below zero it grows by twice the depth, so that the zero
/// level keeps room on both sides.
struct LevelScale {
  double offset = 0.05;
  double low = 0, high = 1;  // log10(f + offset) at the shares 0 and 1

  /// NaN for a value that is no finite number.
  double share(double f) const;
  double valueAt(double share) const;
  /// "log of (f + 0.05)".
  QString name() const;
  /// Round values of the loss inside the range with the share at which they stand, at least `gap`
  /// apart.
  std::vector<std::pair<double, QString>> ticks(double gap) const;
};

LevelScale levelScaleOf(const PlaneGrid& grid);

/// Shares on nx by ny nodes; share[j * nx + i] at (x_i, y_j), NaN in holes.
struct LevelField {
  int nx = 0, ny = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<double> share;

  double xAt(int i) const { return nx > 1 ? x0 + (x1 - x0) * i / (nx - 1) : x0; }
  double yAt(int j) const { return ny > 1 ? y0 + (y1 - y0) * j / (ny - 1) : y0; }
  double at(int i, int j) const { return share[std::size_t(j) * std::size_t(nx) + std::size_t(i)]; }
  /// Bilinear between the nodes; NaN outside and in holes.
  double sample(double x, double y) const;
};

LevelField levelFieldOf(const PlaneGrid& grid, const LevelScale& scale);
/// The same field on other nodes, bilinear; holes stay holes.
LevelField resampled(const LevelField& field, int nx, int ny);

}  // namespace thalweg
