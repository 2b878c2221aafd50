/// A thread that makes pictures of a VTK scene with an OpenGL context of its own.
#pragma once

#include <QImage>
#include <QSize>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class QOffscreenSurface;
class vtkRenderer;

namespace thalweg {

/// One picture to be made, as a value that says all of it. From `begin` on it belongs to the
/// studio's thread until the studio gives it back.
class Shot {
 public:
  virtual ~Shot() = default;
  /// Brings the scene to the state of this picture; called on the studio's thread.
  virtual void arrange(vtkRenderer& renderer) = 0;

  QSize pixels;              // of the picture
  qreal pixelsPerPoint = 1;  // of the picture
  bool draft = true;         // one sample a pixel; else four, averaged
  QImage image;              // made by the studio; null without OpenGL

  int samplesAcross() const { return draft ? 1 : 2; }
};

/// Makes one picture at a time. All of it but `done` is for the thread that made the studio, which
/// has to be the window's.
class VtkStudio {
 public:
  /// `done` is called on the studio's own thread whenever a picture is ready to be taken.
  explicit VtkStudio(std::function<void()> done);
  /// Gives up the picture under way.
  ~VtkStudio();

  /// Whether this machine and display give an OpenGL context to a thread. Asked once.
  static bool hasOpenGL();

  /// A picture is under way, or made and not yet taken.
  bool busy() const { return m_busy; }
  /// Not while busy.
  void begin(std::shared_ptr<Shot> shot);
  /// The picture that was under way if it is ready, else null.
  std::shared_ptr<Shot> take();
  /// The picture under way, waited for; null where none is.
  std::shared_ptr<Shot> wait();

 private:
  struct Gl;
  void work(std::stop_token stop);

  std::function<void()> m_done;
  std::unique_ptr<QOffscreenSurface> m_surface;
  bool m_busy = false;
  std::mutex m_guard;
  std::condition_variable_any m_wake, m_ready;
  std::shared_ptr<Shot> m_asked, m_made;
  std::jthread m_thread;  // last member: joined before anything it uses goes away
};

}  // namespace thalweg
