/// The plane as a contour map with the paths over it.
#include "widgets/views/contour_view.h"

#include <QContextMenuEvent>
#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "widgets/views/curve_painter.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/ticks.h"

namespace thalweg {
namespace {
constexpr double reach = 10;  // px within which a step or the ring is meant
constexpr int soonMs = 20;

QEvent::Type typeOfBegin() {
  static const int type = QEvent::registerEventType();
  return QEvent::Type(type);
}
}  // namespace

ContourView::ContourView(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName("Contour map");
  m_soon.setSingleShot(true);
  m_soon.setTimerType(Qt::PreciseTimer);
  connect(&m_soon, &QTimer::timeout, this, &ContourView::redraw);
}

void ContourView::setScene(PlaneScene scene) {
  const QRectF oldHome = m_scene.home;
  m_scene = std::move(scene);
  if (m_scene.home != oldHome) m_fitted = true;  // another problem
  if (m_fitted && (m_scene.grid || !m_scene.paths.empty())) m_box = wholeBoxOf(m_scene);
  if (m_highlight && m_highlight->path >= int(m_scene.paths.size())) m_highlight.reset();
  redraw();
}

void ContourView::setCursorStep(int step) {
  if (step == m_scene.cursor) return;
  m_scene.cursor = step;
  redraw();
}

void ContourView::setTheme(const Theme& theme) {
  m_theme = &theme;
  redraw();
}

void ContourView::setHighlight(std::optional<StepOfPath> step) {
  if (step && step->path < 0) step.reset();
  if (m_hovering || step == m_highlight) return;
  m_highlight = step;
  update();
}

void ContourView::setBox(const QRectF& box) {
  if (box == m_box || !(box.width() > 0) || !(box.height() > 0)) return;
  m_box = box;
  m_fitted = false;
  redraw();
}

void ContourView::fit() {
  changeBox(wholeBoxOf(m_scene));
  m_fitted = true;
}

QPointF ContourView::toView(QPointF plane) const { return toViewOf(m_box, plot()).map(plane); }
QPointF ContourView::toPlane(QPointF view) const {
  return toViewOf(m_box, plot()).inverted().map(view);
}

void ContourView::paint(QPainter& painter, const QSizeF& size, const PlaneScene& scene,
                        const Theme& theme, const ContourOptions& options) {
  paintContour(painter, size, scene, theme, options);
}

void ContourView::redraw() {
  m_stale = true;
  m_soon.stop();
  if (!isVisible()) return update();
  if (m_begins || m_thread.busy()) return;
  // Not at once: what else changes by the same event belongs to the same picture.
  m_begins = true;
  QCoreApplication::postEvent(this, new QEvent(typeOfBegin()));
}

void ContourView::redrawSoon() {
  m_stale = true;
  if (!m_begins && !m_soon.isActive()) m_soon.start(soonMs);
}

void ContourView::begin() {
  if (!m_stale || m_thread.busy() || size().isEmpty()) return;
  m_stale = false;
  auto picture = std::make_shared<ContourPicture>();
  picture->ground = m_ground;
  picture->scene = m_scene;
  picture->box = m_box;
  picture->theme = m_theme;
  picture->size = size();
  picture->ratio = devicePixelRatioF();
  m_thread.begin(std::move(picture));
}

bool ContourView::event(QEvent* event) {
  if (event->type() == typeOfBegin()) {
    m_begins = false;
    begin();
    return true;
  }
  if (event->type() == PictureThread::made()) {
    if (const auto picture = std::static_pointer_cast<ContourPicture>(m_thread.take())) {
      m_shown = picture;
      update();
      emit pictureShown();
    }
    if (!m_soon.isActive()) begin();
    return true;
  }
  return QWidget::event(event);
}

void ContourView::resizeEvent(QResizeEvent*) { redraw(); }

void ContourView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  ContourOptions options;
  options.highlight = m_highlight;
  options.note = m_hovering && m_drag == Drag::none;
  options.focus = m_keyboardFocus;
  if (!isVisible()) {
    options.box = m_box;
    m_ownGround.paint(painter, size(), devicePixelRatioF(), m_scene, m_box, *m_theme);
    return paintContourOverlay(painter, size(), m_scene, *m_theme, options);
  }
  if (m_stale && !m_soon.isActive()) redraw();
  if (!m_shown) return painter.fillRect(rect(), m_theme->ground);
  options.box = m_shown->box;
  painter.drawImage(rect(), m_shown->image);
  painter.setRenderHint(QPainter::Antialiasing);
  paintContourOverlay(painter, size(), m_shown->scene, *m_theme, options);
}

bool ContourView::onStart(QPointF at) const {
  if (!m_scene.start || !m_scene.startMovable) return false;
  const QPointF d = toView(*m_scene.start) - at;
  return std::hypot(d.x(), d.y()) <= reach + 2;
}

QPointF ContourView::snapped(QPointF at) const {
  const auto toStep = [](double value, double low, double high) {
    const auto ticks = linearTicks(low, high, 40);
    if (ticks.size() < 2) return value;
    const double step = ticks[1].at - ticks[0].at;
    return std::round(value / step) * step;
  };
  return {toStep(at.x(), m_box.left(), m_box.right()), toStep(at.y(), m_box.top(), m_box.bottom())};
}

