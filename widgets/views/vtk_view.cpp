/// A widget that shows pictures of a VTK scene.
#include "widgets/views/vtk_view.h"

#include <QCoreApplication>
#include <QFocusEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/views/marks.h"

namespace thalweg {
namespace {

constexpr int frameMs = 33, restMs = 150, soonMs = 20;
// While a hand drags: pictures follow one another closely, and wait this long for what is about to
// come.
constexpr int hurriedFrameMs = 12, settleMs = 8, hurryMs = 250;

QEvent::Type typeOfBegin() {
  static const int type = QEvent::registerEventType();
  return QEvent::Type(type);
}

}  // namespace

VtkView::VtkView(QWidget* parent) : QWidget(parent) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  m_tick.setSingleShot(true);
  m_tick.setTimerType(Qt::PreciseTimer);
  m_rest.setSingleShot(true);
  connect(&m_tick, &QTimer::timeout, this, [this] { begin(true); });
  connect(&m_rest, &QTimer::timeout, this, [this] { begin(false); });
}

VtkView::~VtkView() = default;

VtkStudio& VtkView::studio() {
  if (!m_studio) m_studio = std::make_unique<VtkStudio>(this);
  return *m_studio;
}

bool VtkView::isSettled() const {
  return m_shown && !m_shown->draft && !m_begins && !m_again && !m_tick.isActive() &&
         !m_rest.isActive() && !(m_studio && m_studio->busy());
}

void VtkView::changed() {
  m_rest.stop();
  m_stale = !isVisible();
  if (m_stale || m_begins) return;
  m_again = m_studio && m_studio->busy();
  if (m_again) return;
  const bool hurried = m_hurried.isValid() && m_hurried.elapsed() < hurryMs;
  const int pace = hurried ? hurriedFrameMs : frameMs;
  const qint64 wait = std::max(m_begun.isValid() ? pace - m_begun.elapsed() : 0,
                               hurried ? settleMs - m_hurried.elapsed() : 0);
  if (wait > 0) {
    if (!m_tick.isActive() || m_tick.remainingTime() > wait) m_tick.start(int(wait));
    return;
  }
  // Not at once: what else changes by the same event belongs to the same picture.
  m_tick.stop();
  m_begins = true;
  QCoreApplication::postEvent(this, new QEvent(typeOfBegin()));
}

void VtkView::hurry() { m_hurried.start(); }

void VtkView::changedSoon() {
  m_rest.stop();
  m_stale = !isVisible();
  if (m_stale || m_begins || m_tick.isActive()) return;
  m_again = m_studio && m_studio->busy();
  if (!m_again) m_tick.start(soonMs);
}

void VtkView::begin(bool draft) {
  if (!hasOpenGL() || m_failed || width() < 8 || height() < 8) return;
  m_again = studio().busy();
  if (m_again) return;
  m_begun.start();
  const qreal ratio = devicePixelRatioF();
  const std::shared_ptr<Shot> shot = shotOf(size());
  shot->pixels = (QSizeF(size()) * ratio).toSize();
  shot->pixelsPerPoint = ratio;
  shot->draft = draft;
  studio().begin(shot);
}

void VtkView::receive(std::shared_ptr<Shot> shot) {
  if (!shot) return;
  m_failed = shot->image.isNull();
  if (m_failed) return update();
  shot->image.setDevicePixelRatio(shot->pixelsPerPoint);
  m_shown = std::move(shot);
  ++m_frames;
  shown(*m_shown);
  update();
  if (m_again)
    changed();
  else if (m_shown->draft)
    m_rest.start(restMs);
  emit frameDrawn();
}

bool VtkView::event(QEvent* event) {
  if (event->type() == PictureThread::made()) {
    receive(m_studio->take());
    return true;
  }
  if (event->type() == typeOfBegin()) {
    m_begins = false;
    begin(true);
    return true;
  }
  return QWidget::event(event);
}

QImage VtkView::render(QSize size, qreal scale) {
  const QSize pixels = (QSizeF(size) * scale).toSize();
  if (!hasOpenGL() || m_failed || pixels.isEmpty()) return {};
  receive(studio().wait());
  const std::shared_ptr<Shot> shot = shotOf(size);
  shot->pixels = pixels;
  shot->pixelsPerPoint = scale;
  shot->draft = false;
  studio().begin(shot);
  studio().wait();
  QImage image = shot->image;
  if (image.isNull()) return {};
  image.setDevicePixelRatio(scale);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paintOver(painter, size, *shot);
  return image;
}

void VtkView::paintWithout(QPainter& painter) {
  painter.fillRect(rect(), palette().color(QPalette::Base));
  painter.setFont(viewFont(13));
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(
      rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
      "The surface needs OpenGL 3.2, which this display does not offer; everything else works.");
}

void VtkView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  if (!hasOpenGL() || m_failed) return paintWithout(painter);
  if (!m_shown) {
    painter.fillRect(rect(), palette().color(QPalette::Base));
    return changed();
  }
  painter.drawImage(rect(), m_shown->image);
  painter.setRenderHint(QPainter::Antialiasing);
  paintOver(painter, size(), *m_shown);
  if (!m_keyboardFocus) return;
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
  painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

void VtkView::resizeEvent(QResizeEvent*) { changed(); }

void VtkView::showEvent(QShowEvent*) {
  if (m_stale) changed();
}

void VtkView::focusInEvent(QFocusEvent* event) {
  m_keyboardFocus =
      event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  update();
}

void VtkView::focusOutEvent(QFocusEvent*) {
  m_keyboardFocus = false;
  update();
}

}  // namespace thalweg
