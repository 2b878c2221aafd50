#include "widgets/controls/number_field.h"

#include <QAction>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QPainter>
#include <QWheelEvent>
#include <cmath>

#include "core/base/text.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int stepperWidth = 18;
constexpr int settleMs =
    400;  // a pause that ends a row of wheel notches: long for a finger, short for an eye
constexpr int heldFirstMs = 350, heldNextMs = 50;

}  // namespace

NumberField::NumberField(QWidget* parent) : QLineEdit(parent) {
  m_field.key = "number";
  setFont(numberFont(12));
  setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setTextMargins(-2, 0, stepperWidth - 9, 0);
  setFixedHeight(24);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setMouseTracking(true);
  m_settle.setSingleShot(true);
  m_settle.setInterval(settleMs);
  connect(&m_settle, &QTimer::timeout, this, &NumberField::finishSteps);
  connect(&m_repeat, &QTimer::timeout, this, [this] {
    m_repeat.setInterval(heldNextMs);
    stepBy(m_heldStepper, false);
    m_settle.stop();
  });
  connect(this, &QLineEdit::returnPressed, this, [this] {
    commitText();
    if (!m_refused) selectAll();
  });
  showValue();
}

void NumberField::setField(const Field& field) {
  m_field = field;
  m_name = QString::fromStdString(field.label.empty() ? field.key : field.label);
  m_help = QString::fromStdString(field.help);
  const double span = field.sliderHigh - field.sliderLow;
  m_unit = field.scale == Scale::logarithmic ? 0 : span > 0 ? span / 20 : 0.1;
  setAccessibleName(m_name);
  setAccessibleDescription(m_help);
  showValue();
}

void NumberField::setName(const QString& name) {
  m_name = name;
  m_field.key = name.toStdString();
  setAccessibleName(name);
  updateToolTip();
}

void NumberField::setRange(double low, double high, bool lowExcluded, bool highExcluded) {
  m_field.minimum = low;
  m_field.maximum = high;
  m_field.minimumExcluded = lowExcluded;
  m_field.maximumExcluded = highExcluded;
  updateToolTip();
}

void NumberField::setInteger(bool integer) {
  m_field.type = integer ? FieldType::integer : FieldType::real;
  showValue();
}

void NumberField::setHelp(const QString& help) {
  m_help = help;
  setAccessibleDescription(help);
  updateToolTip();
}

void NumberField::setValue(double value) {
  m_value = value;
  if (!isEditing()) showValue();
}

void NumberField::setRefused(bool refused) {
  if (m_refused == refused) return;
  m_refused = refused;
  setProperty("thalwegRefused", refused);
  update();
}

QSize NumberField::sizeHint() const { return {84, 24}; }
QSize NumberField::minimumSizeHint() const { return {52, 24}; }

QString NumberField::shown() const {
  return m_field.type == FieldType::integer ? shownInteger(qint64(m_value)) : shownNumber(m_value);
}

void NumberField::showValue() {
  const bool full = hasFocus() && m_field.type != FieldType::integer;
  const QString text = full ? fullNumber(m_value) : shown();
  if (text != this->text()) setText(text);
  setModified(false);
  if (!full) setCursorPosition(0);
  updateToolTip();
}

void NumberField::updateToolTip() {
  QString tip = fullNumber(m_value);
  if (!m_name.isEmpty()) tip = m_name + QStringLiteral(" ") + tip;
  if (!m_help.isEmpty()) tip += QLatin1Char('\n') + m_help;
  tip += QLatin1Char('\n') + tr("Allowed: %1").arg(QString::fromStdString(allowedRange(m_field)));
  setToolTip(tip);
}

void NumberField::commitText() {
  if (!isModified()) return;
  finishSteps();
  const QString typed = text().trimmed();
  const QString place = m_name.isEmpty() ? QString::fromStdString(m_field.key) : m_name;
  const std::optional<double> number = evaluated(typed, m_names);
  if (!number) {
    refuse(tr("%1 = %2 is not a number: write one such as 0.01, 1e-3 or 1/64")
               .arg(place, QString::fromStdString(quotable(typed.toStdString(), 40))));
    return;
  }
  Field named = m_field;
  named.key = place.toStdString();
  const Result<Value> value = checked(named, Value(*number));
  if (!value) {
    refuse(QString::fromStdString(value.error().what));
    return;
  }
  const bool wasRefused = m_refused;
  const double before = m_value;
  m_value = *number;
  setRefused(false);
  showValue();
  if (wasRefused) emit accepted();
  if (m_value != before) emit edited(m_value, true);
}

void NumberField::refuse(const QString& message) {
  setRefused(true);
  emit refused(message);
}

double NumberField::stepped(double notches, bool large) const {
  double next = m_value;
  if (m_field.type == FieldType::integer) {
    next += std::round(notches) * (large ? 10 : 1);
  } else {
    const double part = large ? 0.10 : 0.02;
    if (m_unit > 0 || m_value == 0)
      next += notches * part * std::max(std::abs(m_value), m_unit > 0 ? m_unit : 1e-3);
    else
      next *= std::pow(1 + part, notches);
    next = roundedTo(next, 4);
    if (m_unit > 0 && std::abs(next) < m_unit * 1e-6) next = 0;
  }
  const bool below = next < m_field.minimum || (m_field.minimumExcluded && next <= m_field.minimum);
  const bool above = next > m_field.maximum || (m_field.maximumExcluded && next >= m_field.maximum);
  // An excluded end has no nearest number worth showing: the step is not taken.
  if (below) return m_field.minimumExcluded ? m_value : m_field.minimum;
  if (above) return m_field.maximumExcluded ? m_value : m_field.maximum;
  return next;
}

