/// What the parts of the window have in common: document, runs, plane, time, and what is selected.
#pragma once

#include <QObject>
#include <optional>

#include "app/model/anatomy_service.h"
#include "app/model/curvature_service.h"
#include "app/model/document.h"
#include "app/model/model_service.h"
#include "app/model/noise_service.h"
#include "app/model/plane_service.h"
#include "app/model/segment_service.h"
#include "app/model/session.h"
#include "app/model/sweep_service.h"
#include "app/window/player.h"

namespace thalweg {

class Workspace : public QObject {
  Q_OBJECT

 public:
  explicit Workspace(QObject* parent = nullptr);

  Document document;
  Session session;
  PlaneService plane;
  AnatomyService anatomy;
  ModelService model;
  CurvatureService curvature;
  NoiseService noise;
  SegmentService segment;
  SweepService sweep;
  Player player;

  int selected() const { return m_selected; }
  void select(int run);
  /// The chosen run, else the first one that is shown; -1 where there is none.
  int shownRun() const;
  /// The step under the pointer anywhere, ringed everywhere.
  std::optional<StepOfPath> highlight() const { return m_highlight; }
  void setHighlight(std::optional<StepOfPath> step);
  /// Arrows at a point of a path, such as the terms of a step.
  void setArrows(std::vector<PlaneArrow> arrows);
  /// The scene as it is to be shown now.
  PlaneScene scene() const;
  /// Nothing is computed any more.
  bool isSettled() const {
    return !session.busy() && !plane.busy() && !anatomy.busy() && !model.busy() &&
           !curvature.busy() && !noise.busy() && !segment.busy() && !sweep.busy();
  }
  /// Opens an experiment; the sentence that says why not. `path` may be empty (a built-in one).
  QString open(const QString& toml, const QString& path);
  QString openFile(const QString& path);
  /// After opening: plays from the start, or stays at the step that the experiment names.
  void begin();
  QString saveAs(const QString& path);
  void moveStart(QPointF at, bool final);

 signals:
  void selectionChanged(int run);
  void highlightChanged();
  void arrowsChanged();
  /// An experiment was opened, not only changed.
  void opened();

 private:
  void showOpened();
  int m_selected = -1;
  std::vector<PlaneArrow> m_arrows;
  std::int64_t m_openAt = -1;  // a step to go to once there are runs; -1 none
  std::optional<StepOfPath> m_highlight;
};

/// The built-in experiments: title and TOML text, the opening one first.
struct Preset {
  QString title, toml;
};
const QList<Preset>& presets();

}  // namespace thalweg
