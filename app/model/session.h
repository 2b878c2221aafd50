/// The runs of the document: begun, superseded and looked at sixty times a second.
#pragma once

#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "app/model/document.h"
#include "app/model/run_data.h"
#include "core/run/run.h"
#include "core/run/runner.h"

namespace thalweg {

/// One optimizer of the document at work.
struct LiveRun {
  OptimizerChoice choice;
  std::shared_ptr<Run> run;  // null where it was refused
  RunData data;              // what is shown
  QString refusal;           // why there is no run
};

class PrepareJob;

class Session : public QObject {
  Q_OBJECT

 public:
  explicit Session(Document& document, QObject* parent = nullptr);
  ~Session() override;

  /// The state the runs belong to.
  const Experiment& experiment() const { return m_running; }
  const std::vector<LiveRun>& runs() const { return m_runs; }
  /// The prepared problem; null while it is read or where it was refused.
  const Problem* problem() const { return m_problem ? &*m_problem : nullptr; }
  const QString& refusal() const { return m_refusal; }
  /// Something is computed. A run that waits for another program's files is not.
  bool busy() const;
  /// A problem is being read; the runs are still those of the one before.
  bool preparing() const { return m_preparing != nullptr; }
  /// The furthest step any run has come to, and the steps planned.
  std::int64_t computed() const;
  std::int64_t planned() const;
  Runner& runner() { return m_runner; }
  /// Asks all runs to end where they are.
  void cancel();
  /// All runs from the start again.
  void restart();

 signals:
  void problemChanged();
  /// There are other runs than before (their data may still be the old ones' until they have
  /// grown).
  void runsChanged();
  /// The data of some run has grown, or a run has ended.
  void grown();
  /// The runs are looked at in another way.
  void viewChanged();

 private:
  /// A run on its way in: shown once it has ended or has had some time, so that a drag does not
  /// flicker.
  struct Incoming {
    std::shared_ptr<Run> run;
    RunData data;
    std::size_t seen = 0;
    std::int64_t rehearsed = 0;
    QElapsedTimer age;
    bool shown = false;
  };

  void follow();
  void prepare();
  void take(Result<Problem> problem);
  void begin(std::size_t index);
  bool take(Incoming& one, RunData& data, QDeadlineTimer patience, bool& grew);
  void drop(RunData data);
  void look();

  Document& m_document;
  Experiment m_running;  // the state the runs were begun from
  std::optional<Problem> m_problem;
  ProblemChoice m_prepared;  // what `m_problem` was made of
  std::shared_ptr<PrepareJob> m_preparing;
  QString m_refusal;
  std::vector<LiveRun> m_runs;
  std::vector<Incoming> m_incoming;
  QTimer m_tick;
  QElapsedTimer m_told;
  // Since `grown` was emitted some run has grown; some run was begun or has ended.
  bool m_untold = false, m_news = false;
  bool m_waiting = false;                 // whatever still runs waits for files
  Runner m_runner{0, Manners::yielding};  // last: its threads end before what their jobs refer to
};

}  // namespace thalweg
