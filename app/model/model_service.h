/// What a model says of its data at a step, worked out on a worker.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <mutex>
#include <optional>

#include "app/model/session.h"
#include "widgets/views/model_view.h"

namespace thalweg {

/// The samples as a picture can show them: classes over two features, numbers over one; null for
/// all other data.
std::shared_ptr<const ModelData> modelDataOf(const Objective& objective);

/// Asks a model over the whole box, for whatever parameters were given last.
class ModelJob final : public Job {
 public:
  ModelJob(std::shared_ptr<const Objective> objective, const ModelData& data);
  /// True where the job rests and is to be given to a runner.
  bool ask(std::int64_t step, Vec x);
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  struct Found {
    std::int64_t step;
    std::shared_ptr<const ModelAnswer> answer;
  };
  std::shared_ptr<const Found> latest() const;
  bool resting() const;

 private:
  void answerBlock();
  Evaluator m_f;
  const bool m_decision;
  int m_nx = 0, m_ny = 1;
  Mat m_features;  // [features, nodes]
  std::shared_ptr<ModelAnswer> m_making;
  Vec m_x;
  std::int64_t m_step = 0;
  Index m_done = 0;  // nodes answered
  mutable std::mutex m_guard;
  std::optional<std::pair<std::int64_t, Vec>> m_wanted;
  bool m_working = false;
  std::shared_ptr<const Found> m_latest;
};

class ModelService : public QObject {
  Q_OBJECT

 public:
  explicit ModelService(Session& session, QObject* parent = nullptr);
  ~ModelService() override;

  /// Null where the problem has no data that can be shown so.
  const std::shared_ptr<const ModelData>& data() const { return m_data; }
  /// The model of a run as it is at a step; a run of -1: none.
  void show(int run, std::int64_t step);
  /// What was found last, and the step and run it is of.
  std::shared_ptr<const ModelAnswer> answer() const { return m_found ? m_found->answer : nullptr; }
  std::int64_t step() const { return m_found ? m_found->step : -1; }
  int run() const { return m_run; }
  bool busy() const { return m_tick.isActive(); }

 signals:
  void dataChanged();
  void changed();

 private:
  void onProblem();
  void look();

  Session& m_session;
  std::shared_ptr<const ModelData> m_data;
  std::shared_ptr<ModelJob> m_job;
  std::shared_ptr<const ModelJob::Found> m_found;
  int m_run = -1;
  std::int64_t m_asked = -1;
  const void* m_askedOf = nullptr;  // the run that was asked
  QTimer m_tick;
};

}  // namespace thalweg
