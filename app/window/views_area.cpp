#include "app/window/views_area.h"

#include <QAction>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>
#include <cmath>
#include <utility>

#include "app/window/diagnosis_bar.h"
#include "widgets/controls/titles.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/surface_view.h"

namespace thalweg {
namespace {

// Short runs are done by then, and are drawn with what else has changed.
constexpr int waitForRunsMs = 20;

}  // namespace

ViewsArea::ViewsArea(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  m_splitter = new QSplitter(Qt::Horizontal);
  m_splitter->setChildrenCollapsible(false);
  m_surface = new SurfaceView;
  m_surface->setAccessibleName("Surface");
  m_contour = new ContourView;
  m_contour->setAccessibleName("Contour map");
  m_splitter->addWidget(
      framed("Surface", "drag the ball to move the start", m_surface, m_surfaceTitle));
  m_splitter->addWidget(framed("Contour", "drag the ring", m_contour, m_contourTitle));
  m_splitter->setSizes({425, 425});
  layout->addWidget(m_splitter, 1);
  layout->addWidget(m_diagnosis = new DiagnosisBar(workspace));

  connect(m_surface, &SurfaceView::startMoved, &workspace, &Workspace::moveStart);
  connect(m_contour, &ContourView::startMoved, &workspace, &Workspace::moveStart);
  const auto hover = [this](StepOfPath step) { m_workspace.setHighlight(step); };
  connect(m_surface, &SurfaceView::stepHovered, this, hover);
  connect(m_contour, &ContourView::stepHovered, this, hover);
  const auto click = [this](StepOfPath step) {
    if (step.path < 0 || step.path >= int(m_workspace.session.runs().size())) return;
    m_workspace.select(step.path);
    m_workspace.player.setStep(step.step);
  };
  connect(m_surface, &SurfaceView::stepClicked, this, click);
  connect(m_contour, &ContourView::stepClicked, this, click);
  connect(m_surface, &SurfaceView::menuAsked, this, &ViewsArea::menuAsked);
  connect(m_contour, &ContourView::menuAsked, this, &ViewsArea::menuAsked);
  connect(m_contour, &ContourView::pointerMoved, this, &ViewsArea::pointerMoved);
  connect(m_contour, &ContourView::boxChanged, this, &ViewsArea::onBox);

  connect(&workspace.plane, &PlaneService::changed, this, &ViewsArea::refresh);
  connect(&workspace.session, &Session::grown, this, &ViewsArea::refresh);
  connect(&workspace.session, &Session::runsChanged, this, &ViewsArea::refreshSoon);
  connect(&workspace.document, &Document::changed, this, &ViewsArea::refreshSoon);
  m_soon.setSingleShot(true);
  m_soon.setInterval(waitForRunsMs);
  connect(&m_soon, &QTimer::timeout, this, &ViewsArea::refresh);
  connect(&workspace, &Workspace::selectionChanged, this, &ViewsArea::refresh);
  connect(&workspace, &Workspace::arrowsChanged, this, &ViewsArea::refresh);
  connect(&workspace.player, &Player::stepChanged, this, &ViewsArea::showCursor);
  connect(&workspace, &Workspace::highlightChanged, this, [this] {
    m_surface->setHighlight(m_workspace.highlight());
    m_contour->setHighlight(m_workspace.highlight());
  });
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this, &ViewsArea::showTheme);
  showTheme();
}

QWidget* ViewsArea::framed(const QString& title, const QString& hint, QWidget* view,
                           ViewTitle*& bar) {
  auto* frame = new QWidget;
  auto* layout = new QVBoxLayout(frame);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  bar = new ViewTitle(title, hint);
  auto* fitAction = new QAction(icon("fit"), "Show all of " + title.toLower(), this);
  connect(fitAction, &QAction::triggered, this,
          [this, view] { view == m_surface ? m_surface->fit() : m_contour->fit(); });
  bar->addTool(fitAction);
  auto* maximiseAction =
      new QAction(icon("maximise"), "Only " + title.toLower() + ", or both", this);
  connect(maximiseAction, &QAction::triggered, this, [this, view] { maximise(view); });
  bar->addTool(maximiseAction);
  connect(bar, &ViewTitle::maximiseAsked, this, [this, view] { maximise(view); });
  layout->addWidget(bar);
  layout->addWidget(view, 1);
  return frame;
}

void ViewsArea::maximise(QWidget* view) {
  m_alone = m_alone == view ? nullptr : view;
  showFrames();
}

