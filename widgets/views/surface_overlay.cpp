/// What is painted over the picture of the surface.
#include "widgets/views/surface_overlay.h"

#include <QFontMetricsF>
#include <QLineF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/views/colour_map.h"
#include "widgets/views/marks.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/ticks.h"

namespace thalweg {
namespace {

/// One edge of the foot on the picture: from the low end of its axis to the high one, and away from
/// the block.
struct Edge {
  QVector3D low, high;
  double valueLow = 0, valueHigh = 1;
  QString name;
};

void paintEdge(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
               const SurfaceFrame& frame, const Edge& edge, const Theme& theme) {
  const QPointF a = camera.project(edge.low, size), b = camera.project(edge.high, size);
  const double length = QLineF(a, b).length();
  if (length < 50) return;
  QPointF out((b.y() - a.y()) / length, (a.x() - b.x()) / length);
  const QPointF centre = camera.project({0, 0, float(frame.foot())}, size);
  const QPointF away = (a + b) / 2 - centre;
  if (out.x() * away.x() + out.y() * away.y() < 0) out = -out;
  const QFont font = viewFont(12);
  const QFontMetricsF metrics(font);
  const auto centred = [&](QPointF at, const QString& text, const QFontMetricsF& m) {
    return at + QPointF(-m.horizontalAdvance(text) / 2, 4.5);
  };
  painter.setFont(font);
  for (const Tick& tick :
       linearTicks(edge.valueLow, edge.valueHigh, std::clamp(int(length / 32), 2, 8))) {
    const double t = (tick.at - edge.valueLow) / (edge.valueHigh - edge.valueLow);
    const QPointF at = camera.project(edge.low + float(t) * (edge.high - edge.low), size);
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(at + 1.0 * out, at + 8.0 * out);
    painter.setPen(theme.sub);
    const double reach = 13 + 0.5 * metrics.horizontalAdvance(tick.text) * std::abs(out.x());
    painter.drawText(centred(at + reach * out, tick.text, metrics), tick.text);
  }
  const QFont bold = viewFont(13, QFont::DemiBold, edge.name.size() <= 2);
  const QFontMetricsF wide(bold);
  painter.setFont(bold);
  painter.setPen(theme.text);
  const QPointF middle = camera.project(edge.low + 0.52f * (edge.high - edge.low), size);
  const double reach = 34 + 0.5 * wide.horizontalAdvance(edge.name) * std::abs(out.x());
  painter.drawText(centred(middle + reach * out, edge.name, wide), edge.name);
}

/// Whether the way from the eye to a place on the surface goes through a side of the block.
bool entersThroughSide(const LevelField& field, const SurfaceFrame& frame, QVector3D eye,
                       QVector3D place) {
  const QVector3D way = place - eye;
  float entry = 0;
  const auto slab = [&entry](float from, float along, float half) {
    if (std::abs(from) <= half || along == 0) return;
    entry = std::max(entry, ((from < 0 ? -half : half) - from) / along);
  };
  slab(eye.x(), way.x(), float(frame.width / 2));
  slab(eye.y(), way.y(), float(frame.depth / 2));
  if (!(entry > 0 && entry < 0.999f)) return false;
  const QVector3D side = eye + entry * way;
  const QPointF at = frame.toPlane(side);
  const double x = std::clamp(at.x(), field.x0, field.x1),
               y = std::clamp(at.y(), field.y0, field.y1);
  const double share = field.sample(x, y);
  return std::isfinite(share) && side.z() < frame.toScene(x, y, share).z();
}

}  // namespace

void paintEdges(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                const SurfaceFrame& frame, const PlaneScene& scene, const Theme& theme) {
  const QVector3D towards = camera.backward();
  const float x = float(frame.width / 2), y = float(frame.depth / 2), z = float(frame.foot());
  const float faceY = towards.y() < 0 ? -y : y, faceX = towards.x() < 0 ? -x : x;
  paintEdge(painter, size, camera, frame,
            {{-x, faceY, z}, {x, faceY, z}, frame.box.left(), frame.box.right(), scene.xName},
            theme);
  paintEdge(painter, size, camera, frame,
            {{faceX, -y, z}, {faceX, y, z}, frame.box.top(), frame.box.bottom(), scene.yName},
            theme);
}

void paintRimExits(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                   const LevelField& field, const SurfaceFrame& frame,
                   const std::vector<PlanePath>& paths, int cursor, const Theme& theme) {
  for (const PlanePath& path : paths) {
    if (!path.visible) continue;
    const auto exit = exitOf(path, cursor, QTransform(), frame.box);
    if (!exit) continue;
    const double x = std::clamp(exit->at.x(), field.x0, field.x1),
                 y = std::clamp(exit->at.y(), field.y0, field.y1);
    const double share = field.sample(x, y);
    if (!std::isfinite(share)) continue;
    const QVector3D rim = frame.toScene(x, y, std::min(share, 1.0));
    // Level with the rim: where the path goes beyond it no height is known.
    const double far = 1e-3 * std::hypot(frame.box.width(), frame.box.height());
    const QVector3D beyond = frame.toScene(x + far * exit->towards.x(), y + far * exit->towards.y(),
                                           std::min(share, 1.0));
    const QPointF tip = camera.project(rim, size), way = camera.project(beyond, size) - tip;
    const double length = std::hypot(way.x(), way.y());
    if (!(length > 0)) continue;
    drawArrowHead(painter, tip, way / length,
                  path.reference ? theme.axis : theme.style(path.style).colour, theme.halo3d);
  }
}

void paintMarks(QPainter& painter, const QSizeF& size, const OrbitCamera& camera,
                const LevelField& field, const SurfaceFrame& frame,
                const std::vector<PlaneMark>& marks, const Theme& theme) {
  for (const PlaneMark& mark : marks) {
    const double share = field.sample(mark.at.x(), mark.at.y());
    if (!std::isfinite(share)) continue;
    const QVector3D place = frame.toScene(mark.at.x(), mark.at.y(), share), eye = camera.eye();
    const float far = (place - eye).length();
    const auto hit = hitSurface(field, frame, eye, (place - eye) / far);
    // The surface hides what it is met well before, a side of the block what lies behind it.
    if (entersThroughSide(field, frame, eye, place)) continue;
    if (hit && (*hit - eye).length() < far - 0.02f * float(frame.diagonal())) continue;
    const QPointF at = camera.project(place, size);
    if (mark.kind == PlaneMark::Kind::point)
      drawHaloText(painter, at + QPointF(8, -8), mark.name, viewFont(14, QFont::Bold), theme.text,
                   theme.halo3d, 4);
    else if (mark.kind == PlaneMark::Kind::minimum)
      drawMinimum(painter, at, theme);
    else
      drawSaddle(painter, at, theme, mark.kind == PlaneMark::Kind::maximum);
  }
}

void paintColourBar(QPainter& painter, const LevelScale& scale, const QString& name,
                    const Theme& theme) {
  const QRectF bar(14, 26, 150, 8);
  painter.setFont(viewFont(12));
  painter.setPen(theme.sub);
  painter.drawText(QPointF(bar.left(), 20), name + ", " + scale.name());
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (int i = 0; i < 75; ++i)
    painter.fillRect(QRectF(bar.left() + 2 * i, bar.top(), 2, bar.height()),
                     QColor(viridis(mapLow + (mapHigh - mapLow) * (i + 0.5) / 75)));
  painter.setRenderHint(QPainter::Antialiasing);
  const QFontMetricsF metrics(painter.font());
  for (const auto& [share, text] : scale.ticks(0.14)) {
    const qreal x = std::round(bar.left() + share * bar.width()) + 0.5;
    painter.setPen(QPen(theme.axis, 1));
    painter.drawLine(QPointF(x, bar.bottom()), QPointF(x, bar.bottom() + 4));
    painter.setPen(theme.sub);
    painter.drawText(QPointF(std::max(bar.left() - 4, x - metrics.horizontalAdvance(text) / 2),
                             bar.bottom() + 16),
                     text);
  }
}

}  // namespace thalweg
