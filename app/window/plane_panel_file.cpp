/// Directions of one's own in the Plane dock.
#include <QFileDialog>

#include "app/window/plane_panel.h"
#include "core/run/plane_kinds.h"

namespace thalweg {

void PlanePanel::askForFile() {
  const QString path = QFileDialog::getOpenFileName(this, "Directions of a plane",
                                                    QString::fromStdString(choice().file),
                                                    "Directions (*.npz *.csv);;All files (*)");
  if (path.isEmpty()) return refresh();  // the box shows what is still so
  openDirections(path);
}

void PlanePanel::openDirections(const QString& path) {
  const Problem* problem = m_workspace.session.problem();
  if (!problem) return;
  // Tried before it is taken, so that a wrong file changes nothing.
  PlaneRequest request{choice(), problem->objective, problem->start, {}, {}};
  request.choice.kind = "own-file";
  request.choice.file = path.toStdString();
  const Result<Plane> plane = layPlane(request);
  emit told(plane ? QString() : QString::fromStdString(plane.error().what));
  if (!plane) return refresh();
  change("Directions of a file", {}, true, [&](PlaneChoice& own) {
    own.kind = request.choice.kind;
    own.file = request.choice.file;
  });
}

const PlaneChoice& PlanePanel::choice() const {
  return m_workspace.document.experiment().view.plane;
}

}  // namespace thalweg
