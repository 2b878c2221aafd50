/// The plane as a lit surface with the paths lying on it.
#include "widgets/views/surface_view.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/views/arrows.h"
#include "widgets/views/contour_painter.h"
#include "widgets/views/marks.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/surface_overlay.h"
#include "widgets/views/ticks.h"

namespace thalweg {
namespace {
constexpr double reach = 10;
}  // namespace

SurfaceView::SurfaceView(QWidget* parent) : VtkView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName("Surface");
}

void SurfaceView::setScene(PlaneScene scene) {
  const bool newGrid = scene.grid != m_scene.grid;
  if (scene.start != m_scene.start) hurry();
  m_scene = std::move(scene);
  m_sharedScene.reset();
  if (newGrid) m_ground = groundOf(m_scene.grid.get());
  if (m_highlight && m_highlight->path >= int(m_scene.paths.size())) m_highlight.reset();
  changed();
}

void SurfaceView::setCursorStep(int step) {
  if (step == m_scene.cursor) return;
  m_scene.cursor = step;
  changed();
}

void SurfaceView::setTheme(const Theme& theme) {
  m_theme = &theme;
  changed();
}

void SurfaceView::setHighlight(std::optional<StepOfPath> step) {
  if (step && step->path < 0) step.reset();
  if (m_hovering || step == m_highlight) return;
  m_highlight = step;
  update();
}

void SurfaceView::setCamera(const OrbitCamera& camera) {
  m_camera = camera;
  m_fitted = false;
  changed();
}

void SurfaceView::fit() {
  m_camera.azimuth = OrbitCamera{}.azimuth;
  m_camera.elevation = OrbitCamera{}.elevation;
  m_fitted = true;
  changed();
}

OrbitCamera SurfaceView::fitted(const QSizeF& size) const {
  OrbitCamera camera = m_camera;
  const double d = m_ground->frame.diagonal();
  camera.distance = 2.2 * d;
  camera.focal = QVector3D(0, 0, float(m_ground->frame.height / 2 - 0.04 * d));
  // 12 px of air at the sides; the colour bar stands above the block, ticks and names below it.
  const QRectF target(12, 72, size.width() - 24, std::max(20.0, size.height() - 72 - 32));
  camera.fit(m_ground->outline, size, target);
  return camera;
}

std::shared_ptr<Shot> SurfaceView::shotOf(const QSizeF& size) {
  if (!m_sharedScene) m_sharedScene = std::make_shared<PlaneScene>(m_scene);
  auto shot = std::make_shared<SurfaceShot>();
  shot->ground = m_ground;
  shot->scene = m_sharedScene;
  shot->cursor = m_scene.cursor;
  shot->start = m_scene.start;
  shot->theme = m_theme;
  shot->camera = m_fitted ? fitted(size) : m_camera;
  shot->stage = m_stage;
  if (m_fitted && size == QSizeF(this->size())) m_camera = shot->camera;
  return shot;
}

void SurfaceView::shown(const Shot& shot) {
  const auto& made = static_cast<const SurfaceShot&>(shot);
  m_shownCamera = made.camera;
  m_shownScene = made.scene;
  m_shownDrapes = made.drapes;
}

void SurfaceView::paintOver(QPainter& painter, const QSizeF& size, const Shot& shot) {
  const auto& made = static_cast<const SurfaceShot&>(shot);
  if (!made.ground->exists()) return;
  // All of the moment of the picture, so that rings and words stand where its solids do.
  const PlaneScene& scene = *made.scene;
  const OrbitCamera& camera = made.camera;
  const LevelField& field = made.ground->field;
  const SurfaceFrame& frame = made.ground->frame;
  paintEdges(painter, size, camera, frame, scene, *m_theme);
  paintMarks(painter, size, camera, field, frame, scene.marks, *m_theme);
  paintColourBar(painter, made.ground->scale, scene.zName, *m_theme);
  paintRimExits(painter, size, camera, field, frame, scene.paths, made.cursor, *m_theme);
  const auto ring = [&](StepOfPath step, double r, double width, const QColor& colour) {
    const PlanePath& path = scene.paths[std::size_t(step.path)];
    const QVector3D at = placeOnSurface(path, step.step, field, frame);
    if (!path.visible || !std::isfinite(at.z())) return QPointF(-1, -1);
    const QPointF seen =
        camera.project(at + QVector3D(0, 0, float(0.008 * frame.diagonal())), size);
    drawRing(painter, seen, r, width, colour, m_theme->halo3d);
    return seen;
  };
  if (scene.selected >= 0 && scene.selected < int(scene.paths.size()))
    ring({scene.selected, made.cursor}, 12, 1.5, m_theme->text);
  if (made.start) {
    const double share = field.sample(made.start->x(), made.start->y());
    if (std::isfinite(share)) {
      const QPointF at =
          camera.project(frame.toScene(made.start->x(), made.start->y(), share), size);
      drawHaloText(painter, at + QPointF(14, -8), "start", viewFont(12, QFont::DemiBold),
                   m_theme->text, m_theme->halo3d, 3);
    }
  }
  paintArrowsOnSurface(painter, size, camera, field, frame, scene.arrows, *m_theme);
  if (!m_highlight || m_highlight->path < 0 || m_highlight->path >= int(scene.paths.size())) return;
  const QPointF at = ring(*m_highlight, 7, 2,
                          m_theme->style(scene.paths[std::size_t(m_highlight->path)].style).colour);
  if (m_hovering && m_drag == Drag::none && at.x() >= 0)
    drawNote(painter, at, noteOf(scene, *m_highlight), QRectF(QPointF(), size), *m_theme);
}

