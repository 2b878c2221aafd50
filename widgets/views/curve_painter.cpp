/// Draws a function of one variable under its paths.
#include "widgets/views/curve_painter.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "widgets/views/plane_path.h"

namespace thalweg {

double heightAt(const PlaneGrid& curve, double x) {
  const double at = (x - curve.x0) / (curve.x1 - curve.x0) * (curve.nx - 1);
  if (!(at >= 0 && at <= curve.nx - 1)) return std::nan("");
  const int i = std::min(int(at), curve.nx - 2);
  const double a = curve.f[std::size_t(i)], b = curve.f[std::size_t(i) + 1];
  return a + (b - a) * (at - i);
}

QRectF boxOfCurve(const PlaneGrid& curve) {
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (const double f : curve.f)
    if (std::isfinite(f)) {
      low = std::min(low, f);
      high = std::max(high, f);
    }
  if (!(low <= high)) return {};
  const double height = high > low ? high - low : std::max(1.0, std::abs(high));
  return {curve.x0, low - 0.10 * height, curve.x1 - curve.x0, 1.18 * height};
}

void paintCurve(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneGrid& curve, const Theme& theme) {
  QPolygonF line;
  for (int i = 0; i < curve.nx; ++i) {
    const double x = curve.x0 + (curve.x1 - curve.x0) * i / (curve.nx - 1);
    line << toView.map(QPointF(x, curve.f[std::size_t(i)]));
  }
  for (const QPolygonF& piece : clipped(line, plot.adjusted(-4, -4, 4, 4)).pieces) {
    QPainterPath ground(QPointF(piece.first().x(), plot.bottom()));
    for (const QPointF& p : piece) ground.lineTo(p);
    ground.lineTo(piece.last().x(), plot.bottom());
    painter.fillPath(ground, theme.sunken);
    painter.setPen(QPen(theme.sub, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(piece);
  }
}

}  // namespace thalweg
