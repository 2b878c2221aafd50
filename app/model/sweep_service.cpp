#include "app/model/sweep_service.h"

#include <mutex>
#include <thread>
#include <utility>

#include "core/run/job.h"

namespace thalweg {
namespace {

constexpr int lookEveryMs = 16;

}  // namespace

class SweepUnderWay {
 public:
  SweepUnderWay(SweepPlan plan, unsigned workers) : m_workers(workers) {
    plan.stopping = [this] { return m_stop.load(std::memory_order_relaxed); };
    plan.made = [this](const SweepPoint& point) {
      auto made = std::make_shared<const SweepPoint>(point);
      const std::lock_guard lock(m_guard);
      m_fresh.push_back(std::move(made));
    };
    m_work.emplace(std::move(plan));
  }

  Outcome share() { return m_work->share(); }
  void stop() { m_stop = true; }
  bool ended() const { return m_ended.load(std::memory_order_acquire); }
  /// By each of the workers; the last one to end leaves the table.
  void work() {
    m_work->work();
    if (m_workers.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
    if (const Outcome kept = m_work->outcome(); !kept) fail(kept.error().what);
    if (const Outcome written = m_work->writeTable(); !written) fail(written.error().what);
    m_ended.store(true, std::memory_order_release);
  }
  void fail(const std::string& why) {
    const std::lock_guard lock(m_guard);
    m_refusal = why;
  }
  std::string refusal() const {
    const std::lock_guard lock(m_guard);
    return m_refusal;
  }
  std::vector<std::shared_ptr<const SweepPoint>> take() {
    const std::lock_guard lock(m_guard);
    return std::exchange(m_fresh, {});
  }

 private:
  std::atomic<bool> m_stop = false, m_ended = false;
  std::atomic<unsigned> m_workers;
  mutable std::mutex m_guard;
  std::vector<std::shared_ptr<const SweepPoint>> m_fresh;
  std::string m_refusal;
  std::optional<SweepWork> m_work;
};

namespace {

/// One worker's share, at one go.
class SweepJob final : public Job {
 public:
  explicit SweepJob(std::shared_ptr<SweepUnderWay> under) : m_under(std::move(under)) {}
  bool advance(Clock::time_point) override {
    m_under->work();
    return false;
  }
  void fail(const std::string& why) override { m_under->fail(why); }

 private:
  const std::shared_ptr<SweepUnderWay> m_under;
};

}  // namespace

SweepService::SweepService(QObject* parent) : QObject(parent) {
  m_tick.setInterval(lookEveryMs);
  connect(&m_tick, &QTimer::timeout, this, &SweepService::look);
}

SweepService::~SweepService() {
  if (m_under) m_under->stop();
}

void SweepService::begin(std::vector<SweepAxis> axes) {
  cancel();
  if (m_under) m_leaving.push_back(std::exchange(m_under, nullptr));
  m_axes = std::move(axes);
  m_points.assign(sweepSize(m_axes), nullptr);
  m_done = 0;
  m_refusal.clear();
}

QString SweepService::start(const Experiment& experiment, std::vector<SweepAxis> axes,
                            const QString& folder) {
  if (axes.empty()) return "A sweep needs a key and its values.";
  if (const Outcome checked = checkedAxes(axes); !checked)
    return QString::fromStdString(checked.error().what);
  const std::string toml = tomlOf(experiment);
  SweepPlan plan;
  plan.axes = axes;
  plan.experiment = [toml](const std::vector<Override>& changes) {
    Result<Experiment> made = experimentFrom(toml, ".", changes);
    if (made) {
      made->view.sweep.clear();
      made->view.arrangement.clear();
    }
    return made;
  };
  plan.pictures = true;
  plan.folder = folder.toStdString();
  // Every value once, as far as reading goes: what else is wrong is told in its cell.
  for (const SweepAxis& axis : axes)
    for (const std::string& value : axis.values)
      if (const auto read = plan.experiment({{axis.key, value}}); !read)
        return QString::fromStdString(axis.key + " = " + value + ": " + read.error().what);
  if (experiment.optimizers.empty()) return "The experiment has no optimizer: nothing to run.";
  const unsigned workers = std::max(1u, std::thread::hardware_concurrency());
  const auto under = std::make_shared<SweepUnderWay>(std::move(plan), workers);
  if (const Outcome shared = under->share(); !shared)
    return QString::fromStdString(shared.error().what);
  begin(std::move(axes));
  m_under = under;
  if (!m_runner) m_runner.emplace(workers, Manners::yielding);
  for (unsigned i = 0; i < workers; ++i) m_runner->add(std::make_shared<SweepJob>(m_under));
  m_tick.start();
  emit changed();
  emit progressed();
  return {};
}

QString SweepService::openFolder(const QString& folder) {
  Result<KeptSweep> kept = readSweepFolder(folder.toStdString());
  if (!kept) return QString::fromStdString(kept.error().what);
  if (const Outcome checked = checkedAxes(kept->axes); !checked)
    return QString::fromStdString(checked.error().what);
  begin(std::move(kept->axes));
  for (SweepPoint& point : kept->points) {
    m_points[point.index] = std::make_shared<const SweepPoint>(std::move(point));
    ++m_done;
  }
  emit changed();
  emit progressed();
  return {};
}

void SweepService::cancel() {
  if (m_under) m_under->stop();
}

double SweepService::progress() const {
  return m_points.empty() ? 0.0 : double(m_done) / double(m_points.size());
}

std::string SweepService::table() const {
  std::string text = sweepHeader(m_axes);
  for (const auto& point : m_points)
    if (point)
      for (const std::string& row : point->rows) text += row + "\n";
  return text;
}

void SweepService::look() {
  bool news = false;
  if (m_under) {
    const bool ended = m_under->ended();  // before what it left is taken
    for (auto& point : m_under->take()) {
      if (!m_points[point->index]) ++m_done;
      m_points[point->index] = std::move(point);
      news = true;
    }
    if (ended) {
      m_refusal = QString::fromStdString(m_under->refusal());
      m_under.reset();
      news = true;
    }
  }
  std::erase_if(m_leaving, [](const auto& one) { return one->ended(); });
  if (!m_under && m_leaving.empty()) {
    m_tick.stop();
    m_runner.reset();
  }
  if (news) emit changed();
  emit progressed();
}

}  // namespace thalweg