void NumberField::stepBy(double notches, bool large) {
  if (isReadOnly() || !isEnabled()) return;
  const bool wasRefused = m_refused;
  const double next = stepped(notches, large);
  setRefused(false);
  if (wasRefused) emit accepted();
  if (next == m_value) {
    showValue();
    return;
  }
  m_value = next;
  m_turning = true;
  showValue();
  m_settle.start();
  emit edited(m_value, false);
}

void NumberField::finishSteps() {
  m_settle.stop();
  if (!m_turning) return;
  m_turning = false;
  emit edited(m_value, true);
}

void NumberField::wheelEvent(QWheelEvent* event) {
  // Shift turns a vertical wheel into a horizontal one on some desktops.
  const QPoint turned = event->angleDelta();
  m_wheelRest += (turned.y() != 0 ? turned.y() : turned.x()) / 120.0;
  const double whole = std::trunc(m_wheelRest);
  if (whole != 0) {
    m_wheelRest -= whole;
    stepBy(whole, event->modifiers() & Qt::ShiftModifier);
  }
  event->accept();
}

bool NumberField::event(QEvent* event) {
  // While nothing is being typed, undo and redo are those of the window.
  if (event->type() == QEvent::ShortcutOverride && !isModified()) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
      event->ignore();
      return false;
    }
  }
  return QLineEdit::event(event);
}

void NumberField::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Copy) || event->matches(QKeySequence::Cut)) {
    copyPlain();
    if (event->matches(QKeySequence::Cut) && !isReadOnly()) del();
    return;
  }
  const bool large = event->modifiers() & Qt::ShiftModifier;
  switch (event->key()) {
    case Qt::Key_Up:
      stepBy(1, large);
      return;
    case Qt::Key_Down:
      stepBy(-1, large);
      return;
    case Qt::Key_PageUp:
      stepBy(1, true);
      return;
    case Qt::Key_PageDown:
      stepBy(-1, true);
      return;
    case Qt::Key_Escape:
      if (!isModified()) break;
      setModified(false);
      if (m_refused) {
        setRefused(false);
        emit accepted();
      }
      showValue();
      selectAll();
      return;
    default:
      break;
  }
  QLineEdit::keyPressEvent(event);
}

int NumberField::stepperAt(const QPoint& position) const {
  if (isReadOnly() || position.x() < width() - stepperWidth) return 0;
  return position.y() < height() / 2 ? 1 : -1;
}

void NumberField::mousePressEvent(QMouseEvent* event) {
  m_heldStepper = event->button() == Qt::LeftButton ? stepperAt(event->position().toPoint()) : 0;
  if (m_heldStepper == 0) {
    QLineEdit::mousePressEvent(event);
    return;
  }
  if (isModified()) commitText();
  stepBy(m_heldStepper, event->modifiers() & Qt::ShiftModifier);
  m_repeat.start(heldFirstMs);
  update();
}

void NumberField::mouseMoveEvent(QMouseEvent* event) {
  setCursor(stepperAt(event->position().toPoint()) ? Qt::ArrowCursor : Qt::IBeamCursor);
  if (m_heldStepper == 0) QLineEdit::mouseMoveEvent(event);
}

void NumberField::mouseReleaseEvent(QMouseEvent* event) {
  if (m_heldStepper != 0) {
    m_repeat.stop();
    m_heldStepper = 0;
    update();
    finishSteps();
    return;
  }
  QLineEdit::mouseReleaseEvent(event);
  if (m_selectOnRelease && !hasSelectedText()) selectAll();
  m_selectOnRelease = false;
}

void NumberField::focusInEvent(QFocusEvent* event) {
  QLineEdit::focusInEvent(event);
  m_selectOnRelease = event->reason() == Qt::MouseFocusReason;
  if (event->reason() == Qt::PopupFocusReason || event->reason() == Qt::ActiveWindowFocusReason)
    return;
  showValue();
  selectAll();
}

void NumberField::focusOutEvent(QFocusEvent* event) {
  QLineEdit::focusOutEvent(event);
  if (event->reason() == Qt::PopupFocusReason) return;
  if (!isModified()) {
    showValue();
    return;
  }
  // A field also loses the keyboard when the form around it is being deleted: what was typed is
  // told with the next round of events, which such a field does not live to see.
  QMetaObject::invokeMethod(
      this,
      [this] {
        if (hasFocus()) return;
        commitText();
        setModified(false);
        showValue();
      },
      Qt::QueuedConnection);
}

void NumberField::copyPlain() {
  QString plain = hasSelectedText() && hasFocus() ? selectedText() : fullNumber(m_value);
  QGuiApplication::clipboard()->setText(plain.replace(QChar(0x2212), QLatin1Char('-')));
}

void NumberField::contextMenuEvent(QContextMenuEvent* event) {
  QMenu* menu = createStandardContextMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (QAction* copy = menu->findChild<QAction*>(QStringLiteral("edit-copy"))) {
    copy->disconnect();
    connect(copy, &QAction::triggered, this, &NumberField::copyPlain);
  }
  menu->popup(event->globalPos());
}

void NumberField::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (isReadOnly()) return;
  QPainter painter(this);
  const Theme& t = currentTheme();
  const qreal x = width() - 10.0, middle = height() / 2.0;
  const auto ink = [&](int which) {
    return !isEnabled() ? t.disabled : m_heldStepper == which ? t.accentInk : t.sub;
  };
  drawChevron(painter, {x, middle - 4.5}, 5, Pointing::up, ink(1));
  drawChevron(painter, {x, middle + 4.5}, 5, Pointing::down, ink(-1));
}

}  // namespace thalweg
