/// A curve that is drawn by hand: corners with straight lines between them.
#pragma once

#include <QWidget>
#include <string>
#include <vector>

#include "core/schedules/corners.h"

namespace thalweg {

/// A drag moves a corner, a double click adds one, a right click removes it. With the keyboard:
/// Page Up and Page Down choose a corner, arrows move it, Insert adds one after it, Delete removes
/// it. Corners keep their order, and one is always left.
class CornerEditor : public QWidget {
  Q_OBJECT
 public:
  explicit CornerEditor(QWidget* parent = nullptr);
  /// The text of a setting, as in "0 1; 0.5 0.2; 1 0"; one that is wrong shows nothing.
  void setText(const std::string& text);
  std::string text() const { return textOf(m_corners); }
  void setSeries(int series);
  /// Where a corner is in the widget.
  QPointF placeOf(const Corner& corner) const;
  QSize sizeHint() const override { return {220, 112}; }
  QSize minimumSizeHint() const override { return {120, 96}; }

 signals:
  void edited(const std::string& text, bool final);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plot() const;
  int cornerAt(QPointF at) const;
  Corner cornerFor(QPointF at) const;
  void moveTo(int index, Corner to, bool final);
  void add(Corner corner);
  void remove(int index);
  void fitScale();

  std::vector<Corner> m_corners;
  double m_top = 1.1;  // rate at the upper edge; held while a corner is dragged
  int m_chosen = -1;
  bool m_dragging = false, m_moved = false;
  int m_series = -1;
};

}  // namespace thalweg
