#include "app/model/model_service.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/objectives/data/dataset.h"
#include "core/objectives/network/network.h"

namespace thalweg {
namespace {

constexpr int lookEveryMs = 8;
// Nodes a side of a decision, places along a fit.
constexpr int decisionNodes = 96, fitNodes = 240;
// Answered between two looks at the clock.
constexpr Index blockNodes = 512;
// More samples than this would cover the picture.
constexpr Index mostPoints = 2000;

/// The class with the largest output and its share of a softmax; one output alone is the log-odds
/// of the second class.
std::pair<int, float> classOf(const Eigen::Ref<const Vec>& outputs) {
  if (outputs.size() == 1) {
    const double p = 1 / (1 + std::exp(-outputs[0]));
    return {p > 0.5, float(std::abs(2 * p - 1))};
  }
  Index best = 0;
  const double top = outputs.maxCoeff(&best);
  const double share = 1 / (outputs.array() - top).exp().sum(), even = 1 / double(outputs.size());
  return {int(best), float((share - even) / (1 - even))};
}

void addSamples(ModelData& data, const Samples& samples) {
  const Index every = (samples.count() + mostPoints - 1) / mostPoints;
  for (Index i = 0; i < samples.count(); i += every) {
    data.points.emplace_back(samples.features(0, i),
                             data.decision ? samples.features(1, i) : samples.targets(0, i));
    if (data.decision) data.labels.push_back(samples.labels[std::size_t(i)]);
  }
}

}  // namespace

std::shared_ptr<const ModelData> modelDataOf(const Objective& objective) {
  const FiniteSum* sum = objective.asFiniteSum();
  if (!sum) return nullptr;
  const Samples& samples = sum->trainingSamples();
  const bool decision = samples.features.rows() == 2 && !samples.labels.empty();
  const bool fit =
      samples.features.rows() == 1 && samples.labels.empty() && samples.targets.rows() == 1;
  if ((!decision && !fit) || samples.count() < 1) return nullptr;
  auto data = std::make_shared<ModelData>();
  data->decision = decision;
  addSamples(*data, samples);
  data->training = data->points.size();
  if (const auto* network = dynamic_cast<const NetworkObjective*>(&objective))
    addSamples(*data, network->data().test);
  double left = HUGE_VAL, right = -HUGE_VAL, low = HUGE_VAL, high = -HUGE_VAL;
  for (const QPointF& point : data->points) {
    left = std::min(left, point.x());
    right = std::max(right, point.x());
    low = std::min(low, point.y());
    high = std::max(high, point.y());
  }
  const double width = std::max(right - left, 1e-9), height = std::max(high - low, 1e-9);
  data->box = QRectF(left - 0.1 * width, low - 0.15 * height, 1.2 * width, 1.3 * height);
  return data;
}

ModelJob::ModelJob(std::shared_ptr<const Objective> objective, const ModelData& data)
    : m_f(std::move(objective)), m_decision(data.decision) {
  m_nx = m_decision ? decisionNodes : fitNodes;
  m_ny = m_decision ? decisionNodes : 1;
  m_features.resize(m_decision ? 2 : 1, Index(m_nx) * m_ny);
  for (int j = 0; j < m_ny; ++j)
    for (int i = 0; i < m_nx; ++i) {
      const Index at = Index(j) * m_nx + i;
      // Nodes of a decision stand in the middle of their pixels.
      const double along = m_decision ? (i + 0.5) / m_nx : double(i) / (m_nx - 1);
      m_features(0, at) = data.box.left() + along * data.box.width();
      if (m_decision) m_features(1, at) = data.box.top() + (j + 0.5) / m_ny * data.box.height();
    }
}

bool ModelJob::ask(std::int64_t step, Vec x) {
  const std::lock_guard lock(m_guard);
  m_wanted.emplace(step, std::move(x));
  return !std::exchange(m_working, true);
}

void ModelJob::answerBlock() {
  const Index count = std::min(blockNodes, m_features.cols() - m_done);
  Mat outputs;
  m_f.objective().asFiniteSum()->outputsAt(m_x, m_features.middleCols(m_done, count), outputs,
                                           m_f.scratch());
  for (Index k = 0; k < count; ++k) {
    const std::size_t at = std::size_t(m_done + k);
    if (m_decision)
      std::tie(m_making->label[at], m_making->sure[at]) = classOf(outputs.col(k));
    else
      m_making->output[at] = outputs(0, k);
  }
  m_done += count;
}

bool ModelJob::advance(Clock::time_point deadline) {
  for (;;) {
    if (!m_making) {
      const std::lock_guard lock(m_guard);
      if (!m_wanted || stopping()) return m_working = false;
      std::tie(m_step, m_x) = *std::exchange(m_wanted, std::nullopt);
      m_making = std::make_shared<ModelAnswer>();
      m_making->nx = m_nx;
      m_making->ny = m_ny;
      const std::size_t nodes = std::size_t(m_features.cols());
      m_making->label.resize(m_decision ? nodes : 0);
      m_making->sure.resize(m_decision ? nodes : 0);
      m_making->output.resize(m_decision ? 0 : nodes);
      m_done = 0;
    }
    while (m_done < m_features.cols()) {
      answerBlock();
      if (Clock::now() >= deadline && m_done < m_features.cols()) return true;
    }
    auto found = std::make_shared<Found>(Found{m_step, std::exchange(m_making, nullptr)});
    const std::lock_guard lock(m_guard);
    m_latest = std::move(found);
  }
}

void ModelJob::fail(const std::string&) {
  m_making.reset();
  const std::lock_guard lock(m_guard);
  m_working = false;
}

std::shared_ptr<const ModelJob::Found> ModelJob::latest() const {
  const std::lock_guard lock(m_guard);
  return m_latest;
}

bool ModelJob::resting() const {
  const std::lock_guard lock(m_guard);
  return !m_working;
}

ModelService::ModelService(Session& session, QObject* parent)
    : QObject(parent), m_session(session) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &ModelService::look);
  connect(&session, &Session::problemChanged, this, &ModelService::onProblem);
}

ModelService::~ModelService() {
  if (m_job) m_job->stop();
}

void ModelService::onProblem() {
  if (m_job) m_job->stop();
  m_job.reset();
  m_found.reset();
  m_tick.stop();
  m_asked = -1;
  const Problem* problem = m_session.problem();
  m_data = problem ? modelDataOf(*problem->objective) : nullptr;
  if (m_data) m_job = std::make_shared<ModelJob>(problem->objective, *m_data);
  emit dataChanged();
}

void ModelService::show(int run, std::int64_t step) {
  const std::vector<LiveRun>& runs = m_session.runs();
  if (!m_job || run < 0 || run >= int(runs.size())) return;
  const LiveRun& live = runs[std::size_t(run)];
  const std::int64_t wanted = std::min(step, live.data.steps());
  // While a run begins anew its old data are still shown.
  const void* of = live.data.chunks.empty() ? nullptr : live.data.chunks.front().get();
  if (!of || (run == m_run && wanted == m_asked && of == m_askedOf)) return;
  std::optional<Vec> x = live.data.pointAt(wanted);
  if (!x || x->size() != m_session.problem()->start.size()) return;
  m_run = run;
  m_asked = wanted;
  m_askedOf = of;
  if (m_job->ask(wanted, std::move(*x))) m_session.runner().add(m_job);
  m_tick.start();
}

void ModelService::look() {
  const bool resting = m_job->resting();
  const auto latest = m_job->latest();
  if (resting) m_tick.stop();
  if (!latest || latest == m_found) return;
  m_found = latest;
  emit changed();
}

}  // namespace thalweg
