/// Draws the paths of a plane scene on a contour map.
#pragma once

#include <QRectF>
#include <QTransform>

#include "widgets/theme/theme.h"
#include "widgets/views/scene.h"

class QPainter;

namespace thalweg {

/// Ribbons between flows and their optimizers, then the lines: the first path on top.
void paintPaths(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneScene& scene, const Theme& theme);
/// Markers at the cursor, the selected one ringed.
void paintEndMarks(QPainter& painter, const QRectF& plot, const QTransform& toView,
                   const PlaneScene& scene, const Theme& theme);
/// Arrows at the frame where paths have left it, and a word where one diverged.
void paintExits(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneScene& scene, const Theme& theme);

}  // namespace thalweg
