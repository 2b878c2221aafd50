/// Marks and words drawn over pictures: end markers, start ring, minimum cross, text with a halo.
#pragma once

#include <QFont>
#include <QPainter>
#include <QPainterPath>

#include "widgets/theme/theme.h"

namespace thalweg {

/// The interface's face at `pixels`; numbers have a face of their own.
QFont viewFont(qreal pixels, QFont::Weight weight = QFont::Normal, bool italic = false);
QFont numberFont(qreal pixels, QFont::Weight weight = QFont::Normal);

/// Outline of an end marker of nominal radius r about the origin. A cross is open: it is to be
/// stroked.
QPainterPath markerShape(Marker marker, qreal r);
void drawMarker(QPainter& painter, QPointF at, const SeriesStyle& style, qreal r,
                const QColor& rim);

/// Text whose first letter stands at `left`, on a halo. The text itself stays text in vector files.
void drawHaloText(QPainter& painter, QPointF left, const QString& text, const QFont& font,
                  const QColor& ink, const QColor& halo, qreal haloWidth = 4);

/// A ring of radius r in `ink` with a thin rim in `halo` on both sides.
void drawRing(QPainter& painter, QPointF at, qreal r, qreal width, const QColor& ink,
              const QColor& halo);
void drawStart(QPainter& painter, QPointF at, const Theme& theme);
void drawMinimum(QPainter& painter, QPointF at, const Theme& theme);
/// Two open curves that part from one another; of a maximum an open triangle.
void drawSaddle(QPainter& painter, QPointF at, const Theme& theme, bool maximum = false);

/// An arrow head whose tip is at `tip`, pointing along `direction` (of length 1).
void drawArrowHead(QPainter& painter, QPointF tip, QPointF direction, const QColor& colour,
                   const QColor& rim);

/// Lines of text in a raised box beside `at`, inside `bounds`. The first line is bold.
void drawNote(QPainter& painter, QPointF at, const QStringList& lines, const QRectF& bounds,
              const Theme& theme);

/// Amber and sky blue are too light on the light ground: they are drawn over a wider line of their
/// ink.
bool needsInkBelow(const Theme& theme, int style);

}  // namespace thalweg
