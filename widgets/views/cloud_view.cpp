/// Gradients of single samples as dots around their mean.
#include "widgets/views/cloud_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/style.h"
#include "widgets/views/marks.h"

namespace thalweg {
namespace {

constexpr qreal margin = 10;

}  // namespace

std::array<QPointF, 2> ellipseAxes(const std::array<double, 3>& covariance) {
  const auto [xx, xy, yy] = covariance;
  const double middle = (xx + yy) / 2, half = std::hypot((xx - yy) / 2, xy);
  const double angle = 0.5 * std::atan2(2 * xy, xx - yy);
  const double a = 2 * std::sqrt(std::max(0.0, middle + half)),
               b = 2 * std::sqrt(std::max(0.0, middle - half));
  return {QPointF(a * std::cos(angle), a * std::sin(angle)),
          QPointF(-b * std::sin(angle), b * std::cos(angle))};
}

CloudView::CloudView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Gradients of single samples"));
}

void CloudView::setPicture(CloudPicture picture) {
  m_picture = std::move(picture);
  // All but the farthest hundredth, the origin, and the ellipse.
  std::vector<double> sizes;
  m_middle = m_picture.mean / 2;
  for (const QPointF& p : m_picture.points)
    sizes.push_back(std::hypot(p.x() - m_middle.x(), p.y() - m_middle.y()));
  std::sort(sizes.begin(), sizes.end());
  m_reach = sizes.empty() ? 1.0 : sizes[(sizes.size() - 1) * 99 / 100];
  for (const QPointF& axis : ellipseAxes(m_picture.covariance))
    m_reach =
        std::max(m_reach, std::hypot(axis.x(), axis.y()) + std::hypot(m_middle.x(), m_middle.y()));
  m_reach = std::max(1.08 * m_reach, 1e-300);
  setAccessibleDescription(tr("%1 gradients").arg(m_picture.points.size()));
  update();
}

QPointF CloudView::toView(QPointF gradient) const {
  const double unit = (std::min(width(), height()) / 2.0 - margin) / m_reach;
  const QPointF by = gradient - m_middle;
  return QPointF(width() / 2.0 + unit * by.x(), height() / 2.0 - unit * by.y());
}

void CloudView::paintEllipse(QPainter& painter, double share, const QColor& colour,
                             bool filled) const {
  const auto axes = ellipseAxes(m_picture.covariance);
  QPolygonF line;
  for (int i = 0; i < 96; ++i) {
    const double t = 2 * M_PI * i / 96;
    line << toView(m_picture.mean + share * (std::cos(t) * axes[0] + std::sin(t) * axes[1]));
  }
  QColor soft = colour;
  soft.setAlphaF(0.16f);
  painter.setBrush(filled ? QBrush(soft) : QBrush(Qt::NoBrush));
  painter.setPen(QPen(colour, 1.6));
  painter.drawPolygon(line);
}

void CloudView::paint(QPainter& painter) const {
  const Theme& theme = currentTheme();
  const SeriesStyle& style = theme.style(m_picture.style);
  painter.fillRect(rect(), theme.ground);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_picture.points.empty()) return;
  const QPointF origin = toView({0, 0});
  painter.setPen(theme.grid);
  painter.drawLine(QPointF(0, origin.y()), QPointF(width(), origin.y()));
  painter.drawLine(QPointF(origin.x(), 0), QPointF(origin.x(), height()));
  QColor dot = theme.sub;
  dot.setAlphaF(m_picture.points.size() > 400 ? 0.35f : 0.55f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(dot);
  for (const QPointF& p : m_picture.points) painter.drawEllipse(toView(p), 2, 2);
  paintEllipse(painter, 1.0, theme.axis, false);
  if (m_picture.batch > 0)
    paintEllipse(painter, 1 / std::sqrt(m_picture.batch), style.colour, true);
  const QPointF mean = toView(m_picture.mean), along = mean - origin;
  const double length = std::hypot(along.x(), along.y());
  painter.setPen(QPen(theme.ground, 4.5));
  painter.drawLine(origin, mean);
  painter.setPen(QPen(style.colour, 2.2));
  painter.drawLine(origin, mean);
  if (length > 14)
    drawArrowHead(painter, mean, along / length, style.colour, theme.ground);
  else
    drawMarker(painter, mean, style, 4.5, theme.ground);
  const QFont font = viewFont(11);
  // In the corner, as the middle is full of dots.
  const qreal wide = QFontMetricsF(font).horizontalAdvance(m_picture.xName);
  drawHaloText(painter, {width() - 6 - wide, height() - 6.0}, m_picture.xName, font, theme.sub,
               theme.ground, 3);
  drawHaloText(painter, {origin.x() + 5, 13}, m_picture.yName, font, theme.sub, theme.ground, 3);
}

void CloudView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

}  // namespace thalweg
