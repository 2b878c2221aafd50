/// A run: its rows, its counts, how it ends, and that it is the same however it is advanced.
#include "core/run/run.h"

#include <QTest>
#include <cstring>
#include <thread>

#include "core/catalog.h"
#include "core/run/runner.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

Experiment experimentOf(const std::string& optimizer, double rate, std::int64_t steps,
                        const std::string& landscape = "rosenbrock") {
  Experiment e;
  e.problem.name = landscape;
  e.optimizers.push_back({optimizer, "", {{"learning_rate", rate}}});
  e.run.steps = steps;
  return e;
}

std::shared_ptr<Run> prepared(const Experiment& e, std::size_t index = 0) {
  const Result<Problem> problem = prepareProblem(e.problem);
  if (!problem) qFatal("%s", problem.error().what.c_str());
  const auto run = Run::prepare(e, index, *problem);
  if (!run) qFatal("%s", run.error().what.c_str());
  return *run;
}

std::shared_ptr<Run> preparedOn(std::shared_ptr<const Objective> f, const Experiment& e,
                                const Vec& start) {
  const auto run = Run::prepare(e, 0, Problem{std::move(f), start, {}, {}});
  if (!run) qFatal("%s", run.error().what.c_str());
  return *run;
}

std::shared_ptr<Run> finished(const Experiment& e) {
  const auto run = prepared(e);
  runNow(*run);
  return run;
}

/// All rows one after the other; chunks must join without a gap.
std::vector<double> rowsOf(const Record& record) {
  std::vector<double> rows;
  std::int64_t next = 0;
  for (const ChunkPtr& chunk : record.chunks()) {
    if (chunk->firstStep != next || chunk->size() == 0)
      qFatal("chunks do not join at step %lld", static_cast<long long>(next));
    if (chunk->rows.size() != chunk->size() * chunk->width()) qFatal("a row is cut");
    next += std::int64_t(chunk->size());
    rows.insert(rows.end(), chunk->rows.begin(), chunk->rows.end());
  }
  return rows;
}

bool sameBits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

/// Everything a run says that must not depend on time: rows, measurements, flows, ending, counts.
std::vector<double> tracesOf(const Run& run) {
  std::vector<double> all = rowsOf(run.record());
  const std::vector<ChunkPtr> chunks = run.record().chunks();
  for (const ChunkPtr& chunk : chunks)
    for (const Measurement& m : chunk->measured)
      all.insert(all.end(), {double(m.step), double(m.quantity), m.value, m.error});
  for (const ChunkPtr& chunk : chunks)
    for (const FlowPoint& p : chunk->flows) all.insert(all.end(), p.x.begin(), p.x.end());
  const Summary s = run.summary();
  all.insert(all.end(), {double(s.ending.status), double(s.steps), s.f, s.bestF, double(s.bestStep),
                         double(s.gradients), double(s.products)});
  return all;
}

}  // namespace

class RunTest : public QObject {
  Q_OBJECT

 private slots:
  /// Each row of plain descent worked out by hand, step 0 being the start.
  void rowsAreTheStepsOfTheMethod() {
    const auto run = finished(experimentOf("sgd", 0.1, 3, "quadratic"));
    const std::vector<double> rows = rowsOf(run->record());
    QCOMPARE(rows.size(), std::size_t(4 * 6));
    double x = 1.0, y = -2.0, length = 0.0;
    for (std::size_t n = 0; n < 4; ++n) {
      const double* row = rows.data() + 6 * n;
      const double f = 5 * x * x + 0.5 * y * y, g = std::hypot(10 * x, y);
      const double expected[] = {f, g, length, 0.1, x, y};
      for (int k = 0; k < 6; ++k)
        QVERIFY2(std::abs(row[k] - expected[k]) <= 1e-14 * std::max(1.0, std::abs(expected[k])),
                 qPrintable(QString("step %1 value %2").arg(n).arg(k)));
      length = 0.1 * g;
      x -= 0.1 * 10 * x;
      y -= 0.1 * y;
    }
    const Summary s = run->summary();
    QCOMPARE(s.ending.status, Status::steps);
    QCOMPARE(s.steps, 3);
    QCOMPARE(s.gradients, 4);  // one for each row; the step reuses it
    QCOMPARE(s.products, 0);
    QCOMPARE(s.f, rows[18]);
    QCOMPARE(s.bestF, rows[18]);
    QCOMPARE(s.bestStep, 3);
    QVERIFY(run->x() == (Vec{{rows[22], rows[23]}}));
  }

