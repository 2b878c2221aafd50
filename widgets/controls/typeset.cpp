/// Measures and draws formulas.
#include "widgets/controls/typeset.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/theme/style.h"

namespace thalweg {
namespace {

// Shares of the size of the letters, as in print.
constexpr qreal scriptSize = 0.7, leastPx = 8;
constexpr qreal axisHeight = 0.26;  // of the middle of signs, where the bar of a fraction lies
constexpr qreal ruleWidth = 0.055, barGap = 0.12;
constexpr qreal lowerBy = 0.2, raiseBy = 0.36;
constexpr qreal signRoom = 0.24, letterRoom = 0.17;

qreal smaller(qreal px) { return std::max(leastPx, scriptSize * px); }

QFont faceOf(const MathBox& box, qreal px) { return formulaFont(qRound(px), box.leans); }

/// Room before a part of a row.
qreal roomBefore(const MathBox& row, std::size_t i, qreal px) {
  if (i == 0) return 0;
  const MathBox &before = row.parts[i - 1], &part = row.parts[i];
  // A sign at the beginning belongs to what follows it.
  if (before.spaced) return i == 1 || !part.gap ? 0.04 * px : signRoom * px;
  if (part.spaced) return part.gap ? signRoom * px : 0.04 * px;
  if (part.gap) return letterRoom * px;
  return before.leans ? 0.05 * px : 0.0;
}

/// Height and depth of what letters usually take, not of the face's tallest sign.
MathSize textSize(const MathBox& box, qreal px) {
  const QFontMetricsF metrics(faceOf(box, px));
  const QRectF ink = metrics.tightBoundingRect(box.text);
  return {metrics.horizontalAdvance(box.text),
          std::max(-ink.top(), 0.46 * px) + (box.hat ? 0.2 * px : 0.0),
          std::max(ink.bottom(), 0.0)};
}

struct Scripts {
  MathSize base, lowered, raised;
  qreal down = 0, up = 0;  // of their baselines
};

Scripts scriptsOf(const MathBox& box, qreal px) {
  Scripts s;
  s.base = measureMath(box.parts[0], px);
  s.lowered = measureMath(box.parts[1], smaller(px));
  s.raised = measureMath(box.parts[2], smaller(px));
  s.down = std::max(lowerBy * px, s.base.descent - 0.05 * px);
  s.up = std::max(raiseBy * px, s.base.ascent - 0.35 * px);
  return s;
}

void drawRoot(QPainter& painter, QPointF at, const MathSize& inside, qreal px, const QColor& ink) {
  const qreal top = at.y() - inside.ascent - barGap * px, low = at.y() + inside.descent;
  const qreal tip = at.x() + 0.24 * px;
  QPainterPath path(QPointF(at.x() + 0.02 * px, at.y() - 0.28 * px));
  path.lineTo(at.x() + 0.10 * px, at.y() - 0.34 * px);
  path.lineTo(tip, low);
  path.lineTo(at.x() + 0.44 * px, top);
  path.lineTo(at.x() + 0.52 * px + inside.width, top);
  painter.setBrush(Qt::NoBrush);
  painter.strokePath(
      path, QPen(ink, std::max(1.0, ruleWidth * px), Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
}

void drawText(QPainter& painter, QPointF at, const MathBox& box, qreal px, QColor ink,
              const MathColours& colours) {
  QString letter = box.text;
  letter.remove(u'′').remove(u'*');
  for (const auto& [key, colour] : colours)
    if (key == letter) ink = colour;
  painter.setPen(ink);
  painter.setFont(faceOf(box, px));
  painter.drawText(at, box.text);
  if (!box.hat) return;
  MathBox plain = box;
  plain.hat = false;
  const MathSize size = textSize(plain, px);
  const QPointF top(at.x() + 0.55 * size.width, at.y() - size.ascent - 0.2 * px);
  QPainterPath hat(top + QPointF(-0.16 * px, 0.13 * px));
  hat.lineTo(top);
  hat.lineTo(top + QPointF(0.16 * px, 0.13 * px));
  painter.setBrush(Qt::NoBrush);
  painter.strokePath(hat, QPen(ink, std::max(1.0, ruleWidth * px), Qt::SolidLine, Qt::FlatCap));
}

}  // namespace

MathSize measureMath(const MathBox& box, qreal px) {
  switch (box.kind) {
    case MathBox::Kind::text:
      return textSize(box, px);
    case MathBox::Kind::row: {
      MathSize all;
      for (std::size_t i = 0; i < box.parts.size(); ++i) {
        const MathSize part = measureMath(box.parts[i], px);
        all.width += roomBefore(box, i, px) + part.width;
        all.ascent = std::max(all.ascent, part.ascent);
        all.descent = std::max(all.descent, part.descent);
      }
      return all;
    }
    case MathBox::Kind::fraction: {
      const MathSize above = measureMath(box.parts[0], px), below = measureMath(box.parts[1], px);
      return {std::max(above.width, below.width) + 0.2 * px,
              axisHeight * px + barGap * px + above.height(),
              below.height() + barGap * px - axisHeight * px};
    }
    case MathBox::Kind::root: {
      const MathSize inside = measureMath(box.parts[0], px);
      return {inside.width + 0.56 * px, inside.ascent + (barGap + ruleWidth) * px, inside.descent};
    }
    case MathBox::Kind::scripts: {
      const Scripts s = scriptsOf(box, px);
      return {s.base.width + 0.03 * px + std::max(s.lowered.width, s.raised.width),
              std::max(s.base.ascent, s.up + s.raised.ascent),
              std::max(s.base.descent, s.down + s.lowered.descent)};
    }
  }
  return {};
}

void drawMath(QPainter& painter, QPointF at, const MathBox& box, qreal px, const QColor& ink,
              const MathColours& colours) {
  switch (box.kind) {
    case MathBox::Kind::text:
      return drawText(painter, at, box, px, ink, colours);
    case MathBox::Kind::row: {
      qreal x = at.x();
      for (std::size_t i = 0; i < box.parts.size(); ++i) {
        x += roomBefore(box, i, px);
        drawMath(painter, {x, at.y()}, box.parts[i], px, ink, colours);
        x += measureMath(box.parts[i], px).width;
      }
      return;
    }
    case MathBox::Kind::fraction: {
      const MathSize above = measureMath(box.parts[0], px), below = measureMath(box.parts[1], px);
      const qreal width = std::max(above.width, below.width) + 0.2 * px;
      const qreal bar = at.y() - axisHeight * px;
      painter.fillRect(QRectF(at.x() + 0.04 * px, bar - ruleWidth * px / 2, width - 0.08 * px,
                              std::max(1.0, ruleWidth * px)),
                       ink);
      drawMath(painter, {at.x() + (width - above.width) / 2, bar - barGap * px - above.descent},
               box.parts[0], px, ink, colours);
      drawMath(painter, {at.x() + (width - below.width) / 2, bar + barGap * px + below.ascent},
               box.parts[1], px, ink, colours);
      return;
    }
    case MathBox::Kind::root:
      drawRoot(painter, at, measureMath(box.parts[0], px), px, ink);
      return drawMath(painter, {at.x() + 0.46 * px, at.y()}, box.parts[0], px, ink, colours);
    case MathBox::Kind::scripts: {
      const Scripts s = scriptsOf(box, px);
      drawMath(painter, at, box.parts[0], px, ink, colours);
      const qreal x = at.x() + s.base.width + 0.03 * px;
      drawMath(painter, {x, at.y() + s.down}, box.parts[1], smaller(px), ink, colours);
      drawMath(painter, {x, at.y() - s.up}, box.parts[2], smaller(px), ink, colours);
      return;
    }
  }
}

}  // namespace thalweg
