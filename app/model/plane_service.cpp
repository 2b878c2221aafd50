#include "app/model/plane_service.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "app/model/figures.h"
#include "core/catalog.h"
#include "widgets/views/curve_painter.h"

namespace thalweg {
namespace {

// Nodes a side: fine enough for smooth bands on a formula. Where each node is a pass over a data
// set their number is chosen.
constexpr Index planarNodes = 181;
// About one a pixel: kinks and narrow valleys of a curve are seen where they are.
constexpr Index curveNodes = 1201;
constexpr std::size_t leastPoints = 8;
constexpr int lookEveryMs = 16;

std::size_t pointsInPaths(const Session& session) {
  std::size_t n = 0;
  for (const LiveRun& run : session.runs()) n += run.data.pathPoints;
  return n;
}

}  // namespace

bool PlaneService::GridWork::look() {
  if (!job) return false;
  const bool ended = job->ended();
  const std::shared_ptr<const GridState> latest = job->latest();
  if (ended) job.reset();
  if (!latest || latest == seen) return false;
  seen = latest;
  const GridSpec& s = latest->spec;
  shown = std::make_shared<PlaneGrid>(
      PlaneGrid{int(s.na), int(s.nb), s.a0, s.a1, s.b0, s.b1, latest->values});
  return true;
}

void PlaneService::GridWork::begin(Runner& runner, std::shared_ptr<GridJob> next) {
  cancel();
  job = std::move(next);
  runner.add(job);
}

void PlaneService::GridWork::cancel() {
  if (job) job->stop();
  job.reset();
}

PlaneService::PlaneService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &PlaneService::look);
  connect(&session, &Session::problemChanged, this, &PlaneService::onProblem);
  connect(&session, &Session::grown, this, &PlaneService::onGrown);
  connect(&session, &Session::viewChanged, this, &PlaneService::onGrown);
}

PlaneService::~PlaneService() { cancel(); }

bool PlaneService::isPlanar() const {
  const Problem* problem = m_session.problem();
  return problem && problem->start.size() == 2 && problem->box.size() == 2;
}

bool PlaneService::isCurve() const {
  const Problem* problem = m_session.problem();
  return problem && problem->start.size() == 1 && problem->box.size() == 1;
}

GridSpec PlaneService::specOf(const QRectF& box) const {
  if (isCurve()) return {curveNodes, 1, box.left(), box.right(), 0, 0};
  const auto [na, nb] =
      isPlanar() ? std::array<std::int64_t, 2>{planarNodes, planarNodes} : m_laidChoice.nodes;
  return {na, nb, box.left(), box.right(), box.top(), box.bottom()};
}

std::optional<QPointF> PlaneService::projected(const Vec& x) const {
  if (isPlanar() && x.size() == 2) return QPointF(x[0], x[1]);
  if (!m_laid || m_laid->plane.origin.size() != x.size()) return std::nullopt;
  const Projection at = (*m_projector)(x);
  return QPointF(at.a, at.b);
}

void PlaneService::cancel() {
  if (m_base.job) m_pictured.reset();
  m_base.cancel();
  m_zoomed.cancel();
  if (m_laying) m_laying->stop();
  m_laying.reset();
  m_coming.reset();
}

void PlaneService::onProblem() {
  const Problem* problem = m_session.problem();
  QRectF home;
  if (isPlanar() || isCurve()) {
    const Interval across = problem->box.front(), up = problem->box.back();
    home = QRectF(QPointF(across.low, up.low), QPointF(across.high, up.high));
    // Only the start has moved: the picture, and a part of it that is looked at, are as they were.
    if (m_pictured && problem->objective == m_pictured && home == m_pictureBox) return;
  }
  cancel();
  m_laid.reset();
  m_zoomed.shown.reset();
  m_laidPoints = 0;
  m_refusal.clear();
  m_pictured.reset();
  if (!problem) return;  // the last picture stays while the request is mended
  if (home.isEmpty()) {
    m_base.shown.reset();
    emit changed();
    return;
  }
  m_plane = isCurve() ? coordinatePlane(1, 0, 0) : coordinatePlane(2);
  m_pictured = problem->objective;
  m_pictureBox = home;
  m_base.begin(m_session.runner(),
               std::make_shared<GridJob>(problem->objective, m_plane, specOf(home)));
  m_tick.start();
}

