/// The runner: every job gets its turn, one that throws fails alone, and it can go away at any
/// time.
#include "core/run/runner.h"

#include <QTest>
#include <stdexcept>

#include "core/run/plane.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

using std::chrono::milliseconds;

/// Takes `slices` slices; throws in the last where it is told to.
class Counting final : public Job {
 public:
  explicit Counting(int left, int throws = 0) : m_left(left), m_throws(throws) {}
  bool advance(Clock::time_point) override {
    if (m_inside.exchange(true)) together = true;
    std::this_thread::sleep_for(std::chrono::microseconds(100));
    m_inside = false;
    ++slices;
    if (--m_left > 0) return true;
    if (m_throws == 1) throw std::runtime_error("broken");
    if (m_throws == 2) throw 42;
    done = true;
    return false;
  }
  void fail(const std::string& why) override { reason = why; }

  std::atomic<int> slices = 0;
  std::atomic<bool> done = false, together = false;
  std::string reason;

 private:
  int m_left, m_throws;
  std::atomic<bool> m_inside = false;
};

/// Works until it is told to stop, in one slice.
class Endless final : public Job {
 public:
  bool advance(Clock::time_point) override {
    started = true;
    while (!stopping()) std::this_thread::sleep_for(milliseconds(1));
    return false;
  }
  void fail(const std::string&) override {}
  std::atomic<bool> started = false;
};

}  // namespace

class RunnerTest : public QObject {
  Q_OBJECT

 private slots:
  void throwingJobFailsAlone() {
    for (const unsigned threads : {1u, 3u}) {
      std::vector<std::shared_ptr<Counting>> jobs;
      for (int k = 0; k < 12; ++k)
        jobs.push_back(std::make_shared<Counting>(5 + k, k == 4 ? 1 : k == 7 ? 2 : 0));
      Runner runner(threads);
      for (const auto& job : jobs) runner.add(job);
      runner.drain();
      for (int k = 0; k < 12; ++k) {
        const Counting& job = *jobs[std::size_t(k)];
        QCOMPARE(job.slices.load(), 5 + k);
        QVERIFY(!job.together);
        QCOMPARE(job.done.load(), k != 4 && k != 7);
        QCOMPARE(job.reason, std::string(k == 4 ? "broken" : k == 7 ? "an unknown exception" : ""));
      }
    }
  }

  void jobsTakeTurns() {
    Runner runner(1);
    const auto slow = std::make_shared<Counting>(400), quick = std::make_shared<Counting>(3);
    runner.add(slow);
    runner.add(quick);
    while (!quick->done) std::this_thread::sleep_for(std::chrono::microseconds(50));
    QVERIFY2(slow->slices < 300, qPrintable(QString::number(slow->slices)));
    runner.drain();
    QCOMPARE(slow->slices.load(), 400);
  }

  void drainOfNothingReturns() {
    Runner runner(2);
    runner.drain();
    QVERIFY(runner.drainFor(milliseconds(0)));
  }

  void drainForGivesUpInTime() {
    Runner runner(1);
    const auto endless = std::make_shared<Endless>();
    runner.add(endless);
    QVERIFY(!runner.drainFor(milliseconds(30)));
    endless->stop();
    QVERIFY(runner.drainFor(std::chrono::seconds(10)));
  }

  void jobsMayBeAddedWhileOthersWork() {
    Runner runner(2);
    std::vector<std::shared_ptr<Counting>> jobs;
    for (int round = 0; round < 40; ++round) {
      jobs.push_back(std::make_shared<Counting>(3));
      runner.add(jobs.back());
      if (round % 10 == 9) runner.drain();
    }
    runner.drain();
    for (const auto& job : jobs) QVERIFY(job->done);
  }

  /// With threads to spare a grid takes several nodes at a time; it still ends within 100 ms.
  void gridStopsSoon() {
    for (const int time : {1, 100, 20000}) {  // microseconds a node
      const auto f = std::make_shared<Slow>(2, std::chrono::microseconds(time));
      const auto grid = std::make_shared<GridJob>(f, coordinatePlane(2), GridSpec{512, 512});
      Runner runner(4);
      runner.add(grid);
      std::this_thread::sleep_for(milliseconds(60));
      const auto asked = Job::Clock::now();
      grid->stop();
      QVERIFY(runner.drainFor(std::chrono::seconds(20)));
      const double waited =
          std::chrono::duration<double, std::milli>(Job::Clock::now() - asked).count();
      QVERIFY2(waited < 100, qPrintable(QString("%1 us: %2 ms").arg(time).arg(waited)));
      QVERIFY(grid->ended());
      QVERIFY(grid->progress() < 1.0);
    }
  }

  /// What is in a thread's hands is asked to stop, what waits is dropped: the owner never hangs.
  void destructionWhileBusyIsQuick() {
    std::vector<std::shared_ptr<Job>> all;
    const auto begun = Job::Clock::now();
    {
      Runner runner(2);
      for (int k = 0; k < 2; ++k) {
        const auto endless = std::make_shared<Endless>();
        all.push_back(endless);
        runner.add(endless);
        while (!endless->started) std::this_thread::sleep_for(milliseconds(1));
      }
      for (int k = 0; k < 3; ++k) {
        all.push_back(std::make_shared<Counting>(1000000));
        runner.add(all.back());
      }
    }
    QVERIFY(Job::Clock::now() - begun < std::chrono::seconds(5));
    for (const auto& job : all) {
      QVERIFY(job->stopping());
      QCOMPARE(job.use_count(), 1L);
    }
  }
};

QTEST_GUILESS_MAIN(RunnerTest)
#include "runner_test.moc"
