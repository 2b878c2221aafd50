/// A picture of the surface as a value, and the stage it is made on.
#include "widgets/views/surface_shot.h"

#include <algorithm>

namespace thalweg {
namespace {
constexpr int fullNodes = 170, draftNodes = 80, lineCount = 12;
}

std::shared_ptr<const SurfaceGround> groundOf(const PlaneGrid* grid) {
  auto ground = std::make_shared<SurfaceGround>();
  if (!grid || grid->nx < 2 || grid->ny < 2) return ground;
  ground->scale = levelScaleOf(*grid);
  ground->field = resampled(levelFieldOf(*grid, ground->scale), fullNodes, fullNodes);
  ground->frame = surfaceFrameOf(ground->field);
  ground->outline = outlineOf(ground->field, ground->frame);
  return ground;
}

void SurfaceShot::arrange(vtkRenderer& renderer) { stage->arrange(*this, renderer); }

void SurfaceStage::arrange(SurfaceShot& shot, vtkRenderer& renderer) {
  if (!m_parts) m_parts = std::make_unique<SurfaceScene>(&renderer);
  if (shot.theme != m_theme) m_parts->setTheme(*shot.theme);
  m_theme = shot.theme;
  layGround(shot);
  layPaths(shot);
  layStart(shot);
  const double lineWidth = std::max(1.0, 0.75 * shot.pixelsPerPoint * shot.samplesAcross());
  m_parts->prepare(shot.camera, shot.ground->frame.diagonal(), shot.draft, lineWidth);
}

/// The fine mesh is uploaded only when a smooth picture wants it: while a surface changes only
/// drafts are made.
void SurfaceStage::layGround(const SurfaceShot& shot) {
  const SurfaceGround& ground = *shot.ground;
  const bool there = ground.exists();
  if (shot.ground != m_draft) {
    m_draft = shot.ground;
    m_parts->setDraft(
        there ? surfaceMesh(resampled(ground.field, draftNodes, draftNodes), ground.frame) : Mesh{},
        there ? skirtMesh(ground.field, ground.frame) : Mesh{},
        there ? lineMesh(ground.field, ground.frame, lineCount) : Mesh{});
  }
  if (shot.draft || shot.ground == m_full) return;
  m_full = shot.ground;
  m_parts->setFull(there ? surfaceMesh(ground.field, ground.frame) : Mesh{});
}

void SurfaceStage::layPaths(SurfaceShot& shot) {
  const bool moved = shot.ground != m_pathGround || shot.scene != m_scene || !m_drapes;
  if (moved) {
    auto drapes = std::make_shared<Drapes>();
    for (const PlanePath& path : shot.scene->paths)
      drapes->push_back(path.visible ? draped(path, shot.ground->field, shot.ground->frame)
                                     : DrapedPath{});
    m_drapes = std::move(drapes);
  }
  shot.drapes = m_drapes;
  if (!moved && shot.cursor == m_cursor && shot.theme == m_pathTheme && shot.draft == m_pathsDraft)
    return;
  m_pathGround = shot.ground;
  m_scene = shot.scene;
  m_cursor = shot.cursor;
  m_pathTheme = shot.theme;
  m_pathsDraft = shot.draft;
  const SolidPaths solids =
      solidPaths(shot.scene->paths, shot.cursor, *m_drapes, shot.ground->field, shot.ground->frame,
                 *shot.theme, shot.draft);
  m_parts->setPaths(solids.past, solids.halo, solids.future);
}

void SurfaceStage::layStart(const SurfaceShot& shot) {
  if (shot.ground == m_startGround && shot.start == m_start && shot.theme == m_startTheme) return;
  m_startGround = shot.ground;
  m_start = shot.start;
  m_startTheme = shot.theme;
  const bool there = shot.start && shot.ground->exists();
  const SurfaceGround& ground = *shot.ground;
  m_parts->setStart(
      there ? startRing(*shot.start, ground.field, ground.frame, *shot.theme) : Mesh{},
      there ? startHalo(*shot.start, ground.field, ground.frame, *shot.theme) : Mesh{});
}

}  // namespace thalweg
