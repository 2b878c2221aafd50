/// Makes pictures of a VTK scene with an OpenGL context of its own, away from the window's thread.
#pragma once

#include <QSize>
#include <memory>

#include "widgets/views/picture_thread.h"

class QOffscreenSurface;
class vtkRenderer;

namespace thalweg {

class VtkStudio;

/// One picture of the scene. `image` is null where there was no OpenGL.
class Shot : public Picture {
 public:
  /// Brings the scene to the state of this picture; called on the studio's thread.
  virtual void arrange(vtkRenderer& renderer) = 0;
  void make(const std::stop_token& stop) final;
  int samplesAcross() const { return draft ? 1 : 2; }

  VtkStudio* studio = nullptr;
  QSize pixels;              // of the picture
  qreal pixelsPerPoint = 1;  // of the picture
  bool draft = true;         // one sample a pixel; else four, averaged
};

/// Thread, context and renderer. Made and destroyed on the window's thread.
class VtkStudio {
 public:
  /// `widget` gets an event of type PictureThread::made() for each picture.
  explicit VtkStudio(QObject* widget);
  ~VtkStudio();

  /// Whether this machine and display give an OpenGL context to a thread. Asked once.
  static bool hasOpenGL();

  bool busy() const { return m_thread.busy(); }
  /// Not while busy.
  void begin(const std::shared_ptr<Shot>& shot);
  /// The shot that was under way if it is ready, else null.
  std::shared_ptr<Shot> take() { return std::static_pointer_cast<Shot>(m_thread.take()); }
  /// The shot under way, waited for; null where none is.
  std::shared_ptr<Shot> wait() { return std::static_pointer_cast<Shot>(m_thread.wait()); }

 private:
  friend class Shot;
  struct Gl;
  void photograph(Shot& shot, const std::stop_token& stop);
  void strike();

  std::unique_ptr<QOffscreenSurface> m_surface;
  std::unique_ptr<Gl> m_gl;  // made, used and destroyed on the thread
  PictureThread m_thread;    // last member: joined before anything it uses goes away
};

}  // namespace thalweg
