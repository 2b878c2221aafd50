#include "widgets/controls/scrub_bar.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/theme/drawing.h"
#include "widgets/theme/own_keys.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr double margin = 10, groove = 6;

}  // namespace

ScrubBar::ScrubBar(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Step"));
}

void ScrubBar::setRange(int computed, int planned) {
  const int reach = std::max(0, computed), end = std::max({1, planned, reach});
  if (reach == m_computed && end == m_planned) return;
  m_computed = reach;
  m_planned = end;
  update();
}

void ScrubBar::setStep(int step) {
  if (step == m_step) return;
  m_step = step;
  setAccessibleDescription(tr("step %1 of %2").arg(step).arg(m_planned));
  update();
}

void ScrubBar::setMarkers(const QList<StripMarker>& markers) {
  m_markers = markers;
  update();
}

double ScrubBar::xOf(int step) const {
  return margin + (width() - 2 * margin) * std::clamp(step, 0, m_planned) / double(m_planned);
}

int ScrubBar::stepAt(double x) const {
  const double share = (x - margin) / std::max(1.0, width() - 2 * margin);
  return int(std::lround(std::clamp(share, 0.0, 1.0) * m_planned));
}

void ScrubBar::ask(int step) {
  const int wanted = std::clamp(step, 0, m_computed);
  if (wanted == m_step) return;
  setStep(wanted);
  emit stepAsked(wanted);
}

void ScrubBar::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  // A click on the handle keeps the step; one in the groove goes there.
  if (std::abs(event->position().x() - xOf(m_step)) > 8) ask(stepAt(event->position().x()));
}

void ScrubBar::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) ask(stepAt(event->position().x()));
}

void ScrubBar::wheelEvent(QWheelEvent* event) {
  const QPoint turned = event->angleDelta();
  m_wheelRest += (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
  const double whole = std::trunc(m_wheelRest);
  m_wheelRest -= whole;
  if (whole != 0) ask(m_step + int(whole) * (event->modifiers() & Qt::ShiftModifier ? 10 : 1));
  event->accept();
}

void ScrubBar::keyPressEvent(QKeyEvent* event) {
  const int by = event->modifiers() & Qt::ShiftModifier ? 10 : 1;
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
      ask(m_step + by);
      return;
    case Qt::Key_Left:
    case Qt::Key_Down:
      ask(m_step - by);
      return;
    case Qt::Key_PageUp:
      ask(m_step + 10);
      return;
    case Qt::Key_PageDown:
      ask(m_step - 10);
      return;
    case Qt::Key_Home:
      ask(0);
      return;
    case Qt::Key_End:
      ask(m_computed);
      return;
    default:
      QWidget::keyPressEvent(event);
  }
}

bool ScrubBar::event(QEvent* event) {
  if (keepKeys(event, {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End})) return true;
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const double x = help->pos().x();
  QString tip = tr("step %1").arg(std::min(stepAt(x), m_computed));
  for (const StripMarker& marker : m_markers)
    if (!marker.tip.isEmpty() && std::abs(xOf(marker.step) - x) <= 6) tip = marker.tip;
  QToolTip::showText(help->globalPos(), tip, this);
  return true;
}

void ScrubBar::drawMarkerBelow(QPainter& painter, const StripMarker& marker, double y) const {
  const Theme& t = currentTheme();
  const double x = std::round(xOf(marker.step));
  const double top = y + groove / 2 + 3;
  switch (marker.kind) {
    case StripMarker::Kind::boundCrossed:
      painter.setPen(Qt::NoPen);
      painter.setBrush(seriesColour(marker.series));
      painter.drawPolygon(
          QPolygonF({QPointF(x, top), QPointF(x + 5, top + 8), QPointF(x - 5, top + 8)}));
      break;
    case StripMarker::Kind::diverged:
    case StripMarker::Kind::fork: {
      const bool diverged = marker.kind == StripMarker::Kind::diverged;
      painter.setFont(numberFont(diverged ? 14 : 11, QFont::Bold));
      painter.setPen(diverged ? t.bad : t.text);
      if (!diverged) painter.fillRect(QRectF(x - 0.5, top, 1, 3), t.sub);
      painter.drawText(QRectF(x - 8, top + (diverged ? 0 : 3), 16, 13), Qt::AlignCenter,
                       diverged ? QStringLiteral("!") : QStringLiteral("F"));
      break;
    }
    case StripMarker::Kind::tick:
      painter.fillRect(QRectF(x - 0.5, top + 1, 1, 6), t.sub);
      break;
  }
}

void ScrubBar::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double y = height() / 2.0;
  const QColor ink = isEnabled() ? t.accent : t.disabled;
  const auto bar = [&](double from, double to, const QColor& colour) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawRoundedRect(QRectF(from, y - groove / 2, to - from, groove), groove / 2,
                            groove / 2);
  };
  QColor ahead = t.track;
  ahead.setAlphaF(0.45f);
  bar(0, width(), ahead);
  const double reached = m_computed >= m_planned ? width() : xOf(m_computed);
  bar(0, reached, t.track);
  const double x = xOf(m_step);
  bar(0, x, ink);
  for (const StripMarker& marker : m_markers) drawMarkerBelow(painter, marker, y);
  painter.setPen(QPen(ink, 3));
  painter.setBrush(t.raised);
  painter.drawEllipse(QPointF(x, y), 8.5, 8.5);
}

}  // namespace thalweg
