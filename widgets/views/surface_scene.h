/// The actors of the surface: meshes in, a lit VTK scene out.
#pragma once

#include <memory>

#include "widgets/theme/theme.h"
#include "widgets/views/orbit_camera.h"
#include "widgets/views/surface_geometry.h"

class vtkRenderer;

namespace thalweg {

class SurfaceScene {
 public:
  explicit SurfaceScene(vtkRenderer* renderer);
  ~SurfaceScene();

  void setTheme(const Theme& theme);
  void setFull(const Mesh& surface);
  void setDraft(const Mesh& surface, const Mesh& skirt, const Mesh& lines);
  void setPaths(const Mesh& past, const Mesh& halo, const Mesh& future);
  void setStart(const Mesh& ring, const Mesh& halo);
  /// What a picture needs to know: the camera, whether it is a draft, how wide a thin line is in
  /// its pixels.
  void prepare(const OrbitCamera& camera, double diagonal, bool draft, double lineWidth);

 private:
  struct Parts;
  std::unique_ptr<Parts> m_parts;
};

}  // namespace thalweg
