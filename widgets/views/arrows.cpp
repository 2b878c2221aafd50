/// Arrows over a plane.
#include "widgets/views/arrows.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/views/marks.h"

namespace thalweg {
namespace {

constexpr double shortest = 0.09, longest = 0.33;  // of the sides of a box
constexpr double paleOpacity = 0.45;

void drawArrow(QPainter& painter, const QPolygonF& line, const PlaneArrow& arrow,
               const QColor& halo) {
  const QPointF tip = line.last(), way = tip - line[line.size() - 2];
  const double length = std::hypot(way.x(), way.y());
  if (!(length > 0)) return;
  painter.setOpacity(arrow.pale ? paleOpacity : 1.0);
  painter.setPen(QPen(halo, 5.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  QPen pen(arrow.colour, 2.6, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (arrow.dashed) pen.setDashPattern({3, 1.6});
  painter.setPen(pen);
  painter.drawPolyline(line);
  drawArrowHead(painter, tip, way / length, arrow.colour, halo);
  if (!arrow.pale && !arrow.name.isEmpty())
    drawHaloText(painter, tip + QPointF(8, -6), arrow.name, viewFont(12, QFont::DemiBold),
                 arrow.colour, halo);
  painter.setOpacity(1);
}

}  // namespace

QPointF visibleTip(const PlaneArrow& arrow, const QRectF& box) {
  const QPointF way = arrow.to - arrow.from;
  const double length = std::hypot(way.x() / box.width(), way.y() / box.height());
  if (!(length > 0) || !std::isfinite(length)) return arrow.from;
  return arrow.from + way * (std::clamp(length, shortest, longest) / length);
}

void paintArrows(QPainter& painter, const QRectF& plot, const QTransform& toView, const QRectF& box,
                 const std::vector<PlaneArrow>& arrows, const Theme& theme) {
  painter.setBrush(Qt::NoBrush);
  for (const PlaneArrow& arrow : arrows) {
    const QPointF tip = visibleTip(arrow, box);
    if (tip == arrow.from || !plot.contains(toView.map(arrow.from))) continue;
    drawArrow(painter, QPolygonF({toView.map(arrow.from), toView.map(tip)}), arrow, theme.ground);
  }
}

void paintArrowsOnSurface(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                          const LevelField& field, const SurfaceFrame& frame,
                          const std::vector<PlaneArrow>& arrows, const Theme& theme) {
  constexpr int pieces = 24;
  painter.setBrush(Qt::NoBrush);
  for (const PlaneArrow& arrow : arrows) {
    const QPointF way = visibleTip(arrow, frame.box) - arrow.from;
    QPolygonF line;
    for (int i = 0; i <= pieces; ++i) {
      const QPointF at = arrow.from + way * (double(i) / pieces);
      const double share = field.sample(at.x(), at.y());
      if (!std::isfinite(share)) break;  // it goes on where no height is known
      line << camera.project(
          frame.toScene(at.x(), at.y(), share) + QVector3D(0, 0, float(0.006 * frame.diagonal())),
          size);
    }
    if (line.size() > 1 && !way.isNull()) drawArrow(painter, line, arrow, theme.halo3d);
  }
}

}  // namespace thalweg
