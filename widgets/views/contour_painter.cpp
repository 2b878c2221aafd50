/// Draws a plane scene as a contour map.
#include "widgets/views/contour_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/views/arrows.h"
#include "widgets/views/colour_map.h"
#include "widgets/views/curve_painter.h"
#include "widgets/views/level_lines.h"
#include "widgets/views/marks.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/plane_path_painter.h"
#include "widgets/views/ticks.h"

namespace thalweg {
namespace {

QColor bandColour(int band, const Theme& theme, bool pale) {
  const double t = mapLow + (mapHigh - mapLow) * (band + 0.5) / ContourBands::count;
  const QColor over = theme.dark ? theme.ground : QColor(Qt::white);
  return mixed(viridis(t), over.rgb(), pale ? 0.40 : 0.14);
}

QPainterPath pathOf(const std::vector<QPolygonF>& loops, const QTransform& toView) {
  QPainterPath path;
  path.setFillRule(Qt::OddEvenFill);
  for (const QPolygonF& loop : loops) path.addPolygon(toView.map(loop));
  return path;
}

bool lettersNameAxes(const PlaneScene& scene) {
  return scene.xName.size() <= 2 && scene.yName.size() <= 2;
}

QFont nameFont(const PlaneScene& scene) {
  return viewFont(13, QFont::DemiBold, lettersNameAxes(scene));
}

void drawAxes(QPainter& painter, const QRectF& plot, const QRectF& box, const PlaneScene& scene,
              const Theme& theme) {
  const QFont font = viewFont(12);
  const QFontMetricsF metrics(font);
  const QTransform toView = toViewOf(box, plot);
  painter.setPen(QPen(theme.axis, 1));
  painter.drawLine(plot.topLeft(), plot.bottomLeft());
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  painter.setFont(font);
  const qreal nameLeft =
      plot.right() - QFontMetricsF(nameFont(scene)).horizontalAdvance(scene.xName) - 6;
  for (const Tick& tick :
       linearTicks(box.left(), box.right(), std::max(2, int(plot.width() / 55)))) {
    const qreal x = std::round(toView.map(QPointF(tick.at, box.top())).x()) + 0.5;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
    const qreal width = metrics.horizontalAdvance(tick.text);
    if (x + width / 2 > nameLeft) continue;
    painter.setPen(theme.sub);
    painter.drawText(QPointF(x - width / 2, plot.bottom() + 19), tick.text);
  }
  for (const Tick& tick :
       linearTicks(box.top(), box.bottom(), std::max(2, int(plot.height() / 70)))) {
    const qreal y = std::round(toView.map(QPointF(box.left(), tick.at)).y()) + 0.5;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.left(), y));
    painter.setPen(theme.sub);
    if (y < plot.top() + 18) continue;  // the axis' name stands there
    painter.drawText(
        QPointF(std::max(1.0, plot.left() - 8 - metrics.horizontalAdvance(tick.text)), y + 4),
        tick.text);
  }
}

void drawNames(QPainter& painter, const QRectF& plot, const PlaneScene& scene, const Theme& theme) {
  const QFont font = nameFont(scene);
  const qreal width = QFontMetricsF(font).horizontalAdvance(scene.xName);
  if (lettersNameAxes(scene)) {
    drawHaloText(painter, {plot.right() - width - 1, plot.bottom() + 19}, scene.xName, font,
                 theme.text, theme.ground, 0);
    drawHaloText(painter, {plot.left() - 25, plot.top() + 12}, scene.yName, font, theme.text,
                 theme.ground, 0);
    return;
  }
  drawHaloText(painter, {plot.right() - width - 1, plot.bottom() + 19}, scene.xName, font,
               theme.text, theme.ground);
  drawHaloText(painter, plot.topLeft() + QPointF(8, 18), scene.yName, font, theme.text,
               theme.ground);
}

QFont startFont() { return viewFont(12, QFont::DemiBold); }

/// Where "start" is written; empty where the start is not seen.
QRectF startWord(const QRectF& plot, const QTransform& toView, const PlaneScene& scene) {
  if (!scene.start) return {};
  const QPointF at = toView.map(*scene.start);
  if (!plot.contains(at)) return {};
  const qreal width = QFontMetricsF(startFont()).horizontalAdvance("start");
  const qreal left = at.x() + 15 + width > plot.right() ? at.x() - 15 - width : at.x() + 14;
  return {left, at.y() - 8, width, 16};
}

