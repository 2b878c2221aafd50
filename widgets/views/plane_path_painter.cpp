/// Draws the paths of a plane scene on a contour map.
#include "widgets/views/plane_path_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/views/colour_map.h"
#include "widgets/views/marks.h"
#include "widgets/views/plane_path.h"

namespace thalweg {
namespace {

constexpr qreal pathWidth = 2.5, haloWidth = 5, flowWidth = 1.8;
constexpr qreal laneHeight = 4;
constexpr std::size_t lanes = 6;
constexpr qreal futureOpacity = 0.45;

SeriesStyle styleOf(const PlanePath& path, const Theme& theme) {
  SeriesStyle style = theme.style(path.style);
  if (!path.reference) return style;
  style.colour = style.ink = theme.axis;
  style.dashPx = {2.5, 3};
  style.marker = Marker::square;
  return style;
}

/// Round joints where they show. Where points lie closer than the line is wide nobody sees them,
/// and their arcs would take half of the time of drawing.
Qt::PenJoinStyle joinFor(const QPolygonF& piece) {
  constexpr double closely = 5;
  return lengthOf(piece) < closely * double(piece.size()) ? Qt::BevelJoin : Qt::RoundJoin;
}

void strokePieces(QPainter& painter, const ClippedLine& line, QPen pen) {
  for (std::size_t i = 0; i < line.pieces.size(); ++i) {
    pen.setJoinStyle(joinFor(line.pieces[i]));
    if (pen.style() != Qt::SolidLine) pen.setDashOffset(line.lengthBefore[i] / pen.widthF());
    painter.setPen(pen);
    painter.drawPolyline(line.pieces[i]);
  }
}

/// One line in the series' colour; where the colour is too light for the ground, over a wider one
/// of its ink.
void strokeSeries(QPainter& painter, const ClippedLine& line, const SeriesStyle& style, qreal width,
                  bool inkBelow) {
  if (inkBelow) {
    SeriesStyle under = style;
    under.colour = style.ink;
    QPen pen = seriesPen(under, width + 1.2);
    strokePieces(painter, line, pen);
  }
  strokePieces(painter, line, seriesPen(style, width));
}

void paintPath(QPainter& painter, const QRectF& clip, const QTransform& toView,
               const PlanePath& path, int cursor, const Theme& theme) {
  const SeriesStyle style = styleOf(path, theme);
  const qreal width = path.reference ? flowWidth : pathWidth;
  const bool inkBelow = !path.reference && needsInkBelow(theme, path.style);
  const QPolygonF past = pastOf(path, cursor, toView);
  // Away from the plane the colour goes to grey.
  const auto strokeFrom = [&](int from, int to) {
    double length = from > 0 ? lengthOf(past) : 0.0;
    for (const AwayStretch& part : stretchesOf(path, from, to)) {
      SeriesStyle look = style;
      look.colour = awayColour(style.colour, part.away, theme);
      look.ink = awayColour(style.ink, part.away, theme);
      const QPolygonF line = betweenOf(path, part.from, part.to, toView);
      strokeSeries(painter, clipped(line, clip, length), look, width, inkBelow);
      length += lengthOf(line);
    }
  };
  painter.setOpacity(futureOpacity);
  strokeFrom(std::max(cursor, 0), lastStepOf(path));
  painter.setOpacity(1);
  strokePieces(painter, clipped(past, clip),
               QPen(theme.ground, path.reference ? width + 2.5 : haloWidth, Qt::SolidLine,
                    Qt::RoundCap, Qt::RoundJoin));
  strokeFrom(0, cursor);
}

/// The gap between a flow and its optimizer up to the cursor: a pale ribbon with rungs at equal
/// times.
void paintRibbon(QPainter& painter, const QRectF& clip, const QTransform& toView,
                 const PlanePath& flow, const PlanePath& path, int cursor, const Theme& theme) {
  const int last = std::min({cursor, lastStepOf(flow), lastStepOf(path)});
  if (last < 1) return;
  QPolygonF outline = pastOf(path, last, toView);
  const QPolygonF back = pastOf(flow, last, toView);
  for (qsizetype i = back.size(); i-- > 0;) outline << back[i];
  for (const QPointF& p : outline)
    if (!(std::abs(p.x()) < 1e6 && std::abs(p.y()) < 1e6)) return;
  QColor pale = theme.ground;
  pale.setAlphaF(0.45f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(pale);
  painter.drawPolygon(outline, Qt::WindingFill);
  painter.setPen(QPen(theme.axis, 1));
  const int every = std::max(1, last / 60);
  for (int step = every; step <= last; step += every) {
    const ClippedLine rung = clipped(
        QPolygonF({toView.map(*placeAt(path, step)), toView.map(*placeAt(flow, step))}), clip);
    for (const QPolygonF& piece : rung.pieces) painter.drawPolyline(piece);
  }
}

/// Paths on a curve would lie upon one another: each has a lane of its own above it, a flow that of
/// its run.
QTransform inLane(const PlaneScene& scene, std::size_t path, const QTransform& toView) {
  if (!scene.oneVariable) return toView;
  const int companion = scene.paths[path].companion;
  const std::size_t lane = (companion >= 0 ? std::size_t(companion) : path) % lanes;
  return toView * QTransform::fromTranslate(0, -laneHeight * double(lane));
}

}  // namespace

void paintPaths(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneScene& scene, const Theme& theme) {
  const QRectF clip = plot.adjusted(-20, -20, 20, 20);
  painter.setBrush(Qt::NoBrush);
  for (std::size_t i = 0; i < scene.paths.size(); ++i) {
    const PlanePath& flow = scene.paths[i];
    if (!flow.visible || flow.companion < 0 || flow.companion >= int(scene.paths.size())) continue;
    const PlanePath& path = scene.paths[std::size_t(flow.companion)];
    if (path.visible)
      paintRibbon(painter, clip, inLane(scene, i, toView), flow, path, scene.cursor, theme);
  }
  painter.setBrush(Qt::NoBrush);
  for (std::size_t i = scene.paths.size(); i-- > 0;) {
    if (!scene.paths[i].visible) continue;
    paintPath(painter, clip, inLane(scene, i, toView), scene.paths[i], scene.cursor, theme);
  }
}

void paintEndMarks(QPainter& painter, const QRectF& plot, const QTransform& toView,
                   const PlaneScene& scene, const Theme& theme) {
  for (const PlanePath& path : scene.paths) {
    const std::optional<QPointF> place =
        path.visible && path.mark >= 0 ? placeAt(path, path.mark) : std::nullopt;
    if (place && plot.contains(toView.map(*place)))
      drawRing(painter, toView.map(*place), 4, 2, styleOf(path, theme).ink, theme.ground);
  }
  for (int pass = 0; pass < 2; ++pass)  // the selected one last, over all others
    for (std::size_t i = scene.paths.size(); i-- > 0;) {
      const PlanePath& path = scene.paths[i];
      const bool selected = int(i) == scene.selected;
      if (!path.visible || selected != (pass == 1)) continue;
      const std::optional<QPointF> place = placeAt(path, scene.cursor);
      if (!place) continue;
      const QPointF at = toView.map(*place);
      if (!plot.contains(at)) continue;
      if (selected) drawRing(painter, at, 11, 1.5, theme.text, theme.ground);
      drawMarker(painter, at, styleOf(path, theme),
                 path.reference ? 3.5
                 : selected     ? 6.5
                                : 6,
                 theme.ground);
    }
}

void paintExits(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneScene& scene, const Theme& theme) {
  const QFont font = viewFont(12, QFont::DemiBold);
  const QFontMetricsF metrics(font);
  for (const PlanePath& path : scene.paths) {
    if (!path.visible) continue;
    const auto exit = exitOf(path, scene.cursor, toView, plot);
    const bool ended = path.diverged && scene.cursor >= lastStepOf(path);
    if (exit)
      drawArrowHead(painter, exit->at, exit->towards, styleOf(path, theme).colour, theme.ground);
    if (!ended) continue;
    const QString words = "diverged at step " + QString::number(lastStepOf(path));
    const QPointF at = exit ? exit->at : toView.map(*placeAt(path, scene.cursor));
    const qreal width = metrics.horizontalAdvance(words);
    const qreal left = std::clamp(at.x() - width / 2, plot.left() + 6,
                                  std::max(plot.left() + 6, plot.right() - width - 6));
    const qreal base = std::clamp(at.y() + (at.y() < plot.center().y() ? 28 : -18), plot.top() + 16,
                                  plot.bottom() - 6);
    drawHaloText(painter, {left, base}, words, font, theme.bad, theme.ground);
  }
}

}  // namespace thalweg
