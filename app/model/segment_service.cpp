#include "app/model/segment_service.h"

#include "app/model/path_plane_job.h"
#include "core/base/text.h"

namespace thalweg {
namespace {

constexpr int lookEveryMs = 16;
// A quarter of the way beyond each end; both ends are nodes.
const SegmentRange shownRange{-0.25, 1.25, 151};

}  // namespace

SegmentService::SegmentService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &SegmentService::look);
  connect(&session, &Session::viewChanged, this, &SegmentService::follow);
  // An end may be the newest step: it is asked for again when nothing moves any more.
  const auto settled = [this] {
    if (!m_session.busy()) follow();
  };
  connect(&session, &Session::grown, this, settled);
  connect(&session, &Session::runsChanged, this, settled);
  connect(&session, &Session::problemChanged, this, [this] {
    cancel();
    m_segment.reset();
    m_first.resize(0);
    emit changed();
  });
}

SegmentService::~SegmentService() { cancel(); }

void SegmentService::show(bool wanted) {
  m_wanted = wanted;
  if (wanted)
    follow();
  else
    cancel();
}

void SegmentService::cancel() {
  if (!m_job) return;
  m_job->stop();
  m_job.reset();
  m_first.resize(0);
  m_tick.stop();
}

void SegmentService::follow() {
  const Problem* problem = m_session.problem();
  if (!m_wanted || !problem) return;
  Vec ends[2];
  QString refusal;
  for (std::size_t k = 0; k < 2; ++k) {
    const StepChoice& at = m_session.experiment().view.plane.segment[k];
    const std::vector<LiveRun>& runs = m_session.runs();
    const std::optional<Vec> x = at.run < std::int64_t(runs.size())
                                     ? pointIn(runs[std::size_t(at.run)].data.chunks, at.step)
                                     : std::nullopt;
    if (x && x->size() == problem->start.size())
      ends[k] = *x;
    else
      refusal = QString("%1 is at no step of a run").arg(k == 0 ? 'A' : 'B');
  }
  const bool same = ends[0].size() == m_first.size() && ends[1].size() == m_second.size() &&
                    m_first.size() > 0 && ends[0] == m_first && ends[1] == m_second;
  if (same && refusal.isEmpty()) return;
  cancel();
  m_refusal = refusal;
  if (!refusal.isEmpty()) {
    m_segment.reset();
    m_first.resize(0);
    emit changed();
    return;
  }
  m_first = ends[0];
  m_second = ends[1];
  m_job = std::make_shared<SegmentJob>(problem->objective, m_first, m_second, shownRange);
  m_session.runner().add(m_job);
  m_tick.start();
}

void SegmentService::look() {
  if (!m_job || !m_job->ended()) return;
  m_segment = m_job->result();
  m_distance = (m_second - m_first).norm();
  m_job.reset();
  m_tick.stop();
  emit changed();
}

QString csvOf(const Segment& segment) {
  std::string text = "t,f\n";
  for (Index k = 0; k < segment.t.size(); ++k) {
    appendShortest(text, segment.t[k]);
    text += ',';
    appendShortest(text, segment.f[k]);
    text += '\n';
  }
  return QString::fromStdString(text);
}

}  // namespace thalweg
