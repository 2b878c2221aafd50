/// The plane as a contour map with the paths over it.
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>
#include <optional>

#include "widgets/views/contour_painter.h"
#include "widgets/views/contour_picture.h"
#include "widgets/views/picture_thread.h"

namespace thalweg {

/// Shows a scene; owns nothing of a run. While it can be seen its pictures are made on a thread of
/// their own, each of the scene as it is when the one before is done. Drag pans, the wheel zooms, a
/// double click fits, a drag on the ring moves the start (Shift: on the grid), hovering rings a
/// step, a click goes to it.
class ContourView : public QWidget {
  Q_OBJECT

 public:
  explicit ContourView(QWidget* parent = nullptr);

  void setScene(PlaneScene scene);
  void setCursorStep(int step);
  void setTheme(const Theme& theme);
  /// Rings a step from outside; nothing: no ring.
  void setHighlight(std::optional<StepOfPath> step);
  /// The part of the plane shown. Setting does not emit boxChanged.
  QRectF box() const { return m_box; }
  void setBox(const QRectF& box);
  void fit();
  const PlaneScene& scene() const { return m_scene; }
  /// The scene of the picture shown; null before the first.
  const PlaneScene* shownScene() const { return m_shown ? &m_shown->scene : nullptr; }
  /// The picture shown is of the scene as it is.
  bool isSettled() const { return !m_stale && !m_thread.busy(); }

  QPointF toView(QPointF plane) const;
  QPointF toPlane(QPointF view) const;

  /// The same picture on any device; on vector devices text stays text and bands are outlines.
  static void paint(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                    const Theme& theme, const ContourOptions& options = {});

  QSize sizeHint() const override { return {440, 490}; }
  QSize minimumSizeHint() const override { return {160, 140}; }

 signals:
  void startMoved(QPointF at, bool final);
  void stepHovered(StepOfPath step);  // path -1: none
  void stepClicked(StepOfPath step);
  void menuAsked(QPoint globalPosition);
  void boxChanged(QRectF box);
  /// A picture is ready and will be painted next.
  void pictureShown();
  /// Where the pointer is in the plane.
  void pointerMoved(QPointF at);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  enum class Drag { none, pan, start };

  QRectF plot() const { return plotRectOf(size()); }
  bool onStart(QPointF at) const;
  void hoverAt(QPointF at);
  void changeBox(const QRectF& box);
  QPointF snapped(QPointF at) const;
  void redraw();
  void redrawSoon();
  void begin();

  PlaneScene m_scene;
  const Theme* m_theme = &Theme::light();
  QRectF m_box;                                   // empty until there is something to show
  bool m_fitted = true;                           // the box follows the scene until a hand moves it
  std::shared_ptr<const ContourPicture> m_shown;  // null: no picture yet
  ContourGround m_ownGround;                      // of pictures made here, where nobody looks
  std::shared_ptr<ContourGround> m_ground = std::make_shared<ContourGround>();  // of the thread
  bool m_stale = true;    // the picture asked for last is not of the scene as it is
  QTimer m_soon;          // the next picture, where more is about to change
  bool m_begins = false;  // one begins as soon as events that wait are done
  std::optional<StepOfPath> m_highlight;
  bool m_hovering = false;  // the highlight comes from this view's own pointer
  Drag m_drag = Drag::none;
  bool m_moved = false;
  bool m_keyboardFocus = false;  // reached by Tab: shown by a frame
  QPointF m_pressed, m_last;
  QRectF m_pressedBox;
  PictureThread m_thread{this};  // last member: joined before anything else goes away
};

}  // namespace thalweg
