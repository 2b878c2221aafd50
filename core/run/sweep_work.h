/// The work of a sweep: its points dealt to threads and processes, kept as they are done.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>

#include "core/run/claims.h"
#include "core/run/sweep.h"
#include "core/run/sweep_point.h"

namespace thalweg {

/// What a sweep is of.
struct SweepPlan {
  std::vector<SweepAxis> axes;
  /// The experiment with these changes, one a list, in the lists' order.
  std::function<Result<Experiment>(const std::vector<Override>&)> experiment;
  /// An error of a point as a person is told of it, with the changes that made the point.
  std::function<Error(Error, const std::vector<Override>&)> told;
  std::string folder{};   // points are kept there and found again; empty: nowhere
  bool pictures = false;  // a loss and a spectrum of each point
  std::function<bool()> stopping{};
  std::function<void(const SweepPoint&)> made{};  // told by the thread that made it
};

/// The runs of a sweep: which there are, which are done, and what came of them. A point's rows are
/// in a file of their own as soon as it is done, so that a second start finds them, and so do other
/// processes that work on the same sweep: a point is made by one of them, and made again where that
/// one died.
class SweepWork {
 public:
  explicit SweepWork(SweepPlan plan);

  std::size_t size() const { return m_rows.size(); }
  std::size_t done() const { return m_done; }

  /// Every value of every list once, the others being at their first: what is wrong is told before
  /// anything is made.
  Outcome check(unsigned threads) const;
  /// Makes the folder and what is needed to share it with other processes; before the work.
  Outcome share();
  /// Works until every point is done, here or elsewhere; called by several threads.
  void work();
  /// What ended the work before its end.
  Outcome outcome() const { return m_trouble.what.empty() ? Outcome(Done{}) : m_trouble; }
  /// What others have made, where the work ends early and was not waited for: as much as can be
  /// read while somebody waits for the end.
  void gather();
  /// One process at a time: a lock beyond the last point.
  Outcome writeTable();
  /// The table of what is done by now.
  std::string table() const;

 private:
  bool stopping() const { return m_plan.stopping && m_plan.stopping(); }
  void giveUp(const Error& why);
  std::optional<std::size_t> next();
  void putBack(std::size_t index);
  std::vector<Override> changesAt(const std::vector<std::size_t>& at) const;
  Outcome checkPoint(const std::vector<std::size_t>& at) const;
  std::string fileOf(std::size_t index) const;
  std::optional<SweepPoint> known(std::size_t index, const std::string& experiment) const;
  Outcome makePoint(std::size_t index);
  Outcome keep(const SweepPoint& point) const;
  bool runsOf(const Experiment& read, const std::string& keys, SweepPoint& point) const;

  const SweepPlan m_plan;
  const Rank m_among = rankOfThisProcess();  // with others the table is written at the end
  std::optional<Claims> m_claims;
  std::mutex m_writing;        // of the table's file
  mutable std::mutex m_guard;  // of all below
  std::size_t m_next = 0;
  std::deque<std::size_t> m_elsewhere;  // another process had them when they were asked for
  std::vector<std::vector<std::string>> m_rows;  // by point; empty where it is not done
  std::atomic<std::size_t> m_done = 0;
  std::chrono::steady_clock::time_point m_written;
  Error m_trouble;
};

/// The first line of the table.
std::string sweepHeader(const std::vector<SweepAxis>& axes);

/// A sweep that was kept in a folder: its lists, and of its points those that are done.
struct KeptSweep {
  std::vector<SweepAxis> axes;
  std::vector<SweepPoint> points;
};
/// The lists as far as the table names values; refuses a folder without a table of a sweep.
Result<KeptSweep> readSweepFolder(const std::string& folder);

/// The same work on so many threads, this one among them.
void inThreads(unsigned threads, const std::function<void()>& work);

}  // namespace thalweg