/// Lays the plane again where another one is asked for, or the paths have grown much.
void PlaneService::onGrown() {
  if (!m_session.problem() || isPlanar() || isCurve()) return;
  PlaneChoice choice = m_session.experiment().view.plane;
  choice.segment = m_laidChoice.segment;  // no part of the plane
  const bool other = !(choice == m_laidChoice);
  if (m_laying && !other) return;
  const std::size_t points = pointsInPaths(m_session);
  // A run begun anew has fewer points than the plane was laid through.
  const bool anew = points < m_laidPoints;
  const bool muchMore = double(points) >= 1.6 * double(m_laidPoints) && points >= 24;
  const bool atTheEnd = !m_session.busy() && points != m_laidPoints;
  // A plane needs a path that has gone somewhere; until then the last picture stays.
  const bool enough = points >= leastPoints || !m_session.busy();
  if (points == 0 || !enough || !(anew || muchMore || atTheEnd || other)) return;
  if (m_laying) m_laying->stop();
  std::vector<std::vector<ChunkPtr>> runs;
  for (const LiveRun& run : m_session.runs()) runs.push_back(run.data.pathChunks);
  m_laying = std::make_shared<PathPlaneJob>(choice, m_session.problem()->objective, std::move(runs),
                                            m_laid);
  m_laidPoints = points;
  m_laidChoice = choice;
  m_session.runner().add(m_laying);
  m_tick.start();
}

/// The plane has its axes: the loss on it comes next.
void PlaneService::takeLaid() {
  m_coming = m_laying->result();
  const QString refusal = m_laying->refusal();
  m_laying.reset();
  if (refusal != m_refusal) {
    m_refusal = refusal;
    emit changed();
  }
  if (!m_coming || !m_session.problem()) return;
  m_zoomed.cancel();
  m_zoomed.shown.reset();
  m_plane = m_coming->plane;
  m_base.begin(m_session.runner(), std::make_shared<GridJob>(m_session.problem()->objective,
                                                             m_plane, specOf(m_coming->box)));
}

void PlaneService::look() {
  bool fresh = false;
  if (m_laying && m_laying->ended()) takeLaid();
  if (m_base.look()) {
    if (m_coming) {
      m_laid = std::exchange(m_coming, nullptr);
      m_projector.emplace(m_laid->plane);
    }
    fresh = true;
  }
  fresh = m_zoomed.look() || fresh;
  const bool more = m_base.job || m_zoomed.job || m_laying;
  if (!more) {
    m_tick.stop();
    if (!m_session.busy()) onGrown();
  }
  if (fresh) emit changed();
  emit progressed();
}

double PlaneService::progress() const {
  if (m_laying) return 0.0;
  if (m_base.job) return m_base.job->progress();
  if (m_zoomed.job) return m_zoomed.job->progress();
  return -1.0;
}

void PlaneService::setZoom(const QRectF& box) {
  m_zoomed.cancel();
  const Problem* problem = m_session.problem();
  if (!problem || box.isEmpty() || (!isPlanar() && !isCurve() && !m_laid)) {
    m_zoomed.shown.reset();
    emit changed();
    return;
  }
  m_zoomed.begin(m_session.runner(),
                 std::make_shared<GridJob>(problem->objective, m_plane, specOf(box)));
  m_tick.start();
}

namespace {

/// What a path beside a run is called: the flow's title, or the id as a word.
QString titleOf(const std::string& id) {
  if (const FlowEntry* entry = thalweg::find(allFlows(), id))
    return QString::fromStdString(entry->card.title);
  QString word = QString::fromStdString(id);
  if (!word.isEmpty()) word[0] = word[0].toUpper();
  return word;
}

/// The flows and averages beside a run; in one dimension they lie on the curve.
void addCompanions(PlaneScene& scene, const RunData& data, int companion) {
  for (const auto& [id, points] : data.flows) {
    PlanePath path;
    path.reference = true;
    path.companion = companion;
    path.name = titleOf(id);
    path.points = points.points();
    path.steps = points.steps();
    if (scene.oneVariable && scene.grid)
      for (QPointF& at : path.points) at.setY(heightAt(*scene.grid, at.x()));
    if (!path.points.empty()) scene.paths.push_back(std::move(path));
  }
}

PlaneMark markOf(const KnownPoint& point, bool curve) {
  const QPointF at(point.x[0], curve ? point.f : point.x[1]);
  switch (point.kind) {
    case PointKind::saddle:
      return {at, QStringLiteral("saddle"), PlaneMark::Kind::saddle};
    case PointKind::maximum:
      return {at, QStringLiteral("maximum"), PlaneMark::Kind::maximum};
    default:
      return {at, QStringLiteral("minimum"), PlaneMark::Kind::minimum};
  }
}

/// How grey each point of a path is.
std::vector<double> awayOf(const LaidPlane& laid, std::size_t run) {
  std::vector<double> away;
  for (const double distance : laid.distances[run])
    away.push_back(laid.reach > 0 ? std::min(1.0, distance / (wholeGreyAt * laid.reach)) : 0.0);
  return away;
}

void layOnCurve(PlaneScene& scene, const Problem& problem) {
  scene.oneVariable = true;
  scene.yName = QStringLiteral("f");
  const double x = problem.start[0], f = scene.grid ? heightAt(*scene.grid, x) : std::nan("");
  if (std::isfinite(f)) scene.start = QPointF(x, f);
}

}  // namespace

