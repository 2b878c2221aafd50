/// One optimizer on one problem: a job that grows a record.
#pragma once

#include <memory>
#include <vector>

#include "core/probes/probe.h"
#include "core/run/drive.h"
#include "core/run/job.h"
#include "core/run/problem.h"
#include "core/run/record.h"

namespace thalweg {

/// What a finished run comes to.
struct Summary {
  std::string name;
  Ending ending;
  std::int64_t steps = 0;  // done
  double f = 0.0, bestF = 0.0;
  std::int64_t bestStep = 0;
  double seconds = 0.0;
  std::int64_t gradients = 0, products = 0;
};

class Run final : public Job {
 public:
  /// Most coordinates that are written in each row of the record; larger points are kept as
  /// snapshots.
  static constexpr Index widestRow = 16;

  /// The run of optimizer number `index` of the experiment. `keepPoints`: snapshots along the path
  /// of a large problem (every step where memory allows), whatever `measure.parameters` says.
  static Result<std::shared_ptr<Run>> prepare(const Experiment& experiment, std::size_t index,
                                              const Problem& problem, bool keepPoints = false);

  /// A run whose points are read waits for those that are still to come; without this it ends after
  /// the last one that is there. Before its first slice.
  void follow() { m_follows = true; }
  bool advance(Clock::time_point deadline) override;
  Clock::time_point due() const override { return m_due; }
  /// All that is there was played: it waits for more. From any thread.
  bool waits() const { return m_waits.load(std::memory_order_acquire); }
  void fail(const std::string& why) override;
  const Record& record() const { return *m_record; }
  std::shared_ptr<const Record> sharedRecord() const { return m_record; }
  const std::string& name() const { return m_name; }
  /// Valid once the record has ended.
  Summary summary() const;
  /// The point the run has come to; valid once the record has ended.
  const Vec& x() const { return m_x; }

 private:
  bool work(Clock::time_point deadline);
  bool finish();
  void backToLastRow();
  Run(Drive drive, const Vec& start) : m_drive(std::move(drive)), m_x(start) {}
  bool
  stepOnce();  // writes a row, after a move except for the first; false where the run has ended
  bool nextIsThere();
  void write(double gradientNorm);
  void measure();
  void openChunk();
  void seal(double seconds);
  bool hasEnded(bool finite, double gradientNorm);
  void end(Status status, const std::string& reason);

  struct Scheduled {
    std::unique_ptr<Probe> probe;
    std::uint32_t firstQuantity = 0, firstFlow = 0;
  };

  Drive m_drive;
  Vec m_x, m_before;
  std::string m_name;
  RunChoice m_choice;
  std::int64_t m_snapshotEvery = 0;
  std::vector<Scheduled> m_probes;
  std::shared_ptr<Record> m_record;
  std::shared_ptr<Chunk> m_chunk;
  double* m_row = nullptr;  // where the next row of the chunk begins
  Spill m_spill;
  std::int64_t m_step = 0, m_nextRow = 0;
  bool m_reads = false, m_follows = false;
  Clock::time_point m_due{};  // not looked at before that
  std::atomic<bool> m_waits = false;
  bool m_moving = false;    // inside the method's step
  bool m_measures = false;  // there is something to measure at some steps
  bool m_measured = false;  // a probe looked at the newest row
  double m_stepNorm = 0.0, m_rate = 0.0, m_f = 0.0, m_worked = 0.0;
  double m_bestF = std::numeric_limits<double>::infinity();
  std::int64_t m_bestStep = 0;
  std::function<bool()> m_stopping;
  Status m_status = Status::running;
  std::string m_reason;
};

/// Runs on the calling thread until it ends.
void runNow(Run& run);

}  // namespace thalweg
