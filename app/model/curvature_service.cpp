#include "app/model/curvature_service.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/catalog.h"
#include "core/run/spectrum.h"

namespace thalweg {
namespace {

constexpr int lookEveryMs = 16;
// A cursor that stays for so long has come to rest.
constexpr int restMs = 120;
// All of such a problem's eigenvalues take less than a slice of a worker.
constexpr Index tiny = 32;
constexpr Index directions = 5;

const MeasuredSeries* seriesOf(const RunData& data, const std::string& name) {
  const auto found = data.measured.find(name);
  return found == data.measured.end() ? nullptr : &found->second;
}

/// The eigenvalues of the matrix that were measured at a step, largest first, with their residuals
/// [n, 2].
Mat measuredAt(const RunData& data, std::int64_t step, CurvatureMatrix matrix) {
  std::vector<std::pair<double, double>> found;
  const auto add = [&](const MeasuredSeries* series) {
    if (!series || !std::binary_search(series->steps.begin(), series->steps.end(), step))
      return false;
    found.emplace_back(series->at(step), series->errorAt(step));
    return true;
  };
  if (matrix == CurvatureMatrix::preconditioned) add(seriesOf(data, "preconditioned_sharpness"));
  if (matrix == CurvatureMatrix::hessian) {
    for (int k = 1; add(seriesOf(data, "eigenvalue_" + std::to_string(k))); ++k) continue;
    if (found.empty()) add(seriesOf(data, "sharpness"));
  }
  Mat known(Index(found.size()), 2);
  for (std::size_t k = 0; k < found.size(); ++k)
    known.row(Index(k)) << found[k].first, found[k].second;
  return known;
}

}  // namespace

std::optional<StabilityBound> boundOf(const OptimizerChoice& choice, double learningRate) {
  const OptimizerEntry* entry = methodNamed(choice.name);
  if (!entry || !entry->knowsBounds || !choice.wrappers.empty()) return std::nullopt;
  Result<Stepper> stepper = entry->make(choice.settings, Vec::Zero(1));
  if (!stepper) return std::nullopt;
  stepper->setLearningRate(learningRate);
  if (stepper->learningRate() != learningRate) return std::nullopt;
  for (const StabilityBound& bound : stepper->bounds())
    if (std::isfinite(bound.limit)) return bound;
  return std::nullopt;
}

CurvatureService::CurvatureService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &CurvatureService::look);
  m_rest.setInterval(restMs);
  m_rest.setSingleShot(true);
  connect(&m_rest, &QTimer::timeout, this, &CurvatureService::followNow);
  connect(&session, &Session::problemChanged, this, &CurvatureService::forget);
}

CurvatureService::~CurvatureService() {
  if (m_job) m_job->stop();
  if (m_densities) m_densities->stop();
}

const LiveRun* CurvatureService::live() const {
  const std::vector<LiveRun>& runs = m_session.runs();
  if (m_run < 0 || m_run >= int(runs.size()) || !m_session.problem()) return nullptr;
  const LiveRun& live = runs[std::size_t(m_run)];
  return live.run && !live.data.chunks.empty() ? &live : nullptr;
}

void CurvatureService::stopAsking() {
  if (!m_job) return;
  m_job->stop();
  m_leaving.push_back(std::exchange(m_job, nullptr));
}

void CurvatureService::forget() {
  stopAsking();
  if (m_densities) m_densities->stop();
  m_densities.reset();
  m_replay.reset();
  m_spectra.clear();
  m_answers.clear();
  m_splits.clear();
  m_refusal.clear();
  m_read = 0;
  m_of = nullptr;
  m_rest.stop();
  emit changed();
  emit progressed();
}

void CurvatureService::show(int run, std::int64_t step) {
  const bool otherRun = std::exchange(m_run, run) != run;
  const LiveRun* now = live();
  const void* of = now ? now->data.chunks.front().get() : nullptr;
  if (otherRun || of != m_of) {
    forget();
    m_of = of;
  }
  if (!now) return;
  const std::int64_t wanted = std::min(step, now->data.steps());
  const bool moved = std::exchange(m_step, wanted) != wanted || otherRun;
  readRecord();
  if (m_following && !curvature()) {
    if (m_session.problem()->start.size() <= tiny)
      followNow();
    else if (moved || !m_job)
      m_rest.start();
  }
  if (moved) emit changed();
}