PlaneScene PlaneService::scene(const std::vector<bool>& visible, int flowOf) const {
  PlaneScene scene;
  scene.grid = m_base.shown;
  if (const PlaneGrid* grid = scene.grid.get())
    scene.home = QRectF(QPointF(grid->x0, grid->y0), QPointF(grid->x1, grid->y1));
  const bool planar = isPlanar(), curve = isCurve();
  if (curve && scene.grid) scene.home = boxOfCurve(*scene.grid);
  for (std::size_t i = 0; i < m_session.runs().size(); ++i) {
    const LiveRun& run = m_session.runs()[i];
    PlanePath path;
    path.name = QString::fromStdString(labelOf(run.choice));
    path.style = int(i);
    path.visible = i >= visible.size() || visible[i];
    if (run.choice.kick) path.mark = int(run.choice.kick->step);
    path.diverged = run.data.ending.status == Status::diverged;
    if (planar || curve) {
      path.points = run.data.path.points();
      path.steps = run.data.path.steps();
      path.f = run.data.path.f();
    } else if (m_laid && i < m_laid->paths.size()) {
      path.points = m_laid->paths[i];
      path.steps = m_laid->steps[i];
      path.away = awayOf(*m_laid, i);
      for (const int step : path.steps) {
        const double* row = run.data.rowOf(step);
        path.f.push_back(row ? row[0] : std::nan(""));
      }
    }
    scene.paths.push_back(std::move(path));
  }
  if ((planar || curve) && m_session.experiment().view.points)
    for (const KnownPoint& point : m_session.problem()->points)
      scene.marks.push_back(markOf(point, curve));
  if (curve) layOnCurve(scene, *m_session.problem());
  if (planar || curve) {
    const Problem& problem = *m_session.problem();
    if (planar) scene.start = QPointF(problem.start[0], problem.start[1]);
    if (flowOf >= 0 && flowOf < int(m_session.runs().size()))
      addCompanions(scene, m_session.runs()[std::size_t(flowOf)].data, flowOf);
  } else if (m_laid) {
    addLaid(scene, flowOf);
  }
  return scene;
}

void PlaneService::addLaid(PlaneScene& scene, int flowOf) const {
  scene.startMovable = false;
  if (!m_laid->paths.empty() && !m_laid->paths.front().empty())
    scene.start = m_laid->paths.front().front();
  if (flowOf >= 0 && flowOf < int(m_laid->flows.size()) &&
      !m_laid->flows[std::size_t(flowOf)].empty()) {
    PlanePath flow;
    flow.reference = true;
    flow.companion = flowOf;
    const LiveRun& run = m_session.runs()[std::size_t(flowOf)];
    const std::vector<std::string> names =
        run.run ? run.run->record().flows : std::vector<std::string>();
    flow.name = names.empty() ? QString() : titleOf(names.front());
    flow.points = m_laid->flows[std::size_t(flowOf)];
    flow.steps = m_laid->flowSteps[std::size_t(flowOf)];
    scene.paths.push_back(std::move(flow));
  }
  for (std::size_t k = 0; k < m_laid->corners.size(); ++k)
    scene.marks.push_back(
        {m_laid->corners[k], QString(QChar(char16_t(u'A' + k))), PlaneMark::Kind::point});
  std::tie(scene.xName, scene.yName) = axisNames();
  scene.note = QStringLiteral("holds %1 % of the path's spread, %2 % of its steps")
                   .arg(100 * m_laid->spreadShare, 0, 'f', 1)
                   .arg(100 * m_laid->stepShare, 0, 'f', 1);
}

QString PlaneService::title() const {
  const std::string kind = m_laid ? m_laid->choice.kind : "auto";
  return kind == "random"             ? "along two random directions"
         : kind == "coordinates"      ? "of two coordinates"
         : kind == "gradient-hessian" ? "along gradient and top eigenvector"
         : kind == "two-eigenvectors" ? "along two top eigenvectors"
         : kind == "three-points"     ? "through three points"
         : kind == "own-file"         ? "along directions of a file"
                                      : "through the path";
}

std::pair<QString, QString> PlaneService::axisNames() const {
  if (isPlanar() || isCurve()) return {"x", "y"};
  const PlaneChoice choice = m_laid ? m_laid->choice : PlaneChoice();
  if (choice.kind == "random") return {"random 1", "random 2"};
  if (choice.kind == "coordinates")
    return {QString("x%1").arg(choice.coordinates[0]), QString("x%1").arg(choice.coordinates[1])};
  if (choice.kind == "gradient-hessian") return {"gradient", "top eigenvector"};
  if (choice.kind == "two-eigenvectors") return {"eigenvector 1", "eigenvector 2"};
  if (choice.kind == "three-points") return {"A to B", "towards C"};
  if (choice.kind == "own-file") return {"d1", "d2"};
  return {"PC 1", "PC 2"};
}

}  // namespace thalweg