std::optional<QPointF> SurfaceView::toView(QPointF plane) const {
  const double share = m_ground->field.sample(plane.x(), plane.y());
  if (!std::isfinite(share)) return std::nullopt;
  return m_shownCamera.project(m_ground->frame.toScene(plane.x(), plane.y(), share), size());
}

std::optional<QPointF> SurfaceView::toPlane(QPointF view) const {
  const auto hit = hitSurface(m_ground->field, m_ground->frame, m_shownCamera.eye(),
                              m_shownCamera.rayThrough(view, size()));
  if (!hit) return std::nullopt;
  return m_ground->frame.toPlane(*hit);
}

/// Whether the surface stands between the eye and a place on it.
bool SurfaceView::isHidden(QVector3D place) const {
  const QVector3D ray = (place - m_shownCamera.eye()).normalized();
  const auto hit = hitSurface(m_ground->field, m_ground->frame, m_shownCamera.eye(), ray);
  return hit && (place - *hit).length() > float(0.03 * m_ground->frame.diagonal()) &&
         (*hit - m_shownCamera.eye()).length() < (place - m_shownCamera.eye()).length();
}

std::optional<StepOfPath> SurfaceView::stepAt(QPointF at) const {
  std::optional<StepOfPath> best;
  QVector3D bestPlace;
  double least = reach * reach;
  if (!m_shownDrapes) return best;
  for (std::size_t p = 0; p < m_scene.paths.size() && p < m_shownDrapes->size(); ++p) {
    const DrapedPath& drape = (*m_shownDrapes)[p];
    for (const std::size_t bead : drape.beads) {
      const QVector3D place = drape.points[bead];
      if (!m_scene.paths[p].visible || !std::isfinite(place.z())) continue;
      const QPointF d = m_shownCamera.project(place, size()) - at;
      const double distance = d.x() * d.x() + d.y() * d.y();
      if (!(distance < least)) continue;
      least = distance;
      best = StepOfPath{int(p), int(std::lround(drape.steps[bead]))};
      bestPlace = place;
    }
  }
  if (best.has_value() && isHidden(bestPlace)) best.reset();
  return best;
}

bool SurfaceView::onStart(QPointF at) const {
  if (!m_scene.start || !m_scene.startMovable) return false;
  const auto seen = toView(*m_scene.start);
  return seen && std::hypot(seen->x() - at.x(), seen->y() - at.y()) <= reach + 2;
}

void SurfaceView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_ground->exists()) return;
  m_pressed = m_last = event->position();
  m_moved = false;
  m_drag = onStart(m_pressed) ? Drag::start : Drag::turn;
  setCursor(Qt::ClosedHandCursor);
}

void SurfaceView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (m_drag == Drag::none) {
    const auto found = stepAt(at);
    setCursor(onStart(at) ? Qt::OpenHandCursor : found ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (found == m_highlight && m_hovering == found.has_value()) return;
    const bool had = m_hovering;
    m_hovering = found.has_value();
    m_highlight = found;
    if (m_hovering || had) emit stepHovered(found.value_or(StepOfPath{}));
    return update();
  }
  if (!m_moved && std::hypot(at.x() - m_pressed.x(), at.y() - m_pressed.y()) < 3) return;
  m_moved = true;
  if (m_drag == Drag::start) {
    std::optional<QPointF> to = toPlane(at);
    if (!to) return;  // past the rim: it stays where it was
    if (event->modifiers() & Qt::ShiftModifier) {
      const double step =
          linearTicks(m_ground->frame.box.left(), m_ground->frame.box.right(), 40)[1].at -
          linearTicks(m_ground->frame.box.left(), m_ground->frame.box.right(), 40)[0].at;
      *to = {std::round(to->x() / step) * step, std::round(to->y() / step) * step};
    }
    m_scene.start = *to;
    changedSoon();  // the runs from there come first, if they come quickly
    emit startMoved(*to, false);
    return;
  }
  m_camera.turn(-0.45 * (at.x() - m_last.x()), 0.35 * (at.y() - m_last.y()));
  m_last = at;
  m_fitted = false;
  changed();
}

void SurfaceView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_drag == Drag::none) return;
  const Drag was = m_drag;
  m_drag = Drag::none;
  unsetCursor();
  if (was == Drag::start && m_moved && m_scene.start) emit startMoved(*m_scene.start, true);
  if (m_moved) return;
  const auto step = stepAt(event->position());
  if (step.has_value()) emit stepClicked(step.value());
}

void SurfaceView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && !stepAt(event->position())) fit();
}

void SurfaceView::wheelEvent(QWheelEvent* event) {
  if (event->angleDelta().y() == 0) return;
  zoom(std::pow(0.999, event->angleDelta().y()));
  event->accept();
}

void SurfaceView::zoom(double factor) {
  const double d = m_ground->frame.diagonal();
  m_camera.distance = std::clamp(m_camera.distance * factor, 0.7 * d, 20 * d);
  m_fitted = false;
  changed();
}

void SurfaceView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Plus) return zoom(0.8);
  if (event->key() == Qt::Key_Minus) return zoom(1.25);
  if (event->key() == Qt::Key_0) return fit();
  QWidget::keyPressEvent(event);
}

void SurfaceView::contextMenuEvent(QContextMenuEvent* event) { emit menuAsked(event->globalPos()); }

void SurfaceView::leaveEvent(QEvent*) {
  if (!m_hovering) return;
  m_hovering = false;
  m_highlight.reset();
  emit stepHovered({});
  update();
}

}  // namespace thalweg
