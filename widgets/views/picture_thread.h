/// A thread that makes pictures for a widget, so that the window never waits for them.
#pragma once

#include <QEvent>
#include <QImage>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class QObject;

namespace thalweg {

/// One picture to be made, as a value that says all of it. From `begin` on it belongs to the thread
/// until the thread gives it back.
class Picture {
 public:
  virtual ~Picture() = default;
  /// Called on the thread; the picture is to be given up soon once `stop` is requested.
  virtual void make(const std::stop_token& stop) = 0;

  QImage image;  // what was made
};

/// Makes one picture at a time. All of this is for the widget's thread.
class PictureThread {
 public:
  /// `widget` gets an event of type `made` whenever a picture is ready to be taken; `nicer`: how
  /// far the thread gives way to others; `atEnd` is called on it after the last picture.
  explicit PictureThread(QObject* widget, int nicer = 0, std::function<void()> atEnd = {});
  /// Waits for the picture under way.
  ~PictureThread();

  static QEvent::Type made();

  /// A picture is under way, or made and not yet taken.
  bool busy() const { return m_busy; }
  /// Not while busy.
  void begin(std::shared_ptr<Picture> picture);
  /// The picture that was under way if it is ready, else null.
  std::shared_ptr<Picture> take();
  /// The picture under way, waited for; null where none is.
  std::shared_ptr<Picture> wait();

 private:
  void work(const std::stop_token& stop);

  QObject* m_widget;
  std::function<void()> m_atEnd;
  bool m_busy = false;
  std::mutex m_guard;
  std::condition_variable_any m_wake, m_ready;
  std::shared_ptr<Picture> m_asked, m_made;
  std::jthread m_thread;  // last member: joined before anything it uses goes away
};

}  // namespace thalweg
