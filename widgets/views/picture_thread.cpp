/// A thread that makes pictures for a widget.
#include "widgets/views/picture_thread.h"

#include <QCoreApplication>
#include <utility>

#include "core/base/give_way.h"

namespace thalweg {

PictureThread::PictureThread(QObject* widget, int nicer, std::function<void()> atEnd)
    : m_widget(widget),
      m_atEnd(std::move(atEnd)),
      m_thread([this, nicer](const std::stop_token& stop) {
        if (nicer > 0) giveWay(nicer);
        work(stop);
      }) {}

PictureThread::~PictureThread() {
  m_thread.request_stop();
  m_thread.join();
}

QEvent::Type PictureThread::made() {
  static const int type = QEvent::registerEventType();
  return QEvent::Type(type);
}

void PictureThread::begin(std::shared_ptr<Picture> picture) {
  m_busy = true;
  {
    const std::lock_guard lock(m_guard);
    m_asked = std::move(picture);
  }
  m_wake.notify_one();
}

std::shared_ptr<Picture> PictureThread::take() {
  const std::lock_guard lock(m_guard);
  if (m_made) m_busy = false;
  return std::exchange(m_made, nullptr);
}

std::shared_ptr<Picture> PictureThread::wait() {
  if (!m_busy) return nullptr;
  std::unique_lock lock(m_guard);
  m_ready.wait(lock, [this] { return m_made != nullptr; });
  m_busy = false;
  return std::exchange(m_made, nullptr);
}

void PictureThread::work(const std::stop_token& stop) {
  for (;;) {
    std::shared_ptr<Picture> picture;
    {
      std::unique_lock lock(m_guard);
      const bool asked = m_wake.wait(lock, stop, [this] { return m_asked != nullptr; });
      if (!asked || stop.stop_requested()) break;
      picture = std::exchange(m_asked, nullptr);
    }
    picture->make(stop);
    {
      const std::lock_guard lock(m_guard);
      m_made = std::move(picture);
    }
    m_ready.notify_all();
    QCoreApplication::postEvent(m_widget, new QEvent(made()));
  }
  if (m_atEnd) m_atEnd();
}

}  // namespace thalweg
