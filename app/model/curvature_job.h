/// Works out curvature on a worker, from a copy of the parameters.
#pragma once

#include <atomic>
#include <mutex>
#include <vector>

#include "app/model/curvature.h"
#include "core/run/job.h"
#include "core/run/replay.h"

namespace thalweg {

struct CurvatureQuestion {
  std::int64_t step = 0;
  Vec x;      // [d], as it was at the step
  Vec swing;  // w_t - 2 w_{t-1} + w_{t-2}; empty where that is not kept
  Index top = 5;
  bool density = false;            // with it smallest eigenvalue, trace and Frobenius norm
  bool split = false;              // H = G + R in place of all else
  bool exact = false;              // all eigenvalues, up to fullSpectrumLimit parameters
  Index probes = 10, steps = 100;  // of the density
  bool preconditioned = false;     // of the matrix that the method's bound limits
  double learningRate = 0.0;
  double bound = std::numeric_limits<double>::quiet_NaN();  // where it is known without a replay
  std::string boundFormula{};
};

/// A run made again, for what its method remembers; kept from question to question.
struct ReplayOfRun {
  Experiment experiment;
  std::size_t index = 0;
  Problem problem;
  std::optional<Replay> replay;  // of the one worker that answers
};

/// One question, answered at one go: to be given to a runner that nothing else waits for, where the
/// problem is not tiny.
class CurvatureJob final : public Job {
 public:
  CurvatureJob(CurvatureQuestion question, std::shared_ptr<ReplayOfRun> of)
      : m_question(std::move(question)), m_of(std::move(of)) {}
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;

  const CurvatureQuestion& question() const { return m_question; }
  /// Null before the end, and where it was stopped or there is none.
  std::shared_ptr<const Curvature> result() const;
  /// Why there is none, in a sentence.
  std::string problem() const;
  bool ended() const { return m_ended.load(std::memory_order_acquire); }
  /// 0 to 1, by the products done of those that are to be expected.
  double progress() const { return m_progress.load(std::memory_order_relaxed); }

 private:
  class Work;
  bool replay(Vec& scaling, Curvature& found);
  void takeApart();
  void publish(std::shared_ptr<const Curvature> found, const std::string& problem);

  const CurvatureQuestion m_question;
  const std::shared_ptr<ReplayOfRun> m_of;
  std::atomic<double> m_progress = 0.0;
  std::atomic<bool> m_ended = false;
  mutable std::mutex m_guard;
  std::shared_ptr<const Curvature> m_result;
  std::string m_problem;
};

/// Makes spectra of a record ready to be drawn.
class DensityJob final : public Job {
 public:
  struct Stored {
    ChunkPtr chunk;
    std::size_t number;  // in the chunk
    Mat known;           // eigenvalues of the same step with their residuals, [n, 2]
  };
  DensityJob(std::vector<Stored> stored, Index dimension)
      : m_stored(std::move(stored)), m_dimension(dimension) {}
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string&) override { m_ended = true; }
  bool ended() const { return m_ended.load(std::memory_order_acquire); }
  /// What has come since the last call.
  std::vector<std::shared_ptr<const ShownSpectrum>> take();

 private:
  const std::vector<Stored> m_stored;
  const Index m_dimension;
  std::size_t m_next = 0;
  std::atomic<bool> m_ended = false;
  std::mutex m_guard;
  std::vector<std::shared_ptr<const ShownSpectrum>> m_fresh;
};

}  // namespace thalweg
