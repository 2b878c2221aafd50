/// The scene that both views show: the loss on a plane and the runs' paths over it, computed on
/// workers.
#pragma once

#include <QObject>
#include <QRectF>
#include <QTimer>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "app/model/path_plane_job.h"
#include "app/model/session.h"
#include "core/run/plane.h"
#include "widgets/views/scene.h"

namespace thalweg {

/// A path is wholly grey where it is as far from the plane as this share of how far the paths go
/// within it.
inline constexpr double wholeGreyAt = 0.5;

class PlaneService : public QObject {
  Q_OBJECT

 public:
  explicit PlaneService(Session& session, QObject* parent = nullptr);
  ~PlaneService() override;

  /// The scene without cursor and selection, which are the window's. `visible`: one flag a run;
  /// `flowOf`: the run whose flow is drawn where flows are measured.
  PlaneScene scene(const std::vector<bool>& visible, int flowOf) const;
  /// The loss on the whole plane; null before it is there.
  const std::shared_ptr<const PlaneGrid>& grid() const { return m_base.shown; }
  /// The plane is that of the problem's own two variables.
  bool isPlanar() const;
  /// The problem has one variable: what is shown is its curve.
  bool isCurve() const;
  /// The plane of a larger problem that is shown; null for those with one of their own, and before
  /// there is one.
  const std::shared_ptr<const LaidPlane>& laid() const { return m_laid; }
  /// Why the plane that is asked for is none; empty where it is one.
  const QString& refusal() const { return m_refusal; }
  /// What the plane is laid through, such as "through three points".
  QString title() const;
  /// What the axes are called.
  std::pair<QString, QString> axisNames() const;
  /// Where a point lies over the plane that is shown; nothing for a curve, and before there is one.
  std::optional<QPointF> projected(const Vec& x) const;
  /// The grid of a part that a view zoomed to; null where there is none.
  std::shared_ptr<const PlaneGrid> zoomedGrid() const { return m_zoomed.shown; }
  /// A view shows this part now, in plane coordinates; an empty rectangle: the whole again.
  void setZoom(const QRectF& box);
  /// 0 to 1 while a plane is computed, -1 otherwise.
  double progress() const;
  bool busy() const { return m_tick.isActive(); }
  void cancel();

 signals:
  void changed();
  void progressed();

 private:
  struct GridWork {
    std::shared_ptr<GridJob> job;
    std::shared_ptr<const GridState> seen;
    std::shared_ptr<const PlaneGrid> shown;
    /// Takes what is new; true where there was something.
    bool look();
    void begin(Runner& runner, std::shared_ptr<GridJob> next);
    void cancel();
  };

  void onProblem();
  GridSpec specOf(const QRectF& box) const;
  void onGrown();
  void look();
  void takeLaid();
  void addLaid(PlaneScene& scene, int flowOf) const;

  Session& m_session;
  Plane m_plane;
  GridWork m_base, m_zoomed;
  std::shared_ptr<const Objective> m_pictured;  // of the grid of a problem's own plane
  QRectF m_pictureBox;                          // and where it lies
  std::shared_ptr<PathPlaneJob> m_laying;
  std::size_t m_laidPoints = 0;  // points in the paths when the plane was last laid ..
  PlaneChoice m_laidChoice;      // .. and what was asked for
  QString m_refusal;
  std::shared_ptr<const LaidPlane> m_laid;    // what is shown
  std::optional<Projector> m_projector;       // onto it
  std::shared_ptr<const LaidPlane> m_coming;  // shown together with its first grid
  QTimer m_tick;
};

}  // namespace thalweg
