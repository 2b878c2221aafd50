/// The plane as a lit surface with the paths lying on it.
#pragma once

#include <optional>

#include "widgets/theme/theme.h"
#include "widgets/views/level_scale.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/scene.h"
#include "widgets/views/solid_path.h"
#include "widgets/views/surface_geometry.h"
#include "widgets/views/surface_scene.h"
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
  void setCamera(const OrbitCamera& camera);
  const PlaneScene& scene() const { return m_scene; }

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
  void prepare(QSize pixels, qreal pixelsPerPoint, bool draft) override;
  void paintOver(QPainter& painter, const QSizeF& size, bool justMade) override;
  void shown() override { m_shownCamera = m_drawnCamera; }
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
  void rebuildSurface();
  void rebuildDrapes();
  void rebuildPaths();
  void rebuildStart();
  OrbitCamera fitted(const QSizeF& size) const;
  std::optional<StepOfPath> stepAt(QPointF at) const;
  bool onStart(QPointF at) const;
  bool isHidden(QVector3D place) const;

  PlaneScene m_scene;
  const Theme* m_theme = &Theme::light();
  LevelScale m_scale;
  LevelField m_field;  // what is drawn: heights of the surface
  SurfaceFrame m_frame;
  std::vector<DrapedPath> m_drapes;
  SurfaceScene m_parts;
  bool m_surfaceStale = true, m_drapesStale = true, m_pathsStale = true, m_startStale = true;
  OrbitCamera m_camera, m_drawnCamera, m_shownCamera;
  bool m_fitted = true;  // the camera follows the size of the view
  std::optional<StepOfPath> m_highlight;
  bool m_hovering = false;
  Drag m_drag = Drag::none;
  bool m_moved = false;
  QPointF m_pressed, m_last;
};

}  // namespace thalweg
