/// What the pointer does on a chart.
#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/views/chart_items.h"
#include "widgets/views/chart_view.h"

namespace thalweg {

void ChartView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton ||
      !m_plot.adjusted(-4, -28, 4, 4).contains(event->position()))
    return;
  m_pressed = m_dragged = event->position();
  m_dragging = true;
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (m_dragging) {
    m_dragged = at;
    return m_front->update();
  }
  const auto point = m_plot.contains(at) ? pointNear(at) : std::nullopt;
  const QString owner =
      point ? QString::fromStdString(m_figure.series[std::size_t(point->curve)].owner) : QString();
  const double x = point ? m_figure.series[std::size_t(point->curve)].x[point->index] : 0;
  if (owner == m_ringOwner && x == m_ringX && m_hovering == point.has_value()) return;
  const bool had = m_hovering;
  m_hovering = point.has_value();
  m_ringOwner = owner;
  m_ringX = x;
  if (m_hovering || had) emit hovered(owner, x);
  m_front->update();
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_dragging) return;
  m_dragging = false;
  const QRectF box = QRectF(m_pressed, m_dragged).normalized() & m_plot;
  if (box.width() > 6 && box.height() > 6) {
    const auto xAt = [this](double px) {
      return m_x.low + (px - m_plot.left()) / m_plot.width() * (m_x.high - m_x.low);
    };
    const auto yAt = [this](double py) {
      return m_y.low + (m_plot.bottom() - py) / m_plot.height() * (m_y.high - m_y.low);
    };
    const double x0 = xAt(box.left()), x1 = xAt(box.right()), y0 = yAt(box.bottom()),
                 y1 = yAt(box.top());
    m_x.low = x0;
    m_x.high = x1;
    m_y.low = y0;
    m_y.high = y1;
    m_zoomed = true;
    return refit();
  }
  m_front->update();
  const QPointF at = event->position();
  if (QLineF(m_pressed, at).length() > 4) return;
  const auto point = pointNear(at);
  if (point) return emit cursorAsked(m_figure.series[std::size_t(point->curve)].x[point->index]);
  const double share = std::clamp((at.x() - m_plot.left()) / m_plot.width(), 0.0, 1.0);
  emit cursorAsked(m_x.valueAt(m_x.low + share * (m_x.high - m_x.low)));
}

void ChartView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) showAll();
}

void ChartView::wheelEvent(QWheelEvent* event) {
  event->accept();
  if (event->angleDelta().y() == 0) return;
  const double factor = std::pow(0.999, event->angleDelta().y());
  const double share =
      std::clamp((event->position().x() - m_plot.left()) / m_plot.width(), 0.0, 1.0);
  const double fixed = m_x.low + share * (m_x.high - m_x.low);
  const PlotAxis whole = xAxisOf(m_figure);
  const double low = std::max(whole.low, fixed + (m_x.low - fixed) * factor);
  const double high = std::min(whole.high, fixed + (m_x.high - fixed) * factor);
  if (!(high - low > 1e-6 * (whole.high - whole.low))) return;
  m_x.low = low;
  m_x.high = high;
  m_zoomed = true;
  refit();
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) { emit menuAsked(event->globalPos()); }

void ChartView::focusInEvent(QFocusEvent* event) {
  m_keyboardFocus =
      event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  m_front->update();
}

void ChartView::focusOutEvent(QFocusEvent*) {
  m_keyboardFocus = false;
  m_front->update();
}

void ChartView::leaveEvent(QEvent*) {
  if (!m_hovering) return;
  m_hovering = false;
  m_ringOwner.clear();
  emit hovered({}, 0);
  m_front->update();
}

}  // namespace thalweg
