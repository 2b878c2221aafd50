/// How gradients scatter at the cursor, and which rates SGD survives there, worked out on a worker.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "app/model/session.h"
#include "core/run/noise.h"

namespace thalweg {

struct NoiseFound {
  std::int64_t step = 0;
  double learningRate = 0.0;
  Index samples = 0, batch = 0;  // of a step; all of them where the run has no batches
  NoiseResult noise;
  GradientCloud cloud;  // in the plane of the two largest directions of the noise
  std::optional<SgdConditions> conditions;
  std::string refusal;  // why there are no conditions
};

class NoiseJob final : public Job {
 public:
  struct Question {
    std::shared_ptr<const Objective> objective;
    std::int64_t step;
    Vec x;
    double learningRate;
    Index batch;  // 0: all
    bool replacement;
  };
  explicit NoiseJob(Question question) : m_question(std::move(question)) {}
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string&) override { m_ended = true; }
  const Question& question() const { return m_question; }
  bool ended() const { return m_ended.load(std::memory_order_acquire); }
  /// Null before the end and where it was stopped.
  std::shared_ptr<const NoiseFound> result() const;

 private:
  std::shared_ptr<NoiseFound> answer() const;
  const Question m_question;
  std::atomic<bool> m_ended = false;
  mutable std::mutex m_guard;
  std::shared_ptr<const NoiseFound> m_result;
};

class NoiseService : public QObject {
  Q_OBJECT

 public:
  explicit NoiseService(Session& session, QObject* parent = nullptr);
  ~NoiseService() override;

  /// The problem is a mean over data, so that there is noise to speak of.
  bool possible() const;
  /// The run and step looked at; only while somebody looks.
  void show(int run, std::int64_t step);
  void setFollowing(bool following);
  /// What was found last of the run shown; null before anything was.
  const std::shared_ptr<const NoiseFound>& found() const { return m_found; }
  bool asking() const { return m_job != nullptr; }
  bool busy() const { return m_tick.isActive() || m_rest.isActive(); }
  void cancel();

 signals:
  void changed();
  void progressed();

 private:
  void forget();
  void ask();
  void look();
  void stopAsking();

  Session& m_session;
  int m_run = -1;
  std::int64_t m_step = 0;
  const void* m_of = nullptr;  // the first chunk of the run shown
  bool m_following = false;
  std::shared_ptr<const NoiseFound> m_found;
  std::shared_ptr<NoiseJob> m_job;
  std::vector<std::shared_ptr<NoiseJob>> m_leaving;  // stopped, not yet ended
  QTimer m_tick, m_rest;
  /// A thread of its own while it has something to do, so that the runs go on. Last: it ends before
  /// what its jobs refer to.
  std::optional<Runner> m_runner;
};

}  // namespace thalweg
