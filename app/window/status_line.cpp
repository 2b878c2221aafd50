#include "app/window/status_line.h"

#include <QLabel>
#include <cmath>
#include <thread>

#include "widgets/controls/number_text.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

/// Time that is left, from the time that has gone and the share of the work done.
QString timeLeft(const QElapsedTimer& since, double share) {
  if (!since.isValid() || share <= 0.02) return {};
  const double seconds = double(since.elapsed()) / 1000.0 * (1 - share) / share;
  return seconds < 1 ? QString() : QString("%1 s").arg(std::ceil(seconds));
}

/// A chip is not to flash for work that is done before it could be read.
constexpr int leastMs = 300;

void showJob(JobChip* chip, QElapsedTimer& clock, bool busy, double share) {
  if (!busy) {
    clock.invalidate();
    chip->hide();
    return;
  }
  if (!clock.isValid()) clock.start();
  chip->setProgress(share, timeLeft(clock, share));
  chip->setVisible(clock.elapsed() > leastMs);
}

/// The loss of the grid at the node nearest to a place.
double lossAt(const PlaneGrid& grid, QPointF at) {
  const double i = (at.x() - grid.x0) / (grid.x1 - grid.x0) * (grid.nx - 1),
               j = grid.ny > 1 ? (at.y() - grid.y0) / (grid.y1 - grid.y0) * (grid.ny - 1) : 0.0;
  if (!(i >= 0 && j >= 0 && i <= grid.nx - 1 && j <= grid.ny - 1)) return std::nan("");
  return grid.f[std::size_t(std::lround(j)) * std::size_t(grid.nx) + std::size_t(std::lround(i))];
}

}  // namespace

StatusLine::StatusLine(Workspace& workspace, QWidget* parent)
    : QStatusBar(parent), m_workspace(workspace) {
  setFixedHeight(24);
  setSizeGripEnabled(false);
  m_runs = new JobChip("runs");
  m_plane = new JobChip("plane");
  m_curvature = new JobChip("curvature");
  m_noise = new JobChip("noise");
  m_sweep = new JobChip("sweep");
  for (JobChip* chip : {m_runs, m_plane, m_curvature, m_noise, m_sweep}) {
    chip->hide();
    addWidget(chip);
  }
  m_pointer = new QLabel;
  m_facts = new QLabel;
  for (QLabel* label : {m_pointer, m_facts}) {
    label->setFont(numberFont(12));
    makeQuiet(label);
    label->setContentsMargins(0, 0, 18, 0);
    addPermanentWidget(label);
  }
  connect(m_runs, &JobChip::cancelAsked, &workspace.session, &Session::cancel);
  connect(m_plane, &JobChip::cancelAsked, &workspace.plane, &PlaneService::cancel);
  connect(m_curvature, &JobChip::cancelAsked, &workspace.curvature, &CurvatureService::cancel);
  connect(&workspace.curvature, &CurvatureService::progressed, this, &StatusLine::refresh);
  connect(m_noise, &JobChip::cancelAsked, &workspace.noise, &NoiseService::cancel);
  connect(&workspace.noise, &NoiseService::progressed, this, &StatusLine::refresh);
  connect(m_sweep, &JobChip::cancelAsked, &workspace.sweep, &SweepService::cancel);
  connect(&workspace.sweep, &SweepService::progressed, this, &StatusLine::refresh);
  connect(&workspace.session, &Session::grown, this, &StatusLine::refresh);
  connect(&workspace.session, &Session::runsChanged, this, &StatusLine::refresh);
  connect(&workspace.session, &Session::problemChanged, this, &StatusLine::refresh);
  connect(&workspace.plane, &PlaneService::progressed, this, &StatusLine::refresh);
}

namespace {

/// Share of a run that is done, the run before it included where there is one.
double shareDone(const LiveRun& run, double planned) {
  if (run.data.ending.status != Status::running) return 1.0;
  const double before = run.run ? double(run.run->record().rehearsed()) : 0.0;
  return (before + double(run.data.steps())) / (before > 0 ? 2 * planned : planned);
}

}  // namespace

void StatusLine::refresh() {
  const double planned = double(std::max<std::int64_t>(1, m_workspace.session.planned()));
  double done = 0.0;
  for (const LiveRun& run : m_workspace.session.runs()) done += shareDone(run, planned);
  const double count = double(std::max<std::size_t>(1, m_workspace.session.runs().size()));
  const bool reading = !m_workspace.session.problem() && m_workspace.session.refusal().isEmpty();
  m_runs->setText(reading ? "reading data" : "runs");
  showJob(m_runs, m_runClock, m_workspace.session.busy(), done / count);
  showJob(m_plane, m_planeClock, m_workspace.plane.busy(),
          std::max(0.0, m_workspace.plane.progress()));
  m_curvature->setText(m_workspace.curvature.asked());
  showJob(m_curvature, m_curvatureClock, m_workspace.curvature.asking(),
          m_workspace.curvature.progress());
  showJob(m_noise, m_noiseClock, m_workspace.noise.asking(), 0.0);
  const SweepService& sweep = m_workspace.sweep;
  m_sweep->setText(QString("sweep, %1 of %2").arg(sweep.done()).arg(sweep.points().size()));
  showJob(m_sweep, m_sweepClock, sweep.busy(), sweep.progress());
  const Experiment& experiment = m_workspace.document.experiment();
  const bool network = experiment.problem.kind == "network";
  const unsigned threads = std::max(2u, std::thread::hardware_concurrency()) - 1;
  m_facts->setText(QString("seed %1   %2   %3 worker thread%4")
                       .arg(network ? experiment.problem.network.seed : experiment.run.seed)
                       .arg(network ? QString::fromStdString(experiment.problem.network.precision)
                                    : QStringLiteral("float64"))
                       .arg(threads)
                       .arg(threads == 1 ? "" : "s"));
}

void StatusLine::showPointer(QPointF at) {
  const auto [across, up] = m_workspace.plane.axisNames();
  QString text = QString("cursor %1 %2").arg(across, shownNumber(at.x()));
  if (!m_workspace.plane.isCurve()) text += QString(" %1 %2").arg(up, shownNumber(at.y()));
  if (const auto& grid = m_workspace.plane.grid()) {
    const double f = lossAt(*grid, at);
    if (std::isfinite(f)) text += " f " + shownNumber(f);
  }
  m_pointer->setText(text);
}

}  // namespace thalweg
