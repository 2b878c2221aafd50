/// The plane as a lit surface with the paths lying on it.
#pragma once

#include <memory>
#include <optional>

#include "widgets/theme/theme.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/scene.h"
#include "widgets/views/surface_shot.h"
#include "widgets/views/vtk_view.h"

namespace thalweg {

/// Shows a scene; owns nothing of a run. A drag turns, the wheel zooms, a double click fits, a drag
/// on the start's ring moves it along the surface, hovering rings a step, a click goes to it.
class SurfaceView : public VtkView {
  Q_OBJECT

 public:
  explicit SurfaceView(QWidget* parent = nullptr);

  void setScene(PlaneScene scene);
  void setCursorStep(int step);
  void setTheme(const Theme& theme);
  void setHighlight(std::optional<StepOfPath> step);
  void fit();
  const OrbitCamera& camera() const { return m_camera; }
  /// The camera shows all of the surface, whatever the size of the view; no hand has moved it.
  bool isFitted() const { return m_fitted; }
  void setCamera(const OrbitCamera& camera);
  const PlaneScene& scene() const { return m_scene; }
  /// The scene of the picture shown, but for cursor and start; null before the first.
  std::shared_ptr<const PlaneScene> shownScene() const { return m_shownScene; }

  /// Where a place of the plane is seen, if it is on the surface.
  std::optional<QPointF> toView(QPointF plane) const;
  /// The place of the plane under a point of the view.
  std::optional<QPointF> toPlane(QPointF view) const;

  QSize sizeHint() const override { return {440, 490}; }
  QSize minimumSizeHint() const override { return {160, 140}; }

 signals:
  void startMoved(QPointF at, bool final);
  void stepHovered(StepOfPath step);  // path -1: none
  void stepClicked(StepOfPath step);
  void menuAsked(QPoint globalPosition);

 protected:
  std::shared_ptr<Shot> shotOf(const QSizeF& size) override;
  void paintOver(QPainter& painter, const QSizeF& size, const Shot& shot) override;
  void shown(const Shot& shot) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Drag { none, turn, start };

  void zoom(double factor);
  OrbitCamera fitted(const QSizeF& size) const;
  std::optional<StepOfPath> stepAt(QPointF at) const;
  bool onStart(QPointF at) const;
  bool isHidden(QVector3D place) const;

  PlaneScene m_scene;
  const Theme* m_theme = &Theme::light();
  std::shared_ptr<const PlaneScene> m_sharedScene;  // a copy for pictures; null: to be made
  std::shared_ptr<const SurfaceGround> m_ground = groundOf(nullptr);
  std::shared_ptr<SurfaceStage> m_stage = std::make_shared<SurfaceStage>();
  OrbitCamera m_camera;
  // Of the picture shown.
  OrbitCamera m_shownCamera;
  std::shared_ptr<const PlaneScene> m_shownScene;
  std::shared_ptr<const Drapes> m_shownDrapes;
  bool m_fitted = true;  // the camera follows the size of the view
  std::optional<StepOfPath> m_highlight;
  bool m_hovering = false;
  Drag m_drag = Drag::none;
  bool m_moved = false;
  QPointF m_pressed, m_last;
};

}  // namespace thalweg
