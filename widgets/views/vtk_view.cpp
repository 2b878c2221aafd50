/// A widget that shows a VTK renderer.
#include "widgets/views/vtk_view.h"

#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkRenderer.h>

#include <QFocusEvent>
#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <QPainter>
#include <algorithm>

#include "widgets/views/marks.h"

namespace thalweg {
namespace {

constexpr int frameMs = 33, restMs = 150, soonMs = 20, breathMs = 4;

QSurfaceFormat wantedFormat() {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  return format;
}

}  // namespace

/// The context, made with the first picture and given back in the right order.
struct VtkView::Gl {
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkGenericOpenGLRenderWindow> window;
  QOffscreenSurface surface;
  QOpenGLContext context;
  bool ready = false, failed = false;

  Gl() {
    window->SetReadyForRendering(false);
    window->SetOwnContext(0);
    window->SetFrameBlitModeToNoBlit();
    window->SetMultiSamples(0);
    renderer->SetBackgroundAlpha(1.0);
    window->AddRenderer(renderer);
  }

  bool open() {
    if (ready) return context.makeCurrent(&surface);
    if (failed || !hasOpenGL()) return false;
    failed = true;
    surface.setFormat(wantedFormat());
    surface.create();
    context.setFormat(wantedFormat());
    if (!context.create() || !context.makeCurrent(&surface)) return false;
    window->SetReadyForRendering(true);
    window->SetMapped(1);
    window->SetIsCurrent(true);
    window->SetForceMaximumHardwareLineWidth(1);
    window->OpenGLInitContext();
    failed = false;
    return ready = true;
  }

  ~Gl() {
    if (!ready) return;
    context.makeCurrent(&surface);
    window->Finalize();
    window->SetReadyForRendering(false);
    context.doneCurrent();
  }
};

VtkView::VtkView(QWidget* parent) : QWidget(parent), m_gl(std::make_unique<Gl>()) {
  setAttribute(Qt::WA_OpaquePaintEvent);
  m_tick.setSingleShot(true);
  m_rest.setSingleShot(true);
  connect(&m_tick, &QTimer::timeout, this, [this] { drawFrame(true); });
  connect(&m_rest, &QTimer::timeout, this, [this] { drawFrame(false); });
}

VtkView::~VtkView() = default;

bool VtkView::hasOpenGL() {
  static const bool has = [] {
    QOffscreenSurface surface;
    surface.setFormat(wantedFormat());
    surface.create();
    QOpenGLContext context;
    context.setFormat(wantedFormat());
    if (!surface.isValid() || !context.create() || !context.makeCurrent(&surface)) return false;
    const bool modern = context.format().version() >= qMakePair(3, 2);
    context.doneCurrent();
    return modern;
  }();
  return has;
}

vtkRenderer* VtkView::renderer() const { return m_gl->renderer; }

void VtkView::changed() {
  m_smooth = false;
  m_rest.stop();
  m_stale = !isVisible();
  // Thirty frames a second. What else has changed is painted in between: both in one go would keep
  // the hand waiting twice as long.
  qint64 wait = breathMs;
  if (m_begun.isValid()) wait = std::max<qint64>(breathMs, frameMs - m_begun.elapsed());
  if (m_stale || (m_tick.isActive() && m_tick.remainingTime() <= wait)) return;
  m_tick.start(int(wait));
}

void VtkView::changedSoon() {
  m_smooth = false;
  m_rest.stop();
  m_stale = !isVisible();
  if (!m_stale && !m_tick.isActive()) m_tick.start(soonMs);
}

/// Renders and reads back; rows come bottom first. Null without OpenGL.
QImage VtkView::picture(QSize pixels) {
  if (!m_gl->open()) return {};
  m_gl->window->SetSize(pixels.width(), pixels.height());
  m_gl->window->Render();
  QImage image(pixels, QImage::Format_RGB32);
  vtkOpenGLFramebufferObject* frame = m_gl->window->GetDisplayFramebuffer();
  frame->Bind(GL_READ_FRAMEBUFFER);
  frame->ActivateReadBuffer(0);
  QOpenGLFunctions* gl = m_gl->context.functions();
  gl->glPixelStorei(GL_PACK_ALIGNMENT, 4);
  gl->glReadPixels(0, 0, pixels.width(), pixels.height(), GL_BGRA, GL_UNSIGNED_BYTE, image.bits());
  m_gl->context.doneCurrent();
  return image.mirrored();
}

void VtkView::drawFrame(bool draft) {
  if (!hasOpenGL() || width() < 8 || height() < 8) return;
  m_begun.start();
  const qreal ratio = devicePixelRatioF();
  const QSize pixels = (QSizeF(size()) * ratio).toSize();
  const int samples = draft ? 1 : 2;
  prepare(pixels * samples, ratio * samples, draft);
  QImage image = picture(pixels * samples);
  if (image.isNull()) return;
  if (!draft) image = image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  image.setDevicePixelRatio(ratio);
  m_picture = image;
  m_smooth = !draft;
  ++m_frames;
  shown();
  update();
  if (draft) m_rest.start(restMs);
  emit frameDrawn();
}

QImage VtkView::render(QSize size, qreal scale) {
  const QSize pixels = (QSizeF(size) * scale).toSize();
  if (!hasOpenGL() || pixels.isEmpty()) return {};
  prepare(2 * pixels, 2 * scale, false);
  QImage image = picture(2 * pixels);
  if (image.isNull()) return {};
  image = image.scaled(pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
  image.setDevicePixelRatio(scale);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  paintOver(painter, size, true);
  painter.end();
  if (isVisible()) changed();  // the widget's own size again
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
  if (!hasOpenGL()) return paintWithout(painter);
  if (m_picture.isNull()) {
    painter.fillRect(rect(), palette().color(QPalette::Base));
    return changed();
  }
  painter.drawImage(rect(), m_picture);
  painter.setRenderHint(QPainter::Antialiasing);
  paintOver(painter, size(), false);
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
