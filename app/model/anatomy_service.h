/// What a method remembers at a step, worked out on a worker by making its run again.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <mutex>
#include <optional>

#include "app/model/session.h"
#include "core/run/replay.h"

namespace thalweg {

/// One step taken apart.
struct Anatomy {
  std::int64_t step = 0;  // the step that leads here
  Vec before, after;      // [d]
  std::vector<Term> terms;
};

/// Replays one run to whatever step is asked for last.
class AnatomyJob final : public Job {
 public:
  AnatomyJob(Experiment experiment, std::size_t index, Problem problem)
      : m_experiment(std::move(experiment)), m_index(index), m_problem(std::move(problem)) {}
  /// True where the job rests and is to be given to a runner.
  bool ask(std::int64_t step);
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  /// The newest step reached; null before the first.
  std::shared_ptr<const Anatomy> latest() const;
  bool resting() const;

 private:
  const Experiment m_experiment;
  const std::size_t m_index;
  const Problem m_problem;
  std::optional<Replay> m_replay;  // of the worker
  mutable std::mutex m_guard;
  std::int64_t m_wanted = 0;
  bool m_working = false;
  std::shared_ptr<const Anatomy> m_latest;
};

class AnatomyService : public QObject {
  Q_OBJECT

 public:
  explicit AnatomyService(Session& session, QObject* parent = nullptr);
  ~AnatomyService() override;

  /// The step that leads to `step` of a run; a run of -1: none.
  void show(int run, std::int64_t step);
  /// What was found last of the run shown; null before anything was.
  const std::shared_ptr<const Anatomy>& anatomy() const { return m_shown; }
  bool busy() const { return m_tick.isActive(); }

 signals:
  void changed();

 private:
  void drop();
  void look();

  Session& m_session;
  int m_index = -1;
  std::shared_ptr<Run> m_run;  // that the job replays
  std::shared_ptr<AnatomyJob> m_job;
  std::shared_ptr<const Anatomy> m_shown;
  QTimer m_tick;
};

}  // namespace thalweg