void ContourView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_box.isEmpty()) return;
  m_pressed = m_last = event->position();
  m_pressedBox = m_box;
  m_moved = false;
  m_drag = onStart(m_pressed) ? Drag::start : Drag::pan;
  setCursor(Qt::ClosedHandCursor);
}

void ContourView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF at = event->position();
  if (m_box.isEmpty()) return;
  if (m_drag == Drag::none) {
    hoverAt(at);
    if (plot().contains(at)) emit pointerMoved(toPlane(at));
    return;
  }
  const QPointF way = at - m_pressed;
  if (!m_moved && std::hypot(way.x(), way.y()) < 3) return;  // a click with an unsteady hand
  m_moved = true;
  if (m_drag == Drag::start) {
    QPointF to = toPlane(at);
    if (event->modifiers() & Qt::ShiftModifier) to = snapped(to);
    if (m_scene.oneVariable && m_scene.grid) {
      to.setX(std::clamp(to.x(), m_scene.grid->x0, m_scene.grid->x1));
      to.setY(heightAt(*m_scene.grid, to.x()));
    }
    m_scene.start = to;
    redrawSoon();  // the runs from there come first, if they come quickly
    emit startMoved(to, false);
    return;
  }
  const QRectF area = plot();
  changeBox(m_pressedBox.translated(-way.x() * m_pressedBox.width() / area.width(),
                                    way.y() * m_pressedBox.height() / area.height()));
}

void ContourView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_drag == Drag::none) return;
  const Drag was = m_drag;
  m_drag = Drag::none;
  unsetCursor();
  if (was == Drag::start && m_moved && m_scene.start) emit startMoved(*m_scene.start, true);
  if (!m_moved) {
    const auto step = nearestStep(m_scene.paths, event->position(), reach, toViewOf(m_box, plot()));
    if (step.has_value()) emit stepClicked(step.value());
  }
  update();
}

void ContourView::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_box.isEmpty()) return;
  if (!nearestStep(m_scene.paths, event->position(), reach, toViewOf(m_box, plot()))) fit();
}

void ContourView::wheelEvent(QWheelEvent* event) {
  if (m_box.isEmpty() || event->angleDelta().y() == 0) return;
  const double factor = std::pow(0.999, event->angleDelta().y());
  const QPointF fixed = toPlane(event->position());
  QRectF box(fixed.x() + (m_box.left() - fixed.x()) * factor,
             fixed.y() + (m_box.top() - fixed.y()) * factor, m_box.width() * factor,
             m_box.height() * factor);
  const double far = std::max(std::abs(fixed.x()), std::abs(fixed.y()));
  if (box.width() > 1e-9 * std::max(far, 1e-9) && box.width() < 1e12) changeBox(box);
  event->accept();
}

void ContourView::changeBox(const QRectF& box) {
  if (box == m_box) return;
  m_box = box;
  m_fitted = false;
  redraw();
  emit boxChanged(box);
}

void ContourView::hoverAt(QPointF at) {
  // An arrow at the frame tells of the path that left there; it lies over everything else.
  std::optional<StepOfPath> found;
  for (std::size_t i = 0; i < m_scene.paths.size() && !found; ++i) {
    if (!m_scene.paths[i].visible) continue;
    const auto exit = exitOf(m_scene.paths[i], m_scene.cursor, toViewOf(m_box, plot()), plot());
    if (exit && std::hypot(exit->at.x() - at.x(), exit->at.y() - at.y()) < 14)
      found = StepOfPath{int(i), std::min(m_scene.cursor, lastStepOf(m_scene.paths[i]))};
  }
  if (!found && plot().contains(at))
    found = nearestStep(m_scene.paths, at, reach, toViewOf(m_box, plot()));
  setCursor(onStart(at) ? Qt::OpenHandCursor : found ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (found == m_highlight && m_hovering == found.has_value()) return;
  const bool had = m_hovering;
  m_hovering = found.has_value();
  m_highlight = found;
  if (found || had) emit stepHovered(found.value_or(StepOfPath{}));
  update();
}

void ContourView::leaveEvent(QEvent*) {
  if (!m_hovering) return;
  m_hovering = false;
  m_highlight.reset();
  emit stepHovered({});
  update();
}

void ContourView::focusInEvent(QFocusEvent* event) {
  const Qt::FocusReason reason = event->reason();
  m_keyboardFocus = reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason;
  update();
}

void ContourView::focusOutEvent(QFocusEvent*) {
  m_keyboardFocus = false;
  update();
}

void ContourView::contextMenuEvent(QContextMenuEvent* event) { emit menuAsked(event->globalPos()); }

void ContourView::keyPressEvent(QKeyEvent* event) {
  if (m_box.isEmpty()) return QWidget::keyPressEvent(event);
  if (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Minus) {
    const double grow = event->key() == Qt::Key_Plus ? -0.1 : 0.125;
    const double dx = grow * m_box.width(), dy = grow * m_box.height();
    return changeBox(m_box.adjusted(-dx, -dy, dx, dy));
  }
  if (event->key() == Qt::Key_0) return fit();
  QWidget::keyPressEvent(event);
}

}  // namespace thalweg
