/// The actors of the surface.
#include "widgets/views/surface_scene.h"

#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkLight.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>
#include <cstring>

namespace thalweg {
namespace {

vtkNew<vtkFloatArray> threes(const std::vector<float>& values) {
  vtkNew<vtkFloatArray> array;
  array->SetNumberOfComponents(3);
  array->SetNumberOfTuples(vtkIdType(values.size() / 3));
  if (!values.empty())
    std::memcpy(array->GetPointer(0), values.data(), values.size() * sizeof(float));
  return array;
}

vtkNew<vtkCellArray> cells(const std::vector<std::int32_t>& corners, int each) {
  vtkNew<vtkTypeInt32Array> offsets, connectivity;
  const vtkIdType count = vtkIdType(corners.size()) / each;
  offsets->SetNumberOfValues(count + 1);
  for (vtkIdType i = 0; i <= count; ++i) offsets->SetValue(i, int(i) * each);
  connectivity->SetNumberOfValues(vtkIdType(corners.size()));
  if (!corners.empty())
    std::memcpy(connectivity->GetPointer(0), corners.data(), corners.size() * sizeof(std::int32_t));
  vtkNew<vtkCellArray> array;
  array->SetData(offsets, connectivity);
  return array;
}

/// One mesh as an actor. What is drawn of it (triangles or lines) is fixed at the start.
struct Part {
  vtkNew<vtkPolyData> data;
  vtkNew<vtkPolyDataMapper> mapper;
  vtkNew<vtkActor> actor;
  bool lines = false, coloured = true;

