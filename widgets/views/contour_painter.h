/// Draws a plane scene as a contour map: on a widget, a picture or a page.
#pragma once

#include <QPicture>
#include <QPolygonF>
#include <QRectF>
#include <QTransform>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/level_scale.h"
#include "widgets/views/scene.h"

class QPainter;

namespace thalweg {

/// Outlines and lines of the bands of one grid, in the plane's coordinates.
struct ContourBands {
  static constexpr int count = 13;
  QRectF box;  // what the grid covers
  LevelScale scale;
  std::vector<std::vector<QPolygonF>> regions;  // regions[k]: where the share is at least k / count
  std::vector<std::vector<QPolygonF>> lines;    // lines[k]: share (k + 1) / count
};

std::shared_ptr<const ContourBands> contourBandsOf(const PlaneGrid& grid);

struct ContourOptions {
  QRectF box;                                 // part of the plane shown; empty: all of the grid
  std::shared_ptr<const ContourBands> bands;  // null: made from the scene's grid
  const QImage* bandImage = nullptr;          // drawn in the place of the bands, at bandImageBox
  QRectF bandImageBox;
  std::optional<StepOfPath> highlight;  // ringed, with a note if `note`
  bool note = false;
  bool focus = false;
};

/// The rectangle of the map inside a view of this size.
QRectF plotRectOf(const QSizeF& size);
/// Maps the plane to the view: y upwards.
QTransform toViewOf(const QRectF& box, const QRectF& plot);
/// The scene's home, else all of the grid, or of the paths where there is no grid; never empty.
QRectF wholeBoxOf(const PlaneScene& scene);

void paintContour(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                  const Theme& theme, const ContourOptions& options);
/// What lies over a finished map: the ring of the highlight with its note, the frame of the focus.
void paintContourOverlay(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                         const Theme& theme, const ContourOptions& options);
/// Only the bands and their lines, into the plot rectangle.
void paintBands(QPainter& painter, const ContourBands& bands, const QTransform& toView,
                const Theme& theme, bool pale);

/// What is told of one step: name, step, loss, coordinates.
QStringList noteOf(const PlaneScene& scene, StepOfPath step);

}  // namespace thalweg
