/// Where a path is at a step, where it leaves a box, which of its steps is nearest to a point.
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <QTransform>
#include <optional>

#include "widgets/views/scene.h"

namespace thalweg {

/// The step of a point of the path.
int stepOf(const PlanePath& path, std::size_t point);

/// The last step a path knows; -1 for a path without points.
int lastStepOf(const PlanePath& path);

/// The place at a step, straight between the points kept; the last point past the end; nothing
/// without points.
std::optional<QPointF> placeAt(const PlanePath& path, int step);
/// The loss at the kept point nearest to a step, if it is known.
std::optional<double> lossAt(const PlanePath& path, int step);

/// A path leaving a box: where it crosses the frame, towards where, and the first step outside.
struct FrameExit {
  QPointF at;
  QPointF towards;  // of length 1, in the coordinates of the box
  int step = 0;
};

/// Where the path left `box` for the place at which it is at `step`; nothing where it is inside.
/// `toView` maps the plane to the coordinates of the box. A path that was never inside leaves at
/// the frame's nearest point.
std::optional<FrameExit> exitOf(const PlanePath& path, int step, const QTransform& toView,
                                const QRectF& box);

/// The step whose point is nearest to `at` (in view coordinates) and no farther than `reach`, over
/// visible paths.
std::optional<StepOfPath> nearestStep(const std::vector<PlanePath>& paths, QPointF at, double reach,
                                      const QTransform& toView);

/// A polyline ready to be drawn: pieces inside a box, and how long the line was before each of
/// them.
struct ClippedLine {
  std::vector<QPolygonF> pieces;
  std::vector<double> lengthBefore;
};

/// Cuts away what is outside `box`, so that a diverged path never hands huge coordinates to a
/// painter, and drops points closer than half a pixel to the one before.
ClippedLine clipped(const QPolygonF& line, const QRectF& box, double lengthBefore = 0);

/// The points of a path up to `step` (or from it on) in view coordinates; the place at `step`
/// itself is the joint.
QPolygonF pastOf(const PlanePath& path, int step, const QTransform& toView);
QPolygonF futureOf(const PlanePath& path, int step, const QTransform& toView);
/// The points from one step to another, both ends met exactly.
QPolygonF betweenOf(const PlanePath& path, int from, int to, const QTransform& toView);
double lengthOf(const QPolygonF& line);

/// A part of a path that is about as far from the plane all along.
struct AwayStretch {
  int from = 0, to = 0;  // steps
  double away = 0;       // 0 in the plane, to 1
};

/// The path from one step to another in such parts; one where nothing is known of distances.
std::vector<AwayStretch> stretchesOf(const PlanePath& path, int from, int to);

}  // namespace thalweg
