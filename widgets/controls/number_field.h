/// A field for one number: typed, stepped or turned with the wheel.
#pragma once

#include <QHash>
#include <QLineEdit>
#include <QTimer>

#include "core/base/settings.h"

namespace thalweg {

/// Shows four significant digits; all of them in the tooltip, while it is edited and when it is
/// copied. A refused text keeps the value: `refused` tells the sentence, the edge turns red until
/// the next good one.
class NumberField : public QLineEdit {
  Q_OBJECT
 public:
  explicit NumberField(QWidget* parent = nullptr);

  /// Name, range, kind and help of a setting in one go.
  void setField(const Field& field);
  /// What messages call the number, such as "rate".
  void setName(const QString& name);
  void setRange(double low, double high, bool lowExcluded = false, bool highExcluded = false);
  void setInteger(bool integer);
  /// On a linear scale the wheel moves at least 2 % of `unit`, so that it gets past zero; 0 for a
  /// ratio scale.
  void setUnit(double unit) { m_unit = unit; }
  void setHelp(const QString& help);
  /// Words that may be typed for a number, such as lambda.
  void setNames(const QHash<QString, double>& names) { m_names = names; }

  double value() const { return m_value; }
  /// Never echoes, and leaves a text alone that is just being typed.
  void setValue(double value);
  /// Paints the edge red (or not) for a value that was refused elsewhere.
  void setRefused(bool refused);
  bool isRefused() const { return m_refused; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  /// `final` is false while a wheel or a stepper is still turning.
  void edited(double value, bool final);
  void refused(const QString& message);
  /// After a refusal: the text is good again.
  void accepted();

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  int stepperAt(const QPoint& position) const;
  void stepBy(double notches, bool large);
  void finishSteps();
  void commitText();
  void refuse(const QString& message);
  void showValue();
  void updateToolTip();
  void copyPlain();
  QString shown() const;
  double stepped(double notches, bool large) const;
  bool isEditing() const { return isModified(); }

  Field m_field;
  QString m_name, m_help;
  QHash<QString, double> m_names;
  double m_value = 0, m_unit = 0.1, m_wheelRest = 0;
  bool m_refused = false, m_selectOnRelease = false;
  bool m_turning = false;  // steps were told that still wait for their final signal
  int m_heldStepper = 0;
  QTimer m_repeat;  // a stepper that is held
  QTimer m_settle;  // ends a row of wheel notches or key steps
};

}  // namespace thalweg