/// What the record has that was not looked at yet, a job at a time.
void CurvatureService::readRecord() {
  const LiveRun* now = live();
  if (!now || m_densities || m_read >= now->data.spectra.size()) return;
  std::vector<DensityJob::Stored> fresh;
  for (std::size_t i = m_read; i < now->data.spectra.size(); ++i) {
    const auto& [chunk, number] = now->data.spectra[i];
    const SpectrumSnapshot& stored = chunk->spectra[number];
    fresh.push_back({chunk, number, measuredAt(now->data, stored.step, stored.matrix)});
  }
  m_read = now->data.spectra.size();
  m_densities = std::make_shared<DensityJob>(std::move(fresh), m_session.problem()->start.size());
  m_session.runner().add(m_densities);
  m_tick.start();
}

CurvatureService::Spectrum CurvatureService::spectrum() const {
  if (const auto here = curvature(); here && here->spectrum) return here->spectrum;
  const auto after =
      std::upper_bound(m_spectra.begin(), m_spectra.end(), m_step,
                       [](std::int64_t step, const Spectrum& one) { return step < one->step; });
  return after == m_spectra.begin() ? nullptr : *(after - 1);
}

std::shared_ptr<const Curvature> CurvatureService::curvature() const {
  const auto found = std::find_if(m_answers.rbegin(), m_answers.rend(),
                                  [this](const auto& one) { return one->step == m_step; });
  return found == m_answers.rend() ? nullptr : *found;
}

std::optional<double> CurvatureService::boundAt(std::int64_t step, bool preconditioned) const {
  const LiveRun* now = live();
  const double* row = now ? now->data.rowOf(step) : nullptr;
  if (!row) return std::nullopt;
  const OptimizerEntry* entry = methodNamed(now->choice.name);
  if (!entry || entry->preconditions != preconditioned) return std::nullopt;
  if (const MeasuredSeries* bound = now->data.bound())
    if (const double value = bound->at(step); std::isfinite(value)) return value;
  const std::optional<StabilityBound> bound = boundOf(now->choice, row[3]);
  return bound ? std::optional(bound->limit) : std::nullopt;
}

std::optional<double> CurvatureService::boundOn(const ShownSpectrum& spectrum) const {
  const bool own = spectrum.matrix == CurvatureMatrix::preconditioned;
  if (!own && spectrum.matrix != CurvatureMatrix::hessian) return std::nullopt;
  return boundAt(spectrum.step, own);
}

QString CurvatureService::boundFormula() const {
  const LiveRun* now = live();
  const double* row = now ? now->data.rowOf(0) : nullptr;
  const std::optional<StabilityBound> bound = row ? boundOf(now->choice, row[3]) : std::nullopt;
  return bound ? QString::fromStdString(bound->formula) : QStringLiteral("limit");
}

QString CurvatureService::asked() const {
  if (!m_job) return {};
  const CurvatureQuestion& question = m_job->question();
  return QString(question.split     ? "H = G + R, step %1"
                 : question.exact   ? "eigenvalues, step %1"
                 : question.density ? "density, step %1"
                                    : "directions, step %1")
      .arg(question.step);
}

/// The point at the cursor, and what is known there without asking.
std::optional<CurvatureQuestion> CurvatureService::question() const {
  const LiveRun* now = live();
  if (!now) return std::nullopt;
  CurvatureQuestion asked;
  std::optional<Vec> x = now->data.pointAt(m_step, &asked.step);
  if (!x || x->size() != m_session.problem()->start.size()) return std::nullopt;
  asked.x = std::move(*x);
  std::int64_t first = -1, second = -1;
  const std::optional<Vec> before = now->data.pointAt(asked.step - 1, &first),
                           earlier = now->data.pointAt(asked.step - 2, &second);
  if (before && earlier && first == asked.step - 1 && second == asked.step - 2)
    asked.swing = asked.x - 2 * *before + *earlier;
  asked.top = std::min<Index>(directions, asked.x.size());
  const OptimizerEntry* entry = methodNamed(now->choice.name);
  asked.preconditioned = entry && entry->preconditions && entry->knowsBounds;
  if (const double* row = now->data.rowOf(asked.step)) asked.learningRate = row[3];
  asked.bound = boundAt(asked.step, asked.preconditioned).value_or(std::nan(""));
  asked.boundFormula = boundFormula().toStdString();
  return asked;
}