  void join(vtkRenderer* renderer) {
    mapper->SetInputData(data);
    mapper->SetColorModeToDirectScalars();
    mapper->SetScalarVisibility(coloured);
    mapper->SetStatic(true);  // no pipeline above it to ask for news
    actor->SetMapper(mapper);
    actor->PickableOff();
    actor->VisibilityOff();
    renderer->AddActor(actor);
  }
  void set(const Mesh& mesh) {
    const bool empty = lines ? mesh.lines.empty() : mesh.triangles.empty();
    actor->SetVisibility(!empty);
    if (empty) return data->Initialize();
    vtkNew<vtkPoints> points;
    points->SetData(threes(mesh.points));
    data->SetPoints(points);
    if (lines) {
      data->SetLines(cells(mesh.lines, 2));
      return;
    }
    data->GetPointData()->SetNormals(threes(mesh.normals));
    vtkNew<vtkUnsignedCharArray> colours;
    colours->SetNumberOfComponents(3);
    colours->SetNumberOfTuples(mesh.vertices());
    std::memcpy(colours->GetPointer(0), mesh.colours.data(), mesh.colours.size());
    data->GetPointData()->SetScalars(colours);
    data->SetPolys(cells(mesh.triangles, 3));
  }
  void shine(double ambient, double diffuse, double specular, double power) {
    vtkProperty* p = actor->GetProperty();
    p->SetAmbient(ambient);
    p->SetDiffuse(diffuse);
    p->SetSpecular(specular);
    p->SetSpecularPower(power);
  }
};

void setColour(vtkActor* actor, const QColor& colour) {
  actor->GetProperty()->SetColor(colour.redF(), colour.greenF(), colour.blueF());
}

void addLight(vtkRenderer* renderer, double x, double y, double z, double intensity) {
  vtkNew<vtkLight> light;
  light->SetLightTypeToCameraLight();
  light->SetPosition(x, y, z);
  light->SetFocalPoint(0, 0, 0);
  light->SetIntensity(intensity);
  renderer->AddLight(light);
}

}  // namespace

struct SurfaceScene::Parts {
  vtkRenderer* renderer = nullptr;
  Part full, draft, skirt, edges, lines, past, halo, future, ring, ringHalo;
};

SurfaceScene::SurfaceScene(vtkRenderer* renderer) : m_parts(std::make_unique<Parts>()) {
  Parts& p = *m_parts;
  p.renderer = renderer;
  renderer->AutomaticLightCreationOff();
  renderer->GradientBackgroundOn();
  addLight(renderer, -0.26, 0.79, 0.56, 0.72);
  addLight(renderer, 0.63, -0.17, 0.75, 0.18);
  addLight(renderer, 0, 0, 1, 0.28);
  p.edges.lines = p.lines.lines = true;
  p.skirt.coloured = p.edges.coloured = p.lines.coloured = false;
  for (Part* part : {&p.full, &p.draft, &p.skirt, &p.edges, &p.lines, &p.halo, &p.past, &p.ringHalo,
                     &p.ring, &p.future})
    part->join(renderer);
  for (Part* part : {&p.full, &p.draft}) part->shine(0.36, 0.74, 0.05, 18);
  for (Part* part : {&p.past, &p.future, &p.ring}) part->shine(0.52, 0.55, 0.28, 30);
  for (Part* part : {&p.edges, &p.lines, &p.halo, &p.ringHalo})
    part->actor->GetProperty()->LightingOff();
  for (Part* part : {&p.halo, &p.ringHalo}) part->actor->GetProperty()->FrontfaceCullingOn();
  p.lines.actor->GetProperty()->SetColor(1, 1, 1);
  p.lines.actor->GetProperty()->SetOpacity(0.62);
  p.future.actor->GetProperty()->SetOpacity(0.45);
  // Plain blending over what was drawn before: VTK's own pass for translucent things costs as much
  // as the lines themselves, and here nothing translucent lies over another.
  for (Part* part : {&p.lines, &p.future}) part->actor->ForceOpaqueOn();
}

SurfaceScene::~SurfaceScene() = default;

void SurfaceScene::setTheme(const Theme& theme) {
  Parts& p = *m_parts;
  p.renderer->SetBackground(theme.sceneBottom.redF(), theme.sceneBottom.greenF(),
                            theme.sceneBottom.blueF());
  p.renderer->SetBackground2(theme.sceneTop.redF(), theme.sceneTop.greenF(),
                             theme.sceneTop.blueF());
  setColour(p.skirt.actor, theme.skirt);
  p.skirt.shine(theme.dark ? 0.52 : 0.66, theme.dark ? 0.52 : 0.45, 0, 1);
  setColour(p.edges.actor, theme.axis);
}

void SurfaceScene::setFull(const Mesh& surface) { m_parts->full.set(surface); }

void SurfaceScene::setDraft(const Mesh& surface, const Mesh& skirt, const Mesh& lines) {
  m_parts->draft.set(surface);
  m_parts->skirt.set(skirt);
  m_parts->edges.set(skirt);
  m_parts->lines.set(lines);
}

void SurfaceScene::setPaths(const Mesh& past, const Mesh& halo, const Mesh& future) {
  m_parts->past.set(past);
  m_parts->halo.set(halo);
  m_parts->future.set(future);
}

void SurfaceScene::setStart(const Mesh& ring, const Mesh& halo) {
  m_parts->ring.set(ring);
  m_parts->ringHalo.set(halo);
}

void SurfaceScene::prepare(const OrbitCamera& camera, double diagonal, bool draft,
                           double lineWidth) {
  Parts& p = *m_parts;
  p.full.actor->SetVisibility(!draft && p.full.data->GetNumberOfPoints() > 0);
  p.draft.actor->SetVisibility(draft && p.draft.data->GetNumberOfPoints() > 0);
  p.lines.actor->GetProperty()->SetLineWidth(float(lineWidth));
  p.edges.actor->GetProperty()->SetLineWidth(float(lineWidth));
  vtkCamera* view = p.renderer->GetActiveCamera();
  const QVector3D eye = camera.eye(), up = camera.up();
  view->SetPosition(double(eye.x()), double(eye.y()), double(eye.z()));
  view->SetFocalPoint(double(camera.focal.x()), double(camera.focal.y()), double(camera.focal.z()));
  view->SetViewUp(double(up.x()), double(up.y()), double(up.z()));
  view->SetViewAngle(camera.viewAngle);
  const double away = double((eye - QVector3D(0, 0, float(diagonal / 8))).length());
  view->SetClippingRange(std::max(0.02, away - 0.7 * diagonal), away + 0.7 * diagonal);
}

}  // namespace thalweg
