#include "widgets/theme/drawing.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/theme/style.h"

namespace thalweg {

void drawBox(QPainter& painter, const QRectF& rect, const QColor& fill, const QColor& edge,
             qreal radius, qreal edgeWidth) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
  if (edge.isValid()) {
    const qreal inset = edgeWidth / 2;
    painter.setPen(QPen(edge, edgeWidth));
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset,
                            radius - inset);
  } else {
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(rect, radius, radius);
  }
  painter.restore();
}

void drawChevron(QPainter& painter, const QPointF& centre, qreal width, Pointing to,
                 const QColor& colour) {
  const qreal a = width / 2, b = width / 4;
  QPolygonF line;
  switch (to) {
    case Pointing::down:
      line << QPointF(-a, -b) << QPointF(0, b) << QPointF(a, -b);
      break;
    case Pointing::up:
      line << QPointF(-a, b) << QPointF(0, -b) << QPointF(a, b);
      break;
    case Pointing::right:
      line << QPointF(-b, -a) << QPointF(b, 0) << QPointF(-b, a);
      break;
    case Pointing::left:
      line << QPointF(b, -a) << QPointF(-b, 0) << QPointF(b, a);
      break;
  }
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.setBrush(Qt::NoBrush);
  painter.translate(centre);
  painter.drawPolyline(line);
  painter.restore();
}

void drawCheckBox(QPainter& painter, const QRectF& box, bool on, bool partly, bool enabled,
                  bool hovered) {
  const Theme& t = currentTheme();
  const bool filled = on || partly;
  const QColor fill = filled ? (enabled ? (hovered ? t.accentInk : t.accent) : t.track)
                             : (enabled ? (hovered ? t.hover : t.raised) : t.panel);
  drawBox(painter, box, fill, filled ? QColor() : (enabled ? t.control : t.border), 3.0);
  if (!filled) return;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(
      QPen(enabled ? t.onAccent : t.panel, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.translate(box.topLeft());
  painter.scale(box.width() / 16, box.height() / 16);
  if (partly)
    painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
  else
    painter.drawPolyline(QPolygonF({QPointF(4, 8.3), QPointF(6.9, 11.2), QPointF(12, 5.2)}));
  painter.restore();
}

void drawSlider(QPainter& painter, const QRectF& rect, double share, const QColor& colour,
                bool enabled) {
  const Theme& t = currentTheme();
  constexpr qreal handle = 14, groove = 4;
  const qreal y = std::round(rect.center().y() - groove / 2) + groove / 2;
  const qreal left = rect.left(), right = rect.right();
  const qreal x = left + handle / 2 + std::clamp(share, 0.0, 1.0) * (right - left - handle);
  const QColor ink = enabled ? colour : t.disabled;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.track);
  painter.drawRoundedRect(QRectF(left, y - groove / 2, right - left, groove), groove / 2,
                          groove / 2);
  painter.setBrush(ink);
  painter.drawRoundedRect(QRectF(left, y - groove / 2, x - left, groove), groove / 2, groove / 2);
  painter.setPen(QPen(ink, 2));
  painter.setBrush(t.raised);
  painter.drawEllipse(QPointF(x, y), handle / 2 - 1, handle / 2 - 1);
  painter.restore();
}

void drawMarker(QPainter& painter, const QPointF& centre, Marker marker, qreal r,
                const QColor& colour, const QColor& rim) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.translate(centre);
  QPainterPath shape;
  switch (marker) {
    case Marker::disc:
      shape.addEllipse(QPointF(0, 0), r, r);
      break;
    case Marker::square:
      shape.addRect(-0.9 * r, -0.9 * r, 1.8 * r, 1.8 * r);
      break;
    case Marker::triangle: {
      const qreal s = 1.15 * r;
      shape.addPolygon(
          QPolygonF({QPointF(0, -s), QPointF(0.95 * s, 0.75 * s), QPointF(-0.95 * s, 0.75 * s)}));
      shape.closeSubpath();
      break;
    }
    case Marker::diamond: {
      const qreal s = 1.2 * r;
      shape.addPolygon(QPolygonF({QPointF(0, -s), QPointF(s, 0), QPointF(0, s), QPointF(-s, 0)}));
      shape.closeSubpath();
      break;
    }
    case Marker::cross: {
      const qreal s = 0.8 * r;
      shape.moveTo(-s, -s);
      shape.lineTo(s, s);
      shape.moveTo(-s, s);
      shape.lineTo(s, -s);
      break;
    }
  }
  const bool lines = marker == Marker::cross;
  if (rim.isValid()) {
    painter.setPen(QPen(rim, lines ? 5.2 : 3.0, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(shape);
  }
  painter.setPen(lines ? QPen(colour, 2.2, Qt::SolidLine, Qt::RoundCap) : QPen(Qt::NoPen));
  painter.setBrush(lines ? QBrush(Qt::NoBrush) : QBrush(colour));
  painter.drawPath(shape);
  painter.restore();
}

QColor seriesColour(int series) {
  const Theme& t = currentTheme();
  if (series == -1) return t.accent;
  return series < 0 ? t.disabled : t.style(series).colour;
}

QColor seriesInk(int series) {
  const Theme& t = currentTheme();
  if (series == -1) return t.accentInk;
  return series < 0 ? t.disabled : t.style(series).ink;
}

}  // namespace thalweg