bool CurvatureService::ask(CurvatureQuestion question) {
  const LiveRun* now = live();
  if (!now) return false;
  stopAsking();
  if (!m_replay)
    m_replay = std::make_shared<ReplayOfRun>(ReplayOfRun{m_session.experiment(), std::size_t(m_run),
                                                         *m_session.problem(), std::nullopt});
  const bool small = question.x.size() <= tiny;
  // Only one thread ever makes a run again, and the runs' own worker has small ones alone.
  if (!small && !m_runner) m_runner.emplace(1, Manners::yielding);
  m_job = std::make_shared<CurvatureJob>(std::move(question), m_replay);
  (small ? m_session.runner() : *m_runner).add(m_job);
  m_tick.start();
  emit progressed();
  return true;
}

void CurvatureService::setFollowing(bool following) {
  m_following = following;
  if (following && live() && !curvature()) m_rest.start();
}

void CurvatureService::followNow() {
  if (!m_following || curvature() || (m_job && m_byHand)) return;
  if (m_job && m_job->question().step == m_step) return;
  std::optional<CurvatureQuestion> asked = question();
  // Where not every step is kept the nearest one before it answers.
  if (!asked || asked->step != m_step) return;
  if (ask(std::move(*asked))) m_byHand = false;
}

void CurvatureService::computeNow(bool exact) {
  std::optional<CurvatureQuestion> asked = question();
  if (!asked) return;
  asked->density = true;
  asked->exact = exact && asked->x.size() <= fullSpectrumLimit;
  m_refusal.clear();
  if (ask(std::move(*asked))) m_byHand = true;
}

void CurvatureService::splitNow() {
  std::optional<CurvatureQuestion> asked = question();
  if (!asked) return;
  asked->split = true;
  // Outliers are looked for among three times as many as there are classes.
  const ProblemChoice& problem = m_session.experiment().problem;
  const Index looked = problem.kind == "network" && !problem.network.layers.empty()
                           ? 3 * Index(problem.network.layers.back())
                           : 10;
  asked->top = std::clamp<Index>(looked, 2, std::max<Index>(2, asked->x.size()));
  m_refusal.clear();
  if (ask(std::move(*asked))) m_byHand = true;
}

std::shared_ptr<const ShownSplit> CurvatureService::split() const {
  const auto after =
      std::upper_bound(m_splits.begin(), m_splits.end(), m_step,
                       [](std::int64_t step, const auto& one) { return step < one->step; });
  return after == m_splits.begin() ? nullptr : *(after - 1);
}

void CurvatureService::keep(const std::shared_ptr<const ShownSplit>& split) {
  std::erase_if(m_splits, [&](const auto& one) { return one->step == split->step; });
  const auto at =
      std::upper_bound(m_splits.begin(), m_splits.end(), split->step,
                       [](std::int64_t step, const auto& one) { return step < one->step; });
  m_splits.insert(at, split);
}

void CurvatureService::cancel() {
  if (m_job) m_job->stop();
}

void CurvatureService::insert(const Spectrum& spectrum) {
  const auto at =
      std::lower_bound(m_spectra.begin(), m_spectra.end(), spectrum->step,
                       [](const Spectrum& one, std::int64_t step) { return one->step < step; });
  if (at == m_spectra.end() || (*at)->step != spectrum->step)
    m_spectra.insert(at, spectrum);
  else if (spectrum->asked || !(*at)->asked)
    *at = spectrum;
}

/// True where the question under way has ended.
bool CurvatureService::takeAnswer() {
  if (!m_job || !m_job->ended()) return false;
  const std::shared_ptr<CurvatureJob> done = std::exchange(m_job, nullptr);
  m_refusal = QString::fromStdString(done->problem());
  const std::shared_ptr<const Curvature> found = done->result();
  if (found && found->split) {
    keep(found->split);
  } else if (found) {
    // One with a spectrum is not given up for one without.
    std::erase_if(m_answers, [&](const auto& one) { return one->step == found->step; });
    m_answers.push_back(found);
    if (m_answers.size() > answersKept) m_answers.erase(m_answers.begin());
    if (m_byHand && found->spectrum) insert(found->spectrum);
  }
  return true;
}

void CurvatureService::look() {
  bool news = takeAnswer();
  const bool ended = !m_densities || m_densities->ended();
  if (m_densities) {
    for (const Spectrum& one : m_densities->take()) {
      insert(one);
      news = true;
    }
    if (ended) {
      m_densities.reset();
      readRecord();
    }
  }
  std::erase_if(m_leaving, [](const auto& job) { return job->ended(); });
  // Never waited for: what was stopped ends by itself.
  if (!m_job && m_leaving.empty()) m_runner.reset();
  if (!m_job && !m_densities && m_leaving.empty()) m_tick.stop();
  if (news) emit changed();
  emit progressed();
}

}  // namespace thalweg
