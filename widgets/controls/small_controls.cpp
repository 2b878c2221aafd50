#include "widgets/controls/small_controls.h"

#include <QAction>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/own_keys.h"
#include "widgets/theme/style.h"

namespace thalweg {

ToolButton::ToolButton(const QString& iconName, const QString& name, QWidget* parent)
    : QToolButton(parent) {
  setIcon(thalweg::icon(iconName));
  setAccessibleName(name);
  setToolTip(name);
  setAutoRaise(true);
  setFocusPolicy(Qt::TabFocus);
  setButtonSize(24, 24);
}

ToolButton::ToolButton(QAction* action, QWidget* parent) : QToolButton(parent) {
  setDefaultAction(action);
  setAccessibleName(action->iconText());
  setAutoRaise(true);
  setFocusPolicy(Qt::TabFocus);
  setButtonSize(24, 24);
}

void ToolButton::setIconSizePx(int px) { setIconSize({px, px}); }
void ToolButton::setButtonSize(int width, int height) { setFixedSize(width, height); }

Segments::Segments(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setFont(textFont(12));
}

Segments::Segments(const QStringList& options, QWidget* parent) : Segments(parent) {
  setOptions(options);
}

void Segments::setOptions(const QStringList& options) {
  m_options = options;
  m_current = std::clamp(m_current, 0, std::max(0, int(options.size()) - 1));
  updateGeometry();
  update();
}

void Segments::setCurrent(int index) {
  if (index < 0 || index >= m_options.size() || index == m_current) return;
  m_current = index;
  setAccessibleDescription(m_options[index]);
  update();
}

QSize Segments::sizeHint() const {
  const QFontMetrics metrics(textFont(12, QFont::DemiBold));
  int widest = 0;
  for (const QString& option : m_options) widest += metrics.horizontalAdvance(option) + 16;
  return {widest + 2, 24};
}

/// Each segment takes the room of its words; what is left over is shared.
QRectF Segments::segment(int index) const {
  const QFontMetrics metrics(textFont(12, QFont::DemiBold));
  const double extra = (width() - sizeHint().width()) / std::max(1.0, double(m_options.size()));
  double left = 1;
  for (int i = 0;; ++i) {
    const double w = metrics.horizontalAdvance(m_options[i]) + 16 + extra;
    if (i == index) return {left, 0, w, double(height())};
    left += w;
  }
}

int Segments::at(const QPointF& position) const {
  for (int i = 0; i < m_options.size(); ++i)
    if (segment(i).contains(position)) return i;
  return -1;
}

void Segments::choose(int index) {
  if (index < 0 || index >= m_options.size() || index == m_current) return;
  setCurrent(index);
  emit chosen(index);
}

void Segments::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) choose(at(event->position()));
}

void Segments::mouseMoveEvent(QMouseEvent* event) {
  const int hovered = at(event->position());
  if (hovered != m_hovered) update();
  m_hovered = hovered;
}

void Segments::leaveEvent(QEvent* event) {
  m_hovered = -1;
  update();
  QWidget::leaveEvent(event);
}

bool Segments::event(QEvent* event) {
  if (keepKeys(event, {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End})) return true;
  return QWidget::event(event);
}

void Segments::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down)
    choose(m_current + 1);
  else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up)
    choose(m_current - 1);
  else
    QWidget::keyPressEvent(event);
}

void Segments::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  const bool enabled = isEnabled();
  drawBox(painter, rect(), enabled ? t.raised : t.panel, QColor());
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < m_options.size(); ++i) {
    const QRectF place = segment(i);
    const bool chosen = i == m_current;
    if (chosen || (i == m_hovered && enabled)) {
      painter.save();
      painter.setClipRect(place);
      drawBox(painter, rect(), chosen ? t.accentSoft : t.hover, QColor());
      painter.restore();
    }
    painter.setPen(!enabled ? t.disabled : chosen ? t.accentInk : t.text);
    painter.setFont(textFont(12, chosen ? QFont::DemiBold : QFont::Normal));
    painter.drawText(place, Qt::AlignCenter, m_options[i]);
    if (i > 0)
      painter.fillRect(QRectF(std::round(place.left()), 1, 1, height() - 2),
                       enabled ? t.control : t.border);
  }
  drawBox(painter, rect(), QColor(), enabled ? t.control : t.border);
}

Meter::Meter(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Meter::setValue(std::optional<double> share) {
  if (share == m_value) return;
  m_value = share;
  setAccessibleDescription(share ? tr("%1 of its limit").arg(*share, 0, 'f', 3)
                                 : tr("no limit known"));
  setToolTip(share ? tr("%1 of its limit").arg(fullNumber(*share)) : tr("No limit is known here"));
  update();
}

void Meter::setSeries(int series) {
  m_series = series;
  update();
}

void Meter::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  constexpr qreal numberWidth = 82, numberMargin = 2;
  const QRectF bar(0, std::round(height() / 2.0) - 2, std::max(8.0, width() - numberWidth), 4);
  const double value = m_value && std::isfinite(*m_value) ? std::max(0.0, *m_value) : 0.0;
  const double full = std::max(1.0, value);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.track);
  painter.drawRoundedRect(bar, 2, 2);
  const qreal filled = bar.width() * value / full;
  if (m_value && filled >= 1) {
    painter.setBrush(isEnabled() ? seriesColour(m_series) : t.disabled);
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(filled, 4.0), 4)), 2, 2);
  }
  const qreal tick = std::round(bar.left() + bar.width() / full);
  painter.fillRect(QRectF(tick - 2, bar.top() - 3, 2, 10), t.text);
  const bool over = m_value && !(*m_value <= 1);
  painter.setFont(numberFont(12, over ? QFont::DemiBold : QFont::Normal));
  painter.setPen(over ? t.bad : m_value ? t.text : t.sub);
  const QString number = !m_value          ? QStringLiteral("–")
                         : *m_value < 1000 ? QString::number(*m_value, 'f', 3)
                                           : shownNumber(*m_value);
  painter.drawText(QRectF(rect()).adjusted(0, 0, -numberMargin, 0),
                   Qt::AlignRight | Qt::AlignVCenter, number);
}

LineSample::LineSample(int series, QWidget* parent) : QWidget(parent), m_series(series) {
  setFixedSize(36, 16);
}

void LineSample::setSeries(int series) {
  m_series = series;
  update();
}

void LineSample::setMuted(bool muted) {
  m_muted = muted;
  update();
}

void LineSample::draw(QPainter& painter, const QRectF& where, int series, bool muted) {
  const Theme& t = currentTheme();
  SeriesStyle style = t.style(series);
  if (muted) style.colour = style.ink = t.disabled;
  const qreal y = std::round(where.center().y()), right = where.left() + 36;
  const QLineF line(QPointF(where.left() + 1, y), QPointF(right - 8, y));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  // Amber and sky blue are too pale alone on a light ground: a line of their ink carries them.
  if (!t.dark && series % 6 >= 4 && !muted) {
    SeriesStyle under = style;
    under.colour = style.ink;
    painter.setPen(seriesPen(under, 3.2));
    painter.drawLine(line);
  }
  painter.setPen(seriesPen(style, 2));
  painter.drawLine(line);
  drawMarker(painter, QPointF(right - 7, y), style.marker, 4.5, style.colour, QColor());
  painter.restore();
}

void LineSample::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  draw(painter, QRectF(rect()), m_series, m_muted || !isEnabled());
}

}  // namespace thalweg