void drawMarks(QPainter& painter, const QRectF& plot, const QTransform& toView,
               const PlaneScene& scene, const Theme& theme) {
  const QFont font = viewFont(12, QFont::DemiBold);
  const QRectF start = startWord(plot, toView, scene);
  for (const PlaneMark& mark : scene.marks) {
    const QPointF at = toView.map(mark.at);
    if (!plot.contains(at)) continue;
    if (mark.kind == PlaneMark::Kind::point) {
      drawHaloText(painter, at + QPointF(9, -9), mark.name, viewFont(14, QFont::Bold), theme.text,
                   theme.ground, 4);
      continue;
    }
    if (mark.kind == PlaneMark::Kind::minimum)
      drawMinimum(painter, at, theme);
    else
      drawSaddle(painter, at, theme, mark.kind == PlaneMark::Kind::maximum);
    const qreal width = QFontMetricsF(font).horizontalAdvance(mark.name);
    const qreal left = std::min(at.x() - width / 2, plot.right() - width - 4);
    const bool taken = QRectF(left, at.y() + 11, width, 15).intersects(start);
    drawHaloText(painter, {left, at.y() + (taken ? -14 : 23)}, mark.name, font, theme.text,
                 theme.ground, 4);
  }
}

void drawStartMark(QPainter& painter, const QRectF& plot, const QTransform& toView,
                   const PlaneScene& scene, const Theme& theme) {
  const QRectF word = startWord(plot, toView, scene);
  if (word.isEmpty()) return;
  drawStart(painter, toView.map(*scene.start), theme);
  drawHaloText(painter, {word.left(), word.center().y() + 4}, "start", startFont(), theme.text,
               theme.ground, 3.5);
}

void drawHighlight(QPainter& painter, const QSizeF& size, const QRectF& plot,
                   const QTransform& toView, const PlaneScene& scene, const Theme& theme,
                   const ContourOptions& options) {
  if (!options.highlight || options.highlight->path < 0 ||
      options.highlight->path >= int(scene.paths.size()))
    return;
  const PlanePath& path = scene.paths[std::size_t(options.highlight->path)];
  const std::optional<QPointF> place = placeAt(path, options.highlight->step);
  if (!place || !path.visible) return;
  QPointF at = toView.map(*place);
  if (!plot.contains(at)) {
    const auto exit = exitOf(path, options.highlight->step, toView, plot);
    if (!exit) return;
    at = exit->at;
  }
  drawRing(painter, at, 7, 2, theme.style(path.style).colour, theme.ground);
  if (options.note)
    drawNote(painter, at, noteOf(scene, *options.highlight), QRectF(QPointF(), size), theme);
}

}  // namespace

std::shared_ptr<const ContourBands> contourBandsOf(const PlaneGrid& grid) {
  auto bands = std::make_shared<ContourBands>();
  bands->box = QRectF(QPointF(grid.x0, grid.y0), QPointF(grid.x1, grid.y1));
  bands->scale = levelScaleOf(grid);
  const LevelField field = levelFieldOf(grid, bands->scale);
  for (int k = 0; k < ContourBands::count; ++k) {
    LevelSet set = levelSetAt(field, k == 0 ? -1e9 : double(k) / ContourBands::count);
    bands->regions.push_back(std::move(set.region));
    if (k > 0) bands->lines.push_back(std::move(set.lines));
  }
  return bands;
}

QRectF plotRectOf(const QSizeF& size) {
  return {40, 10, std::max(20.0, size.width() - 51), std::max(20.0, size.height() - 38)};
}

QTransform toViewOf(const QRectF& box, const QRectF& plot) {
  const double sx = plot.width() / box.width(), sy = -plot.height() / box.height();
  return {sx, 0, 0, sy, plot.left() - sx * box.left(), plot.bottom() - sy * box.top()};
}

