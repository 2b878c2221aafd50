/// A slider for one number, on a ratio scale or a linear one.
#pragma once

#include <QTimer>
#include <QWidget>

#include "core/base/settings.h"

namespace thalweg {

/// Covers `low` to `high`; a value outside stands at the end and is kept. Dragging tells every
/// value with `final` false and the last one once more with true, so that one drag is one step of
/// undo.
class RateSlider : public QWidget {
  Q_OBJECT
 public:
  explicit RateSlider(QWidget* parent = nullptr);

  void setRange(double low, double high, Scale scale = Scale::linear);
  void setInteger(bool integer) { m_integer = integer; }
  /// Name, slider range, scale and kind of a setting.
  void setField(const Field& field);
  /// Colour of the filled part: the n-th series, -1 the accent, -2 that of something hidden.
  void setSeries(int series);

  double value() const { return m_value; }
  void setValue(double value);

  QSize sizeHint() const override { return {140, 24}; }
  QSize minimumSizeHint() const override { return {48, 20}; }

 signals:
  void edited(double value, bool final);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  double share() const;
  double atShare(double share) const;
  void turn(double notches, bool large);
  void change(double value);
  void finish();

  double m_low = 0, m_high = 1, m_value = 0, m_wheelRest = 0, m_grabOffset = 0;
  Scale m_scale = Scale::linear;
  bool m_integer = false, m_dragging = false, m_pending = false;
  int m_series = -1;
  QTimer m_settle;
};

}  // namespace thalweg
