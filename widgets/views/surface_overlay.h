/// What is painted over the picture of the surface: ticks and names at the lower edges, the colour
/// bar, rings, words.
#pragma once

#include <QSizeF>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/level_scale.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/scene.h"
#include "widgets/views/surface_geometry.h"

class QPainter;

namespace thalweg {

/// Ticks and names along the two edges of the foot that face the reader.
void paintEdges(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                const SurfaceFrame& frame, const PlaneScene& scene, const Theme& theme);
/// Arrows at the rim where paths have left the surface by step `cursor`.
void paintRimExits(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                   const LevelField& field, const SurfaceFrame& frame,
                   const std::vector<PlanePath>& paths, int cursor, const Theme& theme);
/// 150 by 8 pixels at the top left: which colour is which loss.
/// Known minima and saddles where the surface does not hide them.
void paintMarks(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                const LevelField& field, const SurfaceFrame& frame,
                const std::vector<PlaneMark>& marks, const Theme& theme);

void paintColourBar(QPainter& painter, const LevelScale& scale, const QString& name,
                    const Theme& theme);

}  // namespace thalweg