/// A function of one variable is one picture: its curve has the room of both.
void ViewsArea::showFrames() {
  m_surface->parentWidget()->setVisible(!m_beside && !m_oneVariable && m_alone != m_contour);
  m_contour->parentWidget()->setVisible(m_beside || m_oneVariable || m_alone != m_surface);
  if (m_beside) m_beside->setVisible(m_alone != m_contour);
}

void ViewsArea::setBeside(QWidget* widget) {
  if (m_beside && m_beside->parentWidget() == m_splitter) m_beside->setParent(nullptr);
  m_beside = widget;
  m_alone = nullptr;
  if (m_beside) {
    m_splitter->insertWidget(0, m_beside);
    // The map needs less room than curves with their table.
    m_splitter->setSizes({width() * 61 / 100, 0, width() * 39 / 100});
  } else {
    m_splitter->setSizes({width() / 2, width() / 2});
  }
  showFrames();
}

void ViewsArea::addPointsTool(QAction* action) { m_contourTitle->addTool(action); }

void ViewsArea::fit() {
  m_surface->fit();
  m_contour->fit();
}

/// While runs are begun anew a picture of the old ones would only keep the new ones waiting.
void ViewsArea::refreshSoon() {
  if (!m_workspace.session.busy()) return refresh();
  if (!m_soon.isActive()) m_soon.start();
}

void ViewsArea::refresh() {
  m_soon.stop();
  PlaneScene scene = m_workspace.scene();
  const bool otherHome = scene.home != m_home;
  m_home = scene.home;
  // In the window the title says what a plane holds; an exported picture has the sentence in it.
  const QString note = std::exchange(scene.note, {});
  if (scene.oneVariable != m_oneVariable) {
    m_oneVariable = scene.oneVariable;
    m_contourTitle->setName(m_oneVariable ? "Curve" : "Contour");
    showFrames();
  }
  m_surfaceTitle->setHint(!note.isEmpty()      ? "loss on a plane " + m_workspace.plane.title()
                          : scene.startMovable ? "drag the ball to move the start"
                                               : QString());
  m_contourTitle->setHint(!note.isEmpty()      ? note
                          : m_oneVariable      ? "a function of one variable; drag the ring"
                          : scene.startMovable ? "drag the ring"
                                               : QString());
  m_surface->setScene(m_oneVariable ? PlaneScene() : scene);
  if (const auto zoomed = m_workspace.plane.zoomedGrid(); zoomed && !otherHome) scene.grid = zoomed;
  m_contour->setScene(std::move(scene));
  if (otherHome && !m_home.isEmpty()) {
    m_contour->setBox(m_home);
    if (!std::exchange(m_cameraRestored, false)) m_surface->fit();
  }
}

void ViewsArea::saveTo(QSettings& settings) const {
  settings.setValue("views", m_splitter->saveState());
  if (m_surface->isFitted()) return settings.remove("camera");
  const OrbitCamera& camera = m_surface->camera();
  settings.setValue("camera", QVariantList{camera.azimuth, camera.elevation, camera.distance,
                                           camera.focal.x(), camera.focal.y(), camera.focal.z()});
}

void ViewsArea::restoreFrom(const QSettings& settings) {
  m_splitter->restoreState(settings.value("views").toByteArray());
  const QVariantList numbers = settings.value("camera").toList();
  if (numbers.size() != 6) return;
  OrbitCamera camera;
  camera.azimuth = numbers[0].toDouble();
  camera.elevation = numbers[1].toDouble();
  camera.distance = numbers[2].toDouble();
  camera.focal = {numbers[3].toFloat(), numbers[4].toFloat(), numbers[5].toFloat()};
  // Files of settings can be edited: what can not be looked through is left.
  if (!(std::abs(camera.azimuth) <= 360 && camera.elevation >= 4 && camera.elevation <= 88 &&
        camera.distance > 0.1 && camera.distance < 100 && camera.focal.length() < 10))
    return;
  m_surface->setCamera(camera);
  m_cameraRestored = true;
}

void ViewsArea::onBox(const QRectF& box) {
  m_workspace.plane.setZoom(box == m_home ? QRectF() : box);
}

void ViewsArea::showCursor(int step) {
  m_surface->setCursorStep(step);
  m_contour->setCursorStep(step);
}

void ViewsArea::showTheme() {
  m_surface->setTheme(currentTheme());
  m_contour->setTheme(currentTheme());
}

}  // namespace thalweg
