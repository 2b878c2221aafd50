/// Marks and words drawn over pictures.
#include "widgets/views/marks.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

namespace thalweg {

QFont viewFont(qreal pixels, QFont::Weight weight, bool italic) {
  QFont font(QStringList{"Inter", "Noto Sans", "DejaVu Sans"});
  font.setPixelSize(std::max(1, qRound(pixels)));
  font.setWeight(weight);
  font.setItalic(italic);
  return font;
}

QFont numberFont(qreal pixels, QFont::Weight weight) {
  QFont font(QStringList{"JetBrains Mono", "DejaVu Sans Mono"});
  font.setPixelSize(std::max(1, qRound(pixels)));
  font.setWeight(weight);
  font.setStyleHint(QFont::Monospace);
  return font;
}

QPainterPath markerShape(Marker marker, qreal r) {
  QPainterPath path;
  switch (marker) {
    case Marker::disc:
      path.addEllipse(QPointF(), r, r);
      break;
    case Marker::square: {
      const qreal half = 0.9 * r;
      path.addRect(QRectF(-half, -half, 2 * half, 2 * half));
      break;
    }
    case Marker::triangle: {
      const qreal size = 1.15 * r;  // circumradius; the centre of gravity at the point meant
      path.addPolygon(
          QPolygonF({{0, -size}, {0.866 * size, 0.5 * size}, {-0.866 * size, 0.5 * size}}));
      path.closeSubpath();
      break;
    }
    case Marker::diamond: {
      const qreal size = 1.2 * r;
      path.addPolygon(QPolygonF({{0, -size}, {size, 0}, {0, size}, {-size, 0}}));
      path.closeSubpath();
      break;
    }
    case Marker::cross: {
      const qreal arm = 0.8 * r;
      path.moveTo(-arm, -arm);
      path.lineTo(arm, arm);
      path.moveTo(-arm, arm);
      path.lineTo(arm, -arm);
      break;
    }
  }
  return path;
}

void drawMarker(QPainter& painter, QPointF at, const SeriesStyle& style, qreal r,
                const QColor& rim) {
  // The rim takes half of its width from the shape, half from the ground.
  const QPainterPath shape = markerShape(style.marker, r - 0.6).translated(at);
  if (style.marker == Marker::cross) {
    painter.strokePath(shape, QPen(rim, 2.2 + 3, Qt::SolidLine, Qt::SquareCap));
    painter.strokePath(shape, QPen(style.colour, 2.2, Qt::SolidLine, Qt::SquareCap));
    return;
  }
  painter.strokePath(shape, QPen(rim, 3, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
  painter.fillPath(shape, style.colour);
}

void drawHaloText(QPainter& painter, QPointF left, const QString& text, const QFont& font,
                  const QColor& ink, const QColor& halo, qreal haloWidth) {
  if (haloWidth > 0) {
    QPainterPath outline;
    outline.addText(left, font, text);
    painter.strokePath(outline, QPen(halo, haloWidth, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  }
  painter.setFont(font);
  painter.setPen(ink);
  painter.drawText(left, text);
}

void drawRing(QPainter& painter, QPointF at, qreal r, qreal width, const QColor& ink,
              const QColor& halo) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(halo, width + 2.5));
  painter.drawEllipse(at, r, r);
  painter.setPen(QPen(ink, width));
  painter.drawEllipse(at, r, r);
}

void drawStart(QPainter& painter, QPointF at, const Theme& theme) {
  drawRing(painter, at, 8, 2, theme.text, theme.ground);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.text);
  painter.drawEllipse(at, 2, 2);
}

void drawMinimum(QPainter& painter, QPointF at, const Theme& theme) {
  QPainterPath cross;
  cross.moveTo(at.x() - 5, at.y());
  cross.lineTo(at.x() + 5, at.y());
  cross.moveTo(at.x(), at.y() - 5);
  cross.lineTo(at.x(), at.y() + 5);
  painter.strokePath(cross, QPen(theme.ground, 4, Qt::SolidLine, Qt::SquareCap));
  painter.strokePath(cross, QPen(theme.text, 1.8, Qt::SolidLine, Qt::FlatCap));
}

void drawSaddle(QPainter& painter, QPointF at, const Theme& theme, bool maximum) {
  QPainterPath shape;
  if (maximum) {
    shape.moveTo(at.x() - 5, at.y() + 4);
    shape.lineTo(at.x(), at.y() - 5);
    shape.lineTo(at.x() + 5, at.y() + 4);
    shape.closeSubpath();
  } else {
    shape.moveTo(at.x() - 5, at.y() - 5);
    shape.quadTo(at, QPointF(at.x() - 5, at.y() + 5));
    shape.moveTo(at.x() + 5, at.y() - 5);
    shape.quadTo(at, QPointF(at.x() + 5, at.y() + 5));
  }
  painter.setBrush(Qt::NoBrush);
  painter.strokePath(shape, QPen(theme.ground, 4.5, Qt::SolidLine, Qt::RoundCap));
  painter.strokePath(shape, QPen(theme.text, 1.8, Qt::SolidLine, Qt::FlatCap));
}

void drawArrowHead(QPainter& painter, QPointF tip, QPointF direction, const QColor& colour,
                   const QColor& rim) {
  const QPointF side(-direction.y(), direction.x());
  QPainterPath head;
  head.addPolygon(QPolygonF({tip, tip - 13 * direction + 6 * side, tip - 10 * direction,
                             tip - 13 * direction - 6 * side}));
  head.closeSubpath();
  painter.strokePath(head, QPen(rim, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.fillPath(head, colour);
}

void drawNote(QPainter& painter, QPointF at, const QStringList& lines, const QRectF& bounds,
              const Theme& theme) {
  const QFont bold = viewFont(12, QFont::DemiBold), plain = viewFont(12);
  qreal width = 0;
  for (const QString& line : lines)
    width = std::max(width,
                     QFontMetricsF(&line == &lines.front() ? bold : plain).horizontalAdvance(line));
  QRectF box(at + QPointF(14, 12), QSizeF(std::ceil(width) + 16, 16.0 * qreal(lines.size()) + 10));
  if (box.right() > bounds.right()) box.moveRight(at.x() - 14);
  if (box.bottom() > bounds.bottom()) box.moveBottom(at.y() - 12);
  if (box.left() < bounds.left()) box.moveLeft(bounds.left());
  if (box.top() < bounds.top()) box.moveTop(bounds.top());
  painter.setPen(QPen(theme.border, 1));
  painter.setBrush(theme.raised);
  painter.drawRoundedRect(box.translated(0.5, 0.5), 4, 4);
  qreal y = box.top() + 17;
  for (const QString& line : lines) {
    const bool first = &line == &lines.front();
    painter.setFont(first ? bold : plain);
    painter.setPen(first ? theme.text : theme.sub);
    painter.drawText(QPointF(box.left() + 8, y), line);
    y += 16;
  }
}

bool needsInkBelow(const Theme& theme, int style) {
  const int n = ((style % 6) + 6) % 6;
  return !theme.dark && n >= 4;
}

}  // namespace thalweg
