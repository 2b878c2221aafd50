/// Shows which control has the keyboard: a ring in the accent, drawn outside the control.
#pragma once

#include <QObject>
#include <QPointer>

class QApplication;
class QFocusFrame;
class QWidget;

namespace thalweg {

/// Follows the focus through the application. Fields are ringed however they got it, other controls
/// where the keyboard brought it. The frame itself is painted by the style, CE_FocusFrame.
class FocusRing : public QObject {
  Q_OBJECT
 public:
  explicit FocusRing(QApplication* application);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void follow(QWidget* focused);
  QPointer<QFocusFrame> m_frame;
  bool m_byKeyboard = false;
};

}  // namespace thalweg
