/// Cancelling in the middle of a step that takes long: a run ends soon, at its last whole row.
#include <QTest>
#include <algorithm>
#include <chrono>
#include <thread>

#include "core/run/run.h"
#include "tests/support/patience.h"

using namespace thalweg;

namespace {

using Clock = Job::Clock;

// Seconds; of a machine that others use.
constexpr double patience = 10 * test::promptly;

struct Cancelled {
  double seconds = 0.0;  // from the request to the end
  Ending ending;
  std::int64_t steps = 0, rows = 0;
  bool started = false;
};

/// The run of `method` on the network, stopped `after` its first row is there.
Cancelled cancelled(const char* method, const Values& settings, std::vector<std::int64_t> layers,
                    std::int64_t samples, std::chrono::milliseconds after) {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.layers = std::move(layers);
  e.problem.network.loss = "mse";
  e.problem.network.samples = samples;
  e.optimizers.push_back({method, "", settings});
  e.run.steps = 1000000;
  const std::shared_ptr<Run> run = *Run::prepare(e, 0, *prepareProblem(e.problem));
  Cancelled told;
  std::jthread worker([&] { runNow(*run); });
  std::this_thread::sleep_for(after);
  told.started = run->record().ending().status == Status::running;
  const Clock::time_point asked = Clock::now();
  run->stop();
  worker.join();
  told.seconds = std::chrono::duration<double>(Clock::now() - asked).count();
  told.ending = run->record().ending();
  told.steps = run->summary().steps;
  for (const ChunkPtr& chunk : run->record().chunks()) told.rows += std::int64_t(chunk->size());
  return told;
}

}  // namespace

class InterruptTest : public QObject {
  Q_OBJECT

 private slots:
  void stepsAreLeftInTheMiddle_data() {
    QTest::addColumn<QString>("method");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("width");
    QTest::newRow("Hessian and LU") << "newton" << 300 << 24;
    QTest::newRow("eigenvalues of the Hessian") << "cubic_newton" << 300 << 24;
    QTest::newRow("normal equations") << "levenberg_marquardt" << 1797 << 24;
    QTest::newRow("Gram matrix of the samples") << "sven" << 900 << 32;
    QTest::newRow("Cholesky") << "gns" << 300 << 24;
  }
  void stepsAreLeftInTheMiddle() {
    QFETCH(QString, method);
    QFETCH(int, samples);
    QFETCH(int, width);
    double quickest = 1e9;  // of several: other programs use the machine too
    for (const int after : {60, 150, 400, 700}) {
      const Cancelled told = cancelled(method.toUtf8().constData(), {}, {64, width, 10}, samples,
                                       std::chrono::milliseconds(after));
      QVERIFY(told.started);
      QVERIFY(told.ending.status == Status::cancelled);
      QVERIFY2(QString::fromStdString(told.ending.reason).startsWith("cancelled at step"),
               told.ending.reason.c_str());
      QCOMPARE(told.rows, told.steps + 1);
      quickest = std::min(quickest, told.seconds);
      // A step of these is longer than this by far.
      QVERIFY2(told.seconds < patience, qPrintable(QString::number(told.seconds)));
    }
    QVERIFY2(quickest < test::promptly, qPrintable(QString::number(quickest)));
  }

  void runGoesOnFromNothingLeftBehind() {
    // A thread left in a decomposition owns all that it touches: the problem may go away.
    for (int k = 0; k < 3; ++k)
      QVERIFY(cancelled("sven", {}, {64, 16, 10}, 600, std::chrono::milliseconds(150)).seconds <
              patience);
  }
};

QTEST_GUILESS_MAIN(InterruptTest)
#include "interrupt_test.moc"
