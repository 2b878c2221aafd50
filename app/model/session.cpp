#include "app/model/session.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace thalweg {

/// Reads and builds a problem away from the window.
class PrepareJob final : public Job {
 public:
  explicit PrepareJob(ProblemChoice choice) : m_choice(std::move(choice)) {}
  bool advance(Clock::time_point) override {
    publish(prepareProblem(m_choice));
    return false;
  }
  void fail(const std::string& why) override {
    publish(Error{"the problem can not be made: " + why, "problem"});
  }
  std::optional<Result<Problem>> result() const {
    const std::lock_guard lock(m_guard);
    return m_result;
  }

 private:
  void publish(Result<Problem> result) {
    const std::lock_guard lock(m_guard);
    m_result = std::move(result);
  }
  ProblemChoice m_choice;
  mutable std::mutex m_guard;
  std::optional<Result<Problem>> m_result;
};

namespace {

/// Lets go of a long record on a worker: giving back a gigabyte takes longer than a frame.
class DropJob final : public Job {
 public:
  explicit DropJob(RunData data) : m_chunks(std::move(data.chunks)) {}
  bool advance(Clock::time_point deadline) override {
    while (!m_chunks.empty() && Clock::now() < deadline) m_chunks.pop_back();
    return !m_chunks.empty();
  }
  void fail(const std::string&) override { m_chunks.clear(); }

 private:
  std::vector<ChunkPtr> m_chunks;
};

// Runs that were just begun are often done at once: then the picture is not to wait for the next
// frame.
constexpr int lookEveryMs = 16, firstLooksMs = 3;
// While runs grow the views are told at most this often: drawing them takes about as long.
constexpr int toldEveryMs = 33;
// Where all that is left waits for another program's files.
constexpr int waitingLookMs = 100;
// A run that is not done by then is shown as it grows.
constexpr int patienceMs = 60;
// Fast runs record more than can be looked at while the window is to stay quick: the rest waits for
// the next look.
constexpr int longestLookMs = 4;
constexpr std::size_t chunksInOneGo = 2;
// Shorter records are gone faster than a worker is called.
constexpr std::int64_t longRows = 20000;

bool sameWork(const OptimizerChoice& a, const OptimizerChoice& b) {
  return a.name == b.name && a.settings == b.settings && a.schedule == b.schedule &&
         a.wrappers == b.wrappers && a.kick == b.kick && a.startSeed == b.startSeed;
}

bool sameFunction(ProblemChoice a, const ProblemChoice& b) {
  a.start = b.start;
  return a == b;
}

}  // namespace

Session::Session(Document& document, QObject* parent) : QObject(parent), m_document(document) {
  m_tick.setInterval(lookEveryMs);
  m_tick.setTimerType(Qt::PreciseTimer);
  connect(&m_tick, &QTimer::timeout, this, &Session::look);
  connect(&m_document, &Document::changed, this, &Session::follow);
}

Session::~Session() {
  cancel();
  if (m_preparing) m_preparing->stop();
}

void Session::cancel() {
  for (const Incoming& one : m_incoming)
    if (one.run) one.run->stop();
}

bool Session::busy() const { return m_tick.isActive() && !m_waiting; }

std::int64_t Session::computed() const {
  std::int64_t furthest = 0;
  for (const LiveRun& run : m_runs) furthest = std::max(furthest, run.data.steps());
  return furthest;
}

std::int64_t Session::planned() const { return m_document.experiment().run.steps; }

void Session::follow() {
  const Experiment& wanted = m_document.experiment();
  const bool otherProblem =
      !(wanted.problem == m_running.problem) || (!m_problem && m_refusal.isEmpty() && !m_preparing);
  const bool otherRun = !(wanted.run == m_running.run) || !(wanted.measure == m_running.measure);
  const bool otherView = !(wanted.view == m_running.view);
  const Experiment before = m_running;
  m_running = wanted;
  if (otherProblem) return prepare();
  const std::size_t count = wanted.optimizers.size();
  const bool otherSet = count != m_runs.size();
  // Runs keep their place by their position; what was inserted or removed before them begins again.
  m_runs.resize(count);
  m_incoming.resize(count);
  bool any = otherSet;
  for (std::size_t i = 0; i < count; ++i) {
    const bool same = i < before.optimizers.size() &&
                      sameWork(wanted.optimizers[i], before.optimizers[i]) && m_runs[i].run &&
                      !otherRun;
    m_runs[i].choice = wanted.optimizers[i];
    if (same || !m_problem) continue;
    begin(i);
    any = true;
  }
  if (any) emit runsChanged();
  if (otherView) emit viewChanged();
}

