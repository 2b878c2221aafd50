/// The few shapes that every control is made of.
#pragma once

#include <QColor>
#include <QRectF>

#include "widgets/theme/theme.h"

class QPainter;

namespace thalweg {

constexpr qreal controlRadius = 4.0;
constexpr qreal cardRadius = 6.0;

/// A rounded box whose edge of `edgeWidth` px lies inside `rect`; an invalid colour leaves that
/// part out.
void drawBox(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& edge,
             qreal radius = controlRadius, qreal edgeWidth = 1.0);

/// A chevron of `width` px around `centre`, 1.5 px thick with round ends.
enum class Pointing { up, down, left, right };
void drawChevron(QPainter& painter, const QPointF& centre, qreal width, Pointing to,
                 const QColor& colour);

/// A box of 16 px with the tick of a check box; `partly` draws a bar instead of the tick.
void drawCheckBox(QPainter& painter, const QRectF& box, bool on, bool partly, bool enabled,
                  bool hovered);

/// Groove of 4 px and round handle of 14 px; `share` (0 to 1) is filled. `colour` is that of the
/// filled part.
void drawSlider(QPainter& painter, const QRectF& rect, double share, const QColor& colour,
                bool enabled);

/// The end marker of a series, `r` as for its disc, with a rim of 1.5 px in `rim` unless that is
/// invalid.
void drawMarker(QPainter& painter, const QPointF& centre, Marker marker, qreal r,
                const QColor& colour, const QColor& rim);

/// Colour of the n-th series in the present theme; -1 is the accent, -2 that of something hidden.
QColor seriesColour(int series);
/// The same for words written beside it.
QColor seriesInk(int series);

}  // namespace thalweg
