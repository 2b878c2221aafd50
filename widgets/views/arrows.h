/// Arrows over a plane: what pulls at a point.
#pragma once

#include <QRectF>
#include <QTransform>

#include "widgets/theme/theme.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/scene.h"
#include "widgets/views/surface_geometry.h"

class QPainter;

namespace thalweg {

/// Where an arrow ends that can be seen in a box: neither a speck nor longer than a third of it.
QPointF visibleTip(const PlaneArrow& arrow, const QRectF& box);

void paintArrows(QPainter& painter, const QRectF& plot, const QTransform& toView, const QRectF& box,
                 const std::vector<PlaneArrow>& arrows, const Theme& theme);
/// The same lying on the surface.
void paintArrowsOnSurface(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                          const LevelField& field, const SurfaceFrame& frame,
                          const std::vector<PlaneArrow>& arrows, const Theme& theme);

}  // namespace thalweg
