/// Paths on the surface as solids: tubes with a bead at each step, end bodies, the ring of the
/// start.
#pragma once

#include <QColor>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/scene.h"
#include "widgets/views/surface_geometry.h"

namespace thalweg {

/// A path laid on the surface. Vertices carry the step they stand for, fractions between steps.
struct DrapedPath {
  std::vector<QVector3D> points;  // NaN z breaks the tube
  std::vector<float> steps;
  std::vector<std::size_t> beads;  // vertices that are steps of the run
};

/// At most `limit` vertices: long runs are thinned, steep steps get points between so that they
/// follow the surface.
DrapedPath draped(const PlanePath& path, const LevelField& field, const SurfaceFrame& frame,
                  int limit = 2000);

/// The place on the surface at a step; NaN z outside.
QVector3D placeOnSurface(const PlanePath& path, int step, const LevelField& field,
                         const SurfaceFrame& frame);

/// Tubes, beads and bodies up to the cursor; the same, thicker, for their outline; tubes after the
/// cursor.
struct SolidPaths {
  Mesh past, halo, future;
};

/// `draft`: without the beads of paths that have many, which a moving picture does not need.
SolidPaths solidPaths(const std::vector<PlanePath>& paths, int cursor,
                      const std::vector<DrapedPath>& drapes, const LevelField& field,
                      const SurfaceFrame& frame, const Theme& theme, bool draft);

/// A ring lying in the surface at the start, and its outline.
Mesh startRing(QPointF at, const LevelField& field, const SurfaceFrame& frame, const Theme& theme);
Mesh startHalo(QPointF at, const LevelField& field, const SurfaceFrame& frame, const Theme& theme);

}  // namespace thalweg
