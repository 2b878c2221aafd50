#include "widgets/controls/rate_picture.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"

namespace thalweg {

RatePicture::RatePicture(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Learning rate along the run"));
}

void RatePicture::setCurve(const QPolygonF& curve) {
  if (curve == m_curve) return;
  m_curve = curve;
  update();
}

void RatePicture::setSeries(int series) {
  m_series = series;
  update();
}

void RatePicture::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = QRectF(rect()).adjusted(1, 3, -1, -3);
  painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), theme.grid);
  if (m_curve.size() < 2) return;
  double top = 1;
  for (const QPointF& p : m_curve) top = std::max(top, p.y());
  QPolygonF line;
  for (const QPointF& p : m_curve)
    line << QPointF(area.left() + p.x() * area.width(),
                    area.bottom() - p.y() / top * area.height());
  QColor under = seriesColour(m_series);
  under.setAlphaF(0.14f);
  QPainterPath ground(QPointF(line.first().x(), area.bottom()));
  for (const QPointF& p : line) ground.lineTo(p);
  ground.lineTo(line.last().x(), area.bottom());
  painter.fillPath(ground, under);
  painter.setPen(QPen(seriesColour(m_series), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
}

}  // namespace thalweg
