/// A picture of the surface as a value, and the stage it is made on.
#pragma once

#include <QPointF>
#include <memory>
#include <optional>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/level_scale.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/scene.h"
#include "widgets/views/solid_path.h"
#include "widgets/views/surface_geometry.h"
#include "widgets/views/surface_scene.h"
#include "widgets/views/vtk_studio.h"

namespace thalweg {

/// The heights of one grid: what is drawn, and what places are found on. Without nodes where there
/// is no grid.
struct SurfaceGround {
  LevelScale scale;
  LevelField field;
  SurfaceFrame frame;
  std::vector<QVector3D> outline;  // what a first picture has to hold

  bool exists() const { return field.nx > 1; }
};
std::shared_ptr<const SurfaceGround> groundOf(const PlaneGrid* grid);

using Drapes = std::vector<DrapedPath>;
class SurfaceStage;

struct SurfaceShot final : Shot {
  std::shared_ptr<const SurfaceGround> ground;
  std::shared_ptr<const PlaneScene> scene;  // but for these two, which change oftener
  int cursor = 0;
  std::optional<QPointF> start;
  const Theme* theme = nullptr;
  OrbitCamera camera;
  std::shared_ptr<SurfaceStage> stage;
  std::shared_ptr<const Drapes> drapes;  // made with the picture: the scene's paths as they lie

  void arrange(vtkRenderer& renderer) override;
};

/// What stands from one picture to the next, so that only what differs is built anew. For the
/// studio's thread alone.
class SurfaceStage {
 public:
  void arrange(SurfaceShot& shot, vtkRenderer& renderer);

 private:
  void layGround(const SurfaceShot& shot);
  void layPaths(SurfaceShot& shot);
  void layStart(const SurfaceShot& shot);

  std::unique_ptr<SurfaceScene> m_parts;
  std::shared_ptr<const Drapes> m_drapes;
  // What the parts show.
  const Theme* m_theme = nullptr;
  std::shared_ptr<const SurfaceGround> m_full, m_draft, m_pathGround, m_startGround;
  std::shared_ptr<const PlaneScene> m_scene;
  std::optional<QPointF> m_start;
  const Theme *m_pathTheme = nullptr, *m_startTheme = nullptr;
  int m_cursor = 0;
  bool m_pathsDraft = true;
};

}  // namespace thalweg