  void rowsAgreeWithTheStepperAlone_data() {
    QTest::addColumn<QString>("id");
    const Problem problem = *prepareProblem(experimentOf("sgd", 5e-4, 1).problem);
    for (const OptimizerEntry& entry : allOptimizers())
      if (lackOf(entry.needs, "", *problem.objective).empty())
        QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  void rowsAgreeWithTheStepperAlone() {
    QFETCH(QString, id);
    const Experiment e = experimentOf(id.toStdString(), 5e-4, 700);
    const std::vector<double> rows = rowsOf(finished(e)->record());
    const Problem problem = *prepareProblem(e.problem);
    Stepper stepper =
        *find(allOptimizers(), id.toStdString())->make(e.optimizers[0].settings, problem.start);
    Oracle oracle(problem.objective);
    Vec x = problem.start, g(2);
    for (std::size_t n = 0; n <= 700; ++n) {
      if (n > 0) stepper.step(x, oracle);
      const double f = problem.objective->gradient(x, g, nullptr);
      QCOMPARE(rows[6 * n + 4], x[0]);
      QCOMPARE(rows[6 * n + 5], x[1]);
      QCOMPARE(rows[6 * n], f);
      QCOMPARE(rows[6 * n + 1], g.norm());
    }
  }

  void noStepsIsTheStartAlone() {
    const auto run = finished(experimentOf("adam", 0.1, 0));
    const std::vector<double> rows = rowsOf(run->record());
    QCOMPARE(rows.size(), std::size_t(6));
    QCOMPARE(rows[2], 0.0);
    QCOMPARE(rows[4], -1.5);
    QCOMPARE(run->record().ending().status, Status::steps);
    QCOMPARE(run->summary().gradients, 1);
  }

  void divergedRowIsTheLast() {
    const auto run = finished(experimentOf("sgd", 1.0, 1000));
    const std::vector<double> rows = rowsOf(run->record());
    const std::size_t n = rows.size() / 6;
    QVERIFY(n >= 4 && n < 20);
    QVERIFY(!std::isfinite(rows[6 * (n - 1)]));
    for (std::size_t i = 0; i + 1 < n; ++i) QVERIFY(std::isfinite(rows[6 * i]));
    const Ending ending = run->record().ending();
    QCOMPARE(ending.status, Status::diverged);
    QCOMPARE(QString::fromStdString(ending.reason),
             QString("diverged at step %1: f is inf").arg(n - 1));
    QCOMPARE(run->summary().steps, std::int64_t(n) - 1);
    QCOMPARE(run->summary().bestStep, 0);
  }
  void startWithoutAValueIsAnEnding() {
    Experiment e = experimentOf("sgd", 0.1, 10);
    e.problem = {};
    e.problem.kind = "expression";
    e.problem.expression = "log(x) + y^2";
    e.problem.start = {-1.0, 1.0};
    const auto run = finished(e);
    QCOMPARE(rowsOf(run->record()).size(), std::size_t(6));
    QCOMPARE(run->record().ending().reason, std::string("diverged at step 0: f is nan"));
  }
  /// Squares overflow long before the numbers do.
  void farAwayIsNotDiverged() {
    Experiment e = experimentOf("sgd", 1e5, 2);
    e.problem = {};
    e.problem.kind = "expression";
    e.problem.expression = "1e150*x + y";
    e.problem.start = {0.0, 0.0};
    const auto far = finished(e);
    QCOMPARE(far->record().ending().status, Status::steps);
    QCOMPARE(rowsOf(far->record())[6 + 2], 1e155);
    e.problem.expression = "1e200*x + y";
    e.optimizers[0].settings["learning_rate"] = 1e-100;
    const auto steep = finished(e);
    QCOMPARE(steep->record().ending().status, Status::steps);
    QCOMPARE(rowsOf(steep->record())[1], 1e200);
  }

  void stopRules() {
    Experiment e = experimentOf("sgd", 0.05, 10000, "quadratic");
    QCOMPARE(finished(e)->summary().steps,
             10000);  // both off: every step is made, even at the minimum
    e.run.stopGradientNorm = 1e-3;
    auto run = finished(e);
    Summary s = run->summary();
    QCOMPARE(s.ending.status, Status::converged);
    std::vector<double> rows = rowsOf(run->record());
    QVERIFY(rows[rows.size() - 5] < 1e-3 && rows[rows.size() - 11] >= 1e-3);
    QVERIFY2(
        s.ending.reason.find("below 0.001 at step " + std::to_string(s.steps)) != std::string::npos,
        s.ending.reason.c_str());
    e.run.stopGradientNorm = 0;
    e.run.stopBelow = 0.5;
    run = finished(e);
    rows = rowsOf(run->record());
    QCOMPARE(run->summary().ending.status, Status::converged);
    QVERIFY(rows[rows.size() - 6] < 0.5 && rows[rows.size() - 12] >= 0.5);
    e.problem.start = {0.0, 0.0};
    e.run.stopBelow = -std::numeric_limits<double>::infinity();
    e.run.steps = 5;
    QCOMPARE(finished(e)->summary().steps, 5);
  }

  void runIsTheSameHoweverItIsAdvanced() {
    Experiment e = experimentOf("adam", 0.01, 1500);
    e.optimizers.push_back({"sgd", "", {{"learning_rate", 1e-3}}});
    e.optimizers.push_back({"momentum", "", {{"learning_rate", 2e-4}}});
    e.optimizers.push_back({"sgd", "wild", {{"learning_rate", 1.0}}});
    e.measure = {100, 2, 50, {"ngf"}, 0, 0};
    std::vector<std::vector<double>> alone;
    for (std::size_t i = 0; i < e.optimizers.size(); ++i) {
      const auto run = prepared(e, i);
      runNow(*run);
      alone.push_back(tracesOf(*run));
    }
    for (const unsigned threads : {1u, 2u, 4u}) {
      Runner runner(threads);
      std::vector<std::shared_ptr<Run>> runs;
      for (int copy = 0; copy < 4; ++copy)
        for (std::size_t i = 0; i < e.optimizers.size(); ++i) runs.push_back(prepared(e, i));
      for (const auto& run : runs) runner.add(run);
      runner.drain();
      for (std::size_t k = 0; k < runs.size(); ++k)
        QVERIFY(sameBits(tracesOf(*runs[k]), alone[k % alone.size()]));
    }
    const auto single = prepared(e, 0);  // a step at a time
    while (single->advance(Job::Clock::now() - std::chrono::seconds(1))) {
    }
    QVERIFY(sameBits(tracesOf(*single), alone[0]));
  }

  void recordGrowsWithoutGaps() {
    const auto run = prepared(experimentOf("adam", 0.01, 1000));
    const Record& record = run->record();
    std::size_t seen = 0, rows = 0;
    double time = 0.0;
    while (run->advance(Job::Clock::now() + std::chrono::microseconds(30))) {
      const Update update = record.since(seen);
      QCOMPARE(update.ending.status, Status::running);
      QCOMPARE(update.next, seen + update.fresh.size());
      seen = update.next;
      for (const ChunkPtr& chunk : update.fresh) {
        QCOMPARE(std::size_t(chunk->firstStep), rows);
        QVERIFY(chunk->size() > 0 && chunk->size() <= 256);
        QVERIFY(chunk->timeStart >= time && chunk->timeEnd >= chunk->timeStart);
        time = chunk->time(chunk->size() - 1);
        rows += chunk->size();
      }
    }
    QVERIFY(!run->advance(Job::Clock::now()));
    QCOMPARE(rowsOf(record).size(), std::size_t(1001 * 6));
    QCOMPARE(record.since(1000000).fresh.size(), std::size_t(0));
    QVERIFY(run->summary().seconds > 0);
  }

  void cancelIsQuickEvenWithinAProbe() {
    Experiment e = experimentOf("sgd", 0.01, 1000000);
    e.measure.sharpnessEvery = 1;  // hundreds of products of 4 ms in each step
    const auto slow = std::make_shared<Slow>(300, std::chrono::microseconds(4000));
    const auto run = preparedOn(slow, e, Vec::Ones(300));
    Runner runner(1);
    runner.add(run);
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    QCOMPARE(run->record().ending().status, Status::running);
    const auto asked = Job::Clock::now();
    run->stop();
    QVERIFY(runner.drainFor(std::chrono::seconds(20)));
    const double waited =
        std::chrono::duration<double, std::milli>(Job::Clock::now() - asked).count();
    QVERIFY2(waited < 100, qPrintable(QString::number(waited)));
    const Summary s = run->summary();
    QCOMPARE(s.ending.status, Status::cancelled);
    QCOMPARE(s.ending.reason, "cancelled at step " + std::to_string(s.steps));
    QCOMPARE(rowsOf(run->record()).size(), std::size_t(s.steps + 1) * 4);
  }
  void cancelStopsAFastRun() {
    const auto run = prepared(experimentOf("sgd", 1e-4, 1000000000));
    Runner runner(1);
    runner.add(run);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    const auto asked = Job::Clock::now();
    run->stop();
    runner.drain();
    QVERIFY(Job::Clock::now() - asked < std::chrono::milliseconds(100));
    QCOMPARE(run->record().ending().status, Status::cancelled);
    QCOMPARE(std::int64_t(rowsOf(run->record()).size() / 6), run->summary().steps + 1);
  }
  /// One slow measurement must not carry the slice on for the steps behind it.
  void sliceEndsAfterASlowMeasurement() {
    Experiment e = experimentOf("sgd", 0.01, 100000);
    e.measure.sharpnessEvery = 10;
    const auto run =
        preparedOn(std::make_shared<Slow>(2, std::chrono::microseconds(10000)), e, Vec::Ones(2));
    for (int slice = 0; slice < 5; ++slice) {
      const auto begun = Job::Clock::now();
      QVERIFY(run->advance(begun + std::chrono::milliseconds(2)));
      QVERIFY(Job::Clock::now() - begun < std::chrono::milliseconds(150));
    }
  }

  void throwingStepIsAnEndingWithItsRows() {
    const auto run =
        preparedOn(std::make_shared<Throwing>(6), experimentOf("sgd", 0.1, 100), Vec::Ones(2));
    runNow(*run);
    const Summary s = run->summary();
    QCOMPARE(s.ending.status, Status::failed);
    QCOMPARE(s.ending.reason, std::string("failed at step 5: no memory for the gradient"));
    QCOMPARE(s.steps, 4);
    const std::vector<double> rows = rowsOf(run->record());
    QCOMPARE(rows.size(), std::size_t(5 * 6));
    QVERIFY(run->x() == (Vec{{rows[28], rows[29]}}));
    const auto first =
        preparedOn(std::make_shared<Throwing>(1), experimentOf("sgd", 0.1, 100), Vec::Ones(2));
    runNow(*first);
    QCOMPARE(first->record().ending().reason,
             std::string("failed at step 0: no memory for the gradient"));
    QVERIFY(first->record().chunks().empty());
    QVERIFY(first->x() == Vec(Vec::Ones(2)));
  }

  void largeProblemsKeepSnapshots() {
    Experiment e = experimentOf("sgd", 0.01, 20);
    e.measure.parametersEvery = 8;
    const auto run = preparedOn(std::make_shared<Wavy>(40), e, Vec::Constant(40, 0.5));
    runNow(*run);
    std::vector<std::int64_t> steps;
    for (const ChunkPtr& chunk : run->record().chunks()) {
      QCOMPARE(chunk->dimension, std::size_t(0));
      for (const std::int64_t step : chunk->snapshotSteps) steps.push_back(step);
    }
    QCOMPARE(steps, (std::vector<std::int64_t>{0, 8, 16}));
    const auto kept =
        Run::prepare(e, 0, {std::make_shared<Wavy>(40), Vec::Constant(40, 0.5), {}, {}}, true);
    runNow(**kept);
    std::size_t points = 0;
    for (const ChunkPtr& chunk : (*kept)->record().chunks()) points += chunk->snapshots();
    QCOMPARE(points, std::size_t(21));
  }
};

QTEST_GUILESS_MAIN(RunTest)
#include "run_test.moc"