void Session::prepare() {
  if (m_preparing) m_preparing->stop();
  m_preparing.reset();
  if (m_running.problem.kind != "network") {
    Result<Problem> problem = prepareProblem(m_running.problem);
    // From elsewhere on the same function: what was worked out about that still holds.
    if (problem && m_problem && sameFunction(m_running.problem, m_prepared))
      problem->objective = m_problem->objective;
    return take(std::move(problem));
  }
  m_preparing = std::make_shared<PrepareJob>(m_running.problem);
  m_runner.add(m_preparing);
  m_waiting = false;
  m_tick.start(lookEveryMs);
}

void Session::take(Result<Problem> problem) {
  cancel();
  if (!problem) {
    m_refusal = QString::fromStdString(problem.error().what);
    m_problem.reset();
  } else {
    m_refusal.clear();
    m_problem = std::move(*problem);
    m_prepared = m_running.problem;
  }
  restart();
  emit problemChanged();
}

void Session::restart() {
  const std::size_t count = m_running.optimizers.size();
  m_runs.resize(count);
  m_incoming.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    m_runs[i].choice = m_running.optimizers[i];
    begin(i);
  }
  emit runsChanged();
}

void Session::begin(std::size_t index) {
  Incoming& incoming = m_incoming[index];
  if (incoming.run) incoming.run->stop();
  drop(std::move(incoming.data));
  incoming = {};
  LiveRun& live = m_runs[index];
  live.refusal.clear();
  live.run.reset();
  if (!m_problem) {
    drop(std::exchange(live.data, {}));
    return;
  }
  const bool large = m_problem->start.size() > Run::widestRow;
  Result<std::shared_ptr<Run>> made = Run::prepare(m_running, index, *m_problem, large);
  if (!made) {
    live.refusal = QString::fromStdString(made.error().what);
    drop(std::exchange(live.data, {}));
    return;
  }
  (*made)->follow();
  live.run = *made;
  incoming.run = *made;
  incoming.age.start();
  m_runner.add(*made);
  m_waiting = false;
  m_tick.start(firstLooksMs);
}

void Session::drop(RunData data) {
  if (data.rows >= longRows) m_runner.add(std::make_shared<DropJob>(std::move(data)));
}

/// Takes what a run has recorded since the last look, within the time that a look may take; true
/// where that was all.
bool Session::take(Incoming& one, RunData& data, QDeadlineTimer patience, bool& grew) {
  const Record& record = one.run->record();
  Update update;
  do {
    update = record.since(one.seen, chunksInOneGo);
    one.seen = update.next;
    data.add(record, update.fresh);
    grew = grew || (one.shown && !update.fresh.empty());
  } while (update.fresh.size() == chunksInOneGo && !patience.hasExpired());
  // There is nothing to draw of a rehearsal, but its progress is told.
  if (const std::int64_t rehearsed = record.rehearsed(); update.next == 0)
    grew = grew || std::exchange(one.rehearsed, rehearsed) != rehearsed;
  data.ending = update.ending;
  const bool ended = update.ending.status != Status::running;
  grew = grew || (one.shown && ended);
  return ended;
}

void Session::look() {
  if (m_preparing) {
    std::optional<Result<Problem>> result = m_preparing->result();
    if (!result) return;
    m_preparing.reset();
    take(std::move(*result));
  }
  bool grew = false, living = false, working = false, news = false;
  const QDeadlineTimer patience(longestLookMs, Qt::PreciseTimer);
  for (std::size_t i = 0; i < m_incoming.size(); ++i) {
    Incoming& one = m_incoming[i];
    if (!one.run) continue;
    const bool waits = one.run->waits();  // asked first: what it had by then is taken now
    const bool ended = take(one, one.shown ? m_runs[i].data : one.data, patience, grew);
    living = living || !ended;
    working = working || !(ended || (waits && one.shown));
    if (!one.shown) {
      if (!ended && one.age.elapsed() < patienceMs) continue;
      drop(std::exchange(m_runs[i].data, std::exchange(one.data, {})));
      one.shown = true;
      grew = news = true;
    }
    if (ended) {
      one.run.reset();
      news = true;
    }
  }
  const bool waiting = std::any_of(m_incoming.begin(), m_incoming.end(),
                                   [](const Incoming& one) { return one.run && !one.shown; });
  m_waiting = living && !working && !m_preparing;
  if (!living && !m_preparing)
    m_tick.stop();
  else if (const int pace = waiting     ? firstLooksMs
                            : m_waiting ? waitingLookMs
                                        : lookEveryMs;
           m_tick.interval() != pace)
    m_tick.setInterval(pace);
  m_untold = m_untold || grew;
  m_news = m_news || news;
  const bool early = m_told.isValid() && m_told.elapsed() < toldEveryMs;
  // Runs that were begun together are told together where they are done quickly: one picture then.
  if (!m_untold || (early && (!m_news || waiting))) return;
  m_untold = m_news = false;
  m_told.start();
  emit grown();
}

}  // namespace thalweg
