/// A widget that shows pictures of a VTK scene.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>
#include <memory>

#include "widgets/views/vtk_studio.h"

namespace thalweg {

/// Has its pictures made by a studio on another thread and paints the last one like any other
/// image: nothing waits for OpenGL, nothing above or below the widget needs care, and without
/// OpenGL the widget says so and all else works.
///
/// Pictures are asked for by `changed()`, joined, and made one after the other, each of the scene
/// as it is when the one before is there, at most thirty a second at one sample a pixel; when
/// nothing has changed for 150 ms one smooth picture is made.
class VtkView : public QWidget {
  Q_OBJECT

 public:
  explicit VtkView(QWidget* parent = nullptr);
  ~VtkView() override;

  /// Whether this machine and display give an OpenGL context.
  static bool hasOpenGL() { return VtkStudio::hasOpenGL(); }

  /// A smooth picture of `size` logical pixels at `scale` pixels each, with what is painted over
  /// it, waited for. Null without OpenGL.
  QImage render(QSize size, qreal scale);

  int framesDrawn() const { return m_frames; }
  /// The picture shown is a smooth one of the scene as it is, and no other is under way.
  bool isSettled() const;

 signals:
  void frameDrawn();

 protected:
  /// The scene as it is now, to be pictured in `size` logical pixels.
  virtual std::shared_ptr<Shot> shotOf(const QSizeF& size) = 0;
  /// Two-dimensional additions over a picture, in logical pixels.
  virtual void paintOver(QPainter& painter, const QSizeF& size, const Shot& shot) = 0;
  /// The picture of the widget from now on.
  virtual void shown(const Shot& shot) = 0;

  /// Something in the scene is different: a new picture soon.
  void changed();
  /// The same where more is about to change: not before some milliseconds have gone, or the next
  /// `changed()`.
  void changedSoon();
  /// A hand drags something that the picture depends on: for a quarter of a second pictures follow
  /// more closely, each made of what comes together.
  void hurry();

  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  VtkStudio& studio();
  void begin(bool draft);
  void receive(std::shared_ptr<Shot> shot);
  void paintWithout(QPainter& painter);

  std::shared_ptr<const Shot> m_shown;  // null: no picture yet
  QTimer m_tick;                        // the next draft
  QTimer m_rest;                        // the smooth picture
  QElapsedTimer m_begun;                // since the last picture was begun
  QElapsedTimer m_hurried;              // since the last `hurry`
  bool m_begins = false;                // a draft begins as soon as events that wait are done
  bool m_again = false;                 // something changed while a picture was under way
  bool m_stale = false;                 // something changed while the widget was hidden
  bool m_failed = false;                // the thread was refused its context
  bool m_keyboardFocus = false;         // reached by Tab: shown by a frame
  int m_frames = 0;
  std::unique_ptr<VtkStudio> m_studio;  // made with the first picture
};

}  // namespace thalweg
