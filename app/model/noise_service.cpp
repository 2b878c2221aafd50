#include "app/model/noise_service.h"

#include <algorithm>
#include <utility>

namespace thalweg {
namespace {

constexpr int lookEveryMs = 16;
// A cursor that stays for so long has come to rest.
constexpr int restMs = 200;
constexpr Index radiusPoints = 41;

}  // namespace

std::shared_ptr<NoiseFound> NoiseJob::answer() const {
  Evaluator f(m_question.objective);
  const FiniteSum* sum = f.objective().asFiniteSum();
  const std::function<bool()> stop = [this] { return stopping(); };
  auto found = std::make_shared<NoiseFound>();
  found->step = m_question.step;
  found->learningRate = m_question.learningRate;
  found->samples = sum->samples();
  found->batch = m_question.batch > 0 ? std::min(m_question.batch, sum->samples()) : sum->samples();
  const Index d = m_question.x.size();
  NoiseRequest request;
  request.top = std::min<Index>(5, d);
  request.batch = m_question.batch;
  found->noise = noiseAt(f, m_question.x, request, stop);
  if (found->noise.stopped || !found->noise.finite) return nullptr;
  // Of two parameters the plane is their own, so that the picture is that of the map.
  Vec a = Vec::Unit(d, 0), b = Vec::Unit(d, std::min<Index>(1, d - 1));
  if (d > 2 && found->noise.vectors.cols() >= 2) {
    a = found->noise.vectors.col(0);
    b = found->noise.vectors.col(1);
  }
  found->cloud = gradientCloud(f, m_question.x, a, b, stop);
  if (found->cloud.stopped) return nullptr;
  const Result<SgdConditions> conditions =
      sgdConditions(f, m_question.x, found->batch, m_question.replacement, stop, radiusPoints);
  if (stopping()) return nullptr;
  if (conditions)
    found->conditions = *conditions;
  else
    found->refusal = conditions.error().what;
  return found;
}

bool NoiseJob::advance(Clock::time_point) {
  std::shared_ptr<const NoiseFound> found = stopping() ? nullptr : answer();
  {
    const std::lock_guard lock(m_guard);
    m_result = std::move(found);
  }
  m_ended.store(true, std::memory_order_release);
  return false;
}

std::shared_ptr<const NoiseFound> NoiseJob::result() const {
  const std::lock_guard lock(m_guard);
  return m_result;
}

NoiseService::NoiseService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &NoiseService::look);
  m_rest.setInterval(restMs);
  m_rest.setSingleShot(true);
  connect(&m_rest, &QTimer::timeout, this, &NoiseService::ask);
  connect(&session, &Session::problemChanged, this, &NoiseService::forget);
}

NoiseService::~NoiseService() {
  if (m_job) m_job->stop();
}

bool NoiseService::possible() const {
  return m_session.problem() && m_session.problem()->objective->asFiniteSum();
}

void NoiseService::stopAsking() {
  if (!m_job) return;
  m_job->stop();
  m_leaving.push_back(std::exchange(m_job, nullptr));
}

void NoiseService::forget() {
  stopAsking();
  m_rest.stop();
  m_found.reset();
  m_of = nullptr;
  emit changed();
}

void NoiseService::cancel() {
  if (m_job) m_job->stop();
}

void NoiseService::setFollowing(bool following) {
  m_following = following;
  if (following && m_of && !m_found) m_rest.start();
}

void NoiseService::show(int run, std::int64_t step) {
  const std::vector<LiveRun>& runs = m_session.runs();
  const LiveRun* live = run >= 0 && run < int(runs.size()) ? &runs[std::size_t(run)] : nullptr;
  const void* of = live && !live->data.chunks.empty() ? live->data.chunks.front().get() : nullptr;
  if (run != m_run || of != m_of) forget();
  m_run = run;
  m_of = of;
  if (!of || !possible()) return;
  m_step = std::min(step, live->data.steps());
  const bool known = m_found && m_found->step == m_step;
  const bool coming = m_job && m_job->question().step == m_step;
  if (m_following && !known && !coming) m_rest.start();
}

void NoiseService::ask() {
  const std::vector<LiveRun>& runs = m_session.runs();
  if (!m_following || !possible() || m_run < 0 || m_run >= int(runs.size())) return;
  const RunData& data = runs[std::size_t(m_run)].data;
  std::int64_t step = -1;
  std::optional<Vec> x = data.pointAt(m_step, &step);
  const double* row = x ? data.rowOf(step) : nullptr;
  if (!row || x->size() != m_session.problem()->start.size()) return;
  if (m_found && m_found->step == step) return;
  stopAsking();
  const Experiment& experiment = m_session.experiment();
  m_job = std::make_shared<NoiseJob>(NoiseJob::Question{
      m_session.problem()->objective, step, std::move(*x), row[3],
      batchAt(experiment, std::size_t(m_run), step), experiment.run.sampling == "replacement"});
  if (!m_runner) m_runner.emplace(1, Manners::yielding);
  m_runner->add(m_job);
  m_tick.start();
  emit progressed();
}

void NoiseService::look() {
  bool news = false;
  if (m_job && m_job->ended()) {
    const std::shared_ptr<NoiseJob> done = std::exchange(m_job, nullptr);
    if (auto found = done->result()) {
      m_found = std::move(found);
      news = true;
    }
  }
  std::erase_if(m_leaving, [](const auto& job) { return job->ended(); });
  if (!m_job && m_leaving.empty()) {
    m_runner.reset();
    m_tick.stop();
  }
  if (news) emit changed();
  emit progressed();
}

}  // namespace thalweg