QRectF wholeBoxOf(const PlaneScene& scene) {
  if (!scene.home.isEmpty()) return scene.home;
  if (scene.grid && scene.grid->x1 > scene.grid->x0 && scene.grid->y1 > scene.grid->y0)
    return {QPointF(scene.grid->x0, scene.grid->y0), QPointF(scene.grid->x1, scene.grid->y1)};
  QPolygonF points;
  for (const PlanePath& path : scene.paths)
    for (const QPointF& p : path.points)
      if (std::isfinite(p.x()) && std::isfinite(p.y())) points << p;
  QRectF box = points.boundingRect();
  if (!(box.width() > 0)) box.adjust(-1, 0, 1, 0);
  if (!(box.height() > 0)) box.adjust(0, -1, 0, 1);
  return box.adjusted(-0.1 * box.width(), -0.1 * box.height(), 0.1 * box.width(),
                      0.1 * box.height());
}

void paintBands(QPainter& painter, const ContourBands& bands, const QTransform& toView,
                const Theme& theme, bool pale) {
  painter.setPen(Qt::NoPen);
  // Each region holds those above it and is painted over by them: no seam can open between two
  // bands.
  for (int k = 0; k < int(bands.regions.size()); ++k)
    painter.fillPath(pathOf(bands.regions[std::size_t(k)], toView), bandColour(k, theme, pale));
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(QColor(255, 255, 255, 140), 1));
  for (const auto& level : bands.lines)
    for (const QPolygonF& line : level) painter.drawPolyline(toView.map(line));
}

void paintContour(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                  const Theme& theme, const ContourOptions& options) {
  const QRectF plot = plotRectOf(size);
  const QRectF box = options.box.isEmpty() ? wholeBoxOf(scene) : options.box;
  const QTransform toView = toViewOf(box, plot);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(QRectF(QPointF(), size), theme.ground);
  painter.save();
  painter.setClipRect(plot);
  if (scene.oneVariable) {
    if (scene.grid && scene.grid->nx > 1) paintCurve(painter, plot, toView, *scene.grid, theme);
  } else if (options.bandImage) {
    const QRectF target = toView.mapRect(options.bandImageBox);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, *options.bandImage);
  } else if (scene.grid && scene.grid->nx > 1 && scene.grid->ny > 1) {
    paintBands(painter, options.bands ? *options.bands : *contourBandsOf(*scene.grid), toView,
               theme, false);
  }
  paintPaths(painter, plot, toView, scene, theme);
  drawMarks(painter, plot, toView, scene, theme);
  paintEndMarks(painter, plot, toView, scene, theme);
  drawStartMark(painter, plot, toView, scene, theme);
  paintArrows(painter, plot, toView, box, scene.arrows, theme);
  painter.restore();
  drawAxes(painter, plot, box, scene, theme);
  drawNames(painter, plot, scene, theme);
  paintExits(painter, plot, toView, scene, theme);
  if (!scene.note.isEmpty())
    drawHaloText(painter, plot.bottomLeft() + QPointF(8, -8), scene.note, viewFont(12), theme.text,
                 theme.ground, 3);
  paintContourOverlay(painter, size, scene, theme, options);
}

void paintContourOverlay(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                         const Theme& theme, const ContourOptions& options) {
  const QRectF plot = plotRectOf(size);
  const QRectF box = options.box.isEmpty() ? wholeBoxOf(scene) : options.box;
  drawHighlight(painter, size, plot, toViewOf(box, plot), scene, theme, options);
  if (!options.focus) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.accent, 2));
  painter.drawRect(QRectF(QPointF(), size).adjusted(1, 1, -1, -1));
}

QStringList noteOf(const PlaneScene& scene, StepOfPath step) {
  const PlanePath& path = scene.paths[std::size_t(step.path)];
  QStringList lines{path.name, "step " + QString::number(step.step)};
  if (const auto f = lossAt(path, step.step)) lines[1] += ", f = " + numberText(*f, 4);
  if (const auto at = placeAt(path, step.step)) {
    lines << scene.xName + " = " + numberText(at->x(), 4);
    if (!scene.oneVariable) lines[2] += ", " + scene.yName + " = " + numberText(at->y(), 4);
  }
  if (path.diverged && step.step >= lastStepOf(path)) lines << "diverged here";
  return lines;
}

}  // namespace thalweg
