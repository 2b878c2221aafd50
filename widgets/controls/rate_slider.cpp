#include "widgets/controls/rate_slider.h"

#include <QKeyEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/own_keys.h"

namespace thalweg {
namespace {

constexpr double handleWidth = 14;
constexpr int settleMs = 400;

}  // namespace

RateSlider::RateSlider(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setCursor(Qt::PointingHandCursor);
  m_settle.setSingleShot(true);
  m_settle.setInterval(settleMs);
  connect(&m_settle, &QTimer::timeout, this, &RateSlider::finish);
}

void RateSlider::setRange(double low, double high, Scale scale) {
  m_scale = low > 0 ? scale : Scale::linear;
  m_low = low;
  m_high = std::max(low, high);
  update();
}

void RateSlider::setField(const Field& field) {
  setRange(field.sliderLow, field.sliderHigh, field.scale);
  m_integer = field.type == FieldType::integer;
  setAccessibleName(QString::fromStdString(field.label));
  setAccessibleDescription(QString::fromStdString(field.help));
  setToolTip(QString::fromStdString(field.help));
}

void RateSlider::setSeries(int series) {
  m_series = series;
  update();
}

void RateSlider::setValue(double value) {
  if (m_value == value) return;
  m_value = value;
  update();
}

double RateSlider::share() const {
  if (m_high <= m_low) return 0;
  const double inside = std::clamp(m_value, m_low, m_high);
  return m_scale == Scale::logarithmic ? std::log(inside / m_low) / std::log(m_high / m_low)
                                       : (inside - m_low) / (m_high - m_low);
}

/// As few digits as the pixels can tell apart, so that a dragged number stays short.
double RateSlider::atShare(double at) const {
  const double s = std::clamp(at, 0.0, 1.0);
  if (s == 0.0) return m_low;
  if (s == 1.0) return m_high;
  if (m_scale == Scale::logarithmic) {
    const double value = roundedTo(m_low * std::pow(m_high / m_low, s), m_integer ? 9 : 2);
    return std::clamp(m_integer ? std::round(value) : value, m_low, m_high);
  }
  const double value = m_low + s * (m_high - m_low);
  if (m_integer) return std::round(value);
  const double unit = std::pow(10.0, std::floor(std::log10((m_high - m_low) / 200)));
  return std::clamp(roundedTo(std::round(value / unit) * unit, 12), m_low, m_high);
}

void RateSlider::change(double value) {
  if (value == m_value) return;
  m_value = value;
  m_pending = true;
  update();
  emit edited(m_value, false);
}

void RateSlider::finish() {
  m_settle.stop();
  if (!m_pending) return;
  m_pending = false;
  emit edited(m_value, true);
}

void RateSlider::turn(double notches, bool large) {
  double next;
  if (m_integer) {
    next = std::round(m_value) + notches * (large ? 10 : 1);
  } else if (m_scale == Scale::logarithmic) {
    next = roundedTo(m_value * std::pow(large ? 1.10 : 1.02, notches), 4);
  } else {
    next = roundedTo(m_value + notches * (large ? 0.10 : 0.02) * (m_high - m_low), 6);
    if (std::abs(next) < 1e-9 * (m_high - m_low)) next = 0;
  }
  // A value beyond the slider's part of the range may come back, never go further out.
  if (notches > 0) next = std::min(next, std::max(m_high, m_value));
  if (notches < 0) next = std::max(next, std::min(m_low, m_value));
  change(next);
  if (m_pending) m_settle.start();
}

void RateSlider::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    QWidget::mousePressEvent(event);
    return;
  }
  m_settle.stop();
  m_dragging = true;
  const double x = event->position().x(), reach = std::max(1.0, width() - handleWidth);
  const double handle = handleWidth / 2 + share() * reach;
  // Grabbed beside its centre the handle stays where it is; a click in the groove calls it.
  m_grabOffset = std::abs(x - handle) <= handleWidth / 2 + 1 ? x - handle : 0;
  if (m_grabOffset == 0 && std::abs(x - handle) > 1) change(atShare((x - handleWidth / 2) / reach));
}

void RateSlider::mouseMoveEvent(QMouseEvent* event) {
  if (!m_dragging) return;
  const double reach = std::max(1.0, width() - handleWidth);
  change(atShare((event->position().x() - m_grabOffset - handleWidth / 2) / reach));
}

void RateSlider::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_dragging) return;
  m_dragging = false;
  finish();
}

void RateSlider::wheelEvent(QWheelEvent* event) {
  const QPoint turned = event->angleDelta();
  m_wheelRest += (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
  const double whole = std::trunc(m_wheelRest);
  m_wheelRest -= whole;
  if (whole != 0) turn(whole, event->modifiers() & Qt::ShiftModifier);
  event->accept();
}

bool RateSlider::event(QEvent* event) {
  if (keepKeys(event, {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End})) return true;
  return QWidget::event(event);
}

void RateSlider::keyPressEvent(QKeyEvent* event) {
  const bool large = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up:
      turn(1, large);
      return;
    case Qt::Key_Left:
    case Qt::Key_Down:
      turn(-1, large);
      return;
    case Qt::Key_PageUp:
      turn(1, true);
      return;
    case Qt::Key_PageDown:
      turn(-1, true);
      return;
    case Qt::Key_Home:
      change(m_low);
      break;
    case Qt::Key_End:
      change(m_high);
      break;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  finish();
}

void RateSlider::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  drawSlider(painter, QRectF(rect()), share(), seriesColour(m_series), isEnabled());
}

}  // namespace thalweg
