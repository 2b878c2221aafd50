/// Makes pictures of a VTK scene.
#include "widgets/views/vtk_studio.h"

#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>
#include <vtkOpenGLFramebufferObject.h>
#include <vtkRenderer.h>

#include <QOffscreenSurface>
#include <QOpenGLContext>
#include <QOpenGLFunctions>
#include <mutex>
#include <thread>
#include <utility>

#include "core/base/give_way.h"

namespace thalweg {
namespace {

// Half of the window's share: what is painted in two dimensions is done first, and quickly.
constexpr int nicer = 3;

QSurfaceFormat wantedFormat() {
  QSurfaceFormat format;
  format.setVersion(3, 2);
  format.setProfile(QSurfaceFormat::CoreProfile);
  format.setDepthBufferSize(24);
  return format;
}

/// VTK keeps state of the whole process: its objects are made, used and given back one studio at a
/// time.
std::mutex& vtkGuard() {
  static std::mutex guard;
  return guard;
}

void abortWhenAsked(vtkObject* window, unsigned long, void* token, void*) {
  if (static_cast<std::stop_token*>(token)->stop_requested())
    static_cast<vtkRenderWindow*>(window)->SetAbortRender(1);
}

}  // namespace

/// The context and what hangs on it; lives on the studio's thread.
struct VtkStudio::Gl {
  vtkNew<vtkRenderer> renderer;
  vtkNew<vtkGenericOpenGLRenderWindow> window;
  QOffscreenSurface& surface;
  QOpenGLContext context;
  std::stop_token stop;
  bool ready = false;

  Gl(QOffscreenSurface& onSurface, std::stop_token onStop)
      : surface(onSurface), stop(std::move(onStop)) {
    window->SetReadyForRendering(false);
    window->SetOwnContext(0);
    window->SetFrameBlitModeToNoBlit();
    window->SetMultiSamples(0);
    renderer->SetBackgroundAlpha(1.0);
    window->AddRenderer(renderer);
    vtkNew<vtkCallbackCommand> asked;
    asked->SetCallback(abortWhenAsked);
    asked->SetClientData(&stop);
    window->AddObserver(vtkCommand::AbortCheckEvent, asked);
    context.setFormat(wantedFormat());
    if (!context.create() || !context.makeCurrent(&surface)) return;
    window->SetReadyForRendering(true);
    window->SetMapped(1);
    window->SetIsCurrent(true);
    window->SetForceMaximumHardwareLineWidth(1);
    window->OpenGLInitContext();
    ready = true;
  }

  ~Gl() {
    if (!ready) return;
    window->Finalize();
    window->SetReadyForRendering(false);
    context.doneCurrent();
  }

  /// Renders and reads back; VTK's rows come bottom first.
  void make(Shot& shot) {
    if (!ready) return;
    shot.arrange(*renderer);
    const QSize size = shot.pixels * shot.samplesAcross();
    window->SetSize(size.width(), size.height());
    window->Render();
    QImage image(size, QImage::Format_RGB32);
    vtkOpenGLFramebufferObject* frame = window->GetDisplayFramebuffer();
    frame->Bind(GL_READ_FRAMEBUFFER);
    frame->ActivateReadBuffer(0);
    QOpenGLFunctions* gl = context.functions();
    gl->glPixelStorei(GL_PACK_ALIGNMENT, 4);
    gl->glReadPixels(0, 0, size.width(), size.height(), GL_BGRA, GL_UNSIGNED_BYTE, image.bits());
    image = std::move(image).mirrored();
    if (!shot.draft)
      image = image.scaled(shot.pixels, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    shot.image = std::move(image);
  }
};

void Shot::make(const std::stop_token& stop) { studio->photograph(*this, stop); }

VtkStudio::VtkStudio(QObject* widget)
    : m_surface(std::make_unique<QOffscreenSurface>()),
      m_thread(widget, nicer, [this] { strike(); }) {
  m_surface->setFormat(wantedFormat());
  m_surface->create();
}

VtkStudio::~VtkStudio() = default;

bool VtkStudio::hasOpenGL() {
  static const bool has = [] {
    QOffscreenSurface surface;
    surface.setFormat(wantedFormat());
    surface.create();
    if (!surface.isValid()) return false;
    bool modern = false;
    // A software renderer starts its threads with the first context of the program, and they are as
    // nice as the thread that made it.
    std::thread([&] {
      giveWay(nicer);
      QOpenGLContext context;
      context.setFormat(wantedFormat());
      if (!QOpenGLContext::supportsThreadedOpenGL() || !context.create() ||
          !context.makeCurrent(&surface))
        return;
      modern = context.format().version() >= qMakePair(3, 2);
      context.doneCurrent();
    }).join();
    return modern;
  }();
  return has;
}

void VtkStudio::begin(const std::shared_ptr<Shot>& shot) {
  shot->studio = this;
  m_thread.begin(shot);
}

void VtkStudio::photograph(Shot& shot, const std::stop_token& stop) {
  const std::lock_guard lock(vtkGuard());
  if (!m_gl) m_gl = std::make_unique<Gl>(*m_surface, stop);
  m_gl->make(shot);
}

void VtkStudio::strike() {
  const std::lock_guard lock(vtkGuard());
  m_gl.reset();
}

}  // namespace thalweg
