/// A widget that shows a VTK renderer: the one place where VTK and Qt meet.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QWidget>
#include <memory>

class vtkRenderer;

namespace thalweg {

/// Renders off screen, reads the picture back and paints it like any other image. The last picture
/// stays until the next is there, nothing above or below the widget needs care, and without OpenGL
/// the widget says so and all else works.
///
/// Redraws are asked for by `changed()`, joined, and done at most thirty times a second at one
/// sample a pixel; when nothing has changed for 150 ms one smooth picture of twice the size is made
/// and scaled down.
class VtkView : public QWidget {
  Q_OBJECT

 public:
  explicit VtkView(QWidget* parent = nullptr);
  ~VtkView() override;

  /// Whether this machine and display give an OpenGL context. Asked once.
  static bool hasOpenGL();

  /// A smooth picture of `size` logical pixels at `scale` pixels each, with what is painted over
  /// it. Null without OpenGL.
  QImage render(QSize size, qreal scale);

  int framesDrawn() const { return m_frames; }
  /// The picture shown is a smooth one and nothing waits to be drawn.
  bool isSettled() const { return m_smooth && !m_tick.isActive(); }

 signals:
  void frameDrawn();

 protected:
  vtkRenderer* renderer() const;
  /// Something in the scene is different: a new picture soon.
  void changed();
  /// The same where more is about to change: not before some milliseconds have gone, or the next
  /// `changed()`.
  void changedSoon();

  /// Brings the scene to the state in which a picture of this many pixels is to be made.
  virtual void prepare(QSize pixels, qreal pixelsPerPoint, bool draft) = 0;
  /// Two-dimensional additions, in logical pixels; over the picture just made, or over the one that
  /// is shown.
  virtual void paintOver(QPainter& painter, const QSizeF& size, bool justMade) = 0;
  /// The picture just made is the one shown from now on.
  virtual void shown() = 0;

  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Gl;
  void drawFrame(bool draft);
  QImage picture(QSize pixels);
  void paintWithout(QPainter& painter);

  std::unique_ptr<Gl> m_gl;
  QImage m_picture;
  QTimer m_tick;          // the next draft
  QTimer m_rest;          // the smooth picture
  QElapsedTimer m_begun;  // since the last frame was begun
  bool m_smooth = false;
  bool m_stale = false;          // something changed while the widget was hidden
  bool m_keyboardFocus = false;  // reached by Tab: shown by a frame
  int m_frames = 0;
};

}  // namespace thalweg
