#include "widgets/theme/focus_ring.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QComboBox>
#include <QFocusEvent>
#include <QFocusFrame>
#include <QLineEdit>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextEdit>

#include "widgets/theme/own_keys.h"

namespace thalweg {
namespace {

bool isField(const QWidget* widget) {
  return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QTextEdit*>(widget) ||
         qobject_cast<const QPlainTextEdit*>(widget);
}

/// Views, charts and lists fill their place: a ring around them would be cut off, they show the
/// focus inside.
bool paintsItsOwnFocus(const QWidget* widget) {
  return (qobject_cast<const QAbstractScrollArea*>(widget) && !isField(widget)) ||
         qobject_cast<const QMenuBar*>(widget) || widget->isWindow() ||
         widget->property("thalwegInnerFocus").toBool();
}

/// What was reached with Tab is worked with the keyboard: its keys come before the window's
/// shortcuts.
bool keepOwnKeys(QObject* focused, QEvent* event) {
  if (qobject_cast<QAbstractButton*>(focused) || qobject_cast<QComboBox*>(focused))
    return keepKeys(event, {Qt::Key_Space});
  return qobject_cast<QTabBar*>(focused) &&
         keepKeys(event, {Qt::Key_Left, Qt::Key_Right, Qt::Key_Home, Qt::Key_End});
}

}  // namespace

FocusRing::FocusRing(QApplication* application) : QObject(application) {
  application->installEventFilter(this);
  connect(application, &QApplication::focusChanged, this,
          [this](QWidget*, QWidget* now) { follow(now); });
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::FocusIn) {
    const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
    m_byKeyboard = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                   reason == Qt::ShortcutFocusReason;
    // The focus changes before the widget hears of it: the reason is known only now.
    if (QWidget* widget = qobject_cast<QWidget*>(watched);
        widget && widget == QApplication::focusWidget())
      follow(widget);
  }
  if (m_byKeyboard && watched == QApplication::focusWidget() && keepOwnKeys(watched, event))
    return true;
  return QObject::eventFilter(watched, event);
}

void FocusRing::follow(QWidget* focused) {
  const bool ringed = focused && !paintsItsOwnFocus(focused) && (m_byKeyboard || isField(focused));
  if (!ringed) {
    if (m_frame) m_frame->setWidget(nullptr);
    return;
  }
  if (!m_frame) m_frame = new QFocusFrame(focused);
  m_frame->setWidget(focused);
}

}  // namespace thalweg
