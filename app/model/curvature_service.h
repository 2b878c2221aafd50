/// Spectra and directions of the run that is looked at: those of its record, and what is asked for
/// now.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "app/model/curvature_job.h"
#include "app/model/session.h"

namespace thalweg {

/// The bound of a method whose bound hangs on its settings and the learning rate alone; nothing
/// where wrappers or a rate of its own choice come in.
std::optional<StabilityBound> boundOf(const OptimizerChoice& choice, double learningRate);

class CurvatureService : public QObject {
  Q_OBJECT

 public:
  using Spectrum = std::shared_ptr<const ShownSpectrum>;

  explicit CurvatureService(Session& session, QObject* parent = nullptr);
  ~CurvatureService() override;

  /// The time cursor: everything is of this run, -1 none, at this step.
  void show(int run, std::int64_t step);
  /// Somebody looks at directions: they are worked out wherever the cursor comes to rest.
  void setFollowing(bool following);
  /// All there is to know at the cursor. `exact`: every eigenvalue, up to 3,000 parameters.
  void computeNow(bool exact);
  /// H = G + R at the cursor.
  void splitNow();

  int run() const { return m_run; }
  std::int64_t step() const { return m_step; }
  /// Of the run shown, in the order of their steps.
  const std::vector<Spectrum>& spectra() const { return m_spectra; }
  /// The newest one at or before the cursor; null where there is none.
  Spectrum spectrum() const;
  /// The newest H = G + R at or before the cursor; null where none was asked for.
  std::shared_ptr<const ShownSplit> split() const;
  /// Leading eigenpairs at the cursor's step; null where they are not known.
  std::shared_ptr<const Curvature> curvature() const;
  /// Those found last of this run, at whatever step; null before any were.
  std::shared_ptr<const Curvature> latest() const {
    return m_answers.empty() ? nullptr : m_answers.back();
  }
  /// What the run withstands at a step, of the Hessian or the preconditioned one; nothing where
  /// that is not known.
  std::optional<double> boundAt(std::int64_t step, bool preconditioned) const;
  /// The same of the matrix whose spectrum it is; none is known for any but those two.
  std::optional<double> boundOn(const ShownSpectrum& spectrum) const;
  /// How it is written, such as "2/η".
  QString boundFormula() const;
  /// Why the last question has no answer.
  const QString& refusal() const { return m_refusal; }

  /// A question is on its way; what the status bar calls it.
  bool asking() const { return m_job != nullptr; }
  QString asked() const;
  double progress() const { return m_job ? m_job->progress() : 0.0; }
  bool busy() const { return m_tick.isActive() || m_rest.isActive(); }
  void cancel();

 signals:
  void changed();
  void progressed();

 private:
  const LiveRun* live() const;
  void forget();
  void readRecord();
  std::optional<CurvatureQuestion> question() const;
  bool ask(CurvatureQuestion question);
  void followNow();
  void stopAsking();
  void look();
  bool takeAnswer();
  void insert(const Spectrum& spectrum);
  void keep(const std::shared_ptr<const ShownSplit>& split);
  static constexpr std::size_t answersKept = 16;

  Session& m_session;
  int m_run = -1;
  std::int64_t m_step = 0;
  const void* m_of = nullptr;  // the first chunk of the run shown
  std::vector<Spectrum> m_spectra;
  std::size_t m_read = 0;  // spectra of the record that were taken over
  std::vector<std::shared_ptr<const Curvature>> m_answers;  // the newest last
  std::vector<std::shared_ptr<const ShownSplit>> m_splits;  // in the order of their steps
  std::shared_ptr<DensityJob> m_densities;
  std::shared_ptr<CurvatureJob> m_job;
  std::vector<std::shared_ptr<CurvatureJob>> m_leaving;  // stopped, not yet ended
  bool m_byHand = false;                                 // the question was asked by a person
  bool m_following = false;
  std::shared_ptr<ReplayOfRun> m_replay;
  QString m_refusal;
  QTimer m_tick, m_rest;
  /// A thread of its own while it has something to do: the runs go on meanwhile, and none is lent
  /// to them when it has not. Last: it ends before what its jobs refer to.
  std::optional<Runner> m_runner;
};

}  // namespace thalweg
