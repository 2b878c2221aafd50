/// A run made again is the run, bit for bit, at any step and in any order.
#include "core/run/replay.h"

#include <QTest>

#include "core/catalog.h"
#include "core/run/run.h"

using namespace thalweg;

namespace {

constexpr std::int64_t steps = 90;

/// A method on a bowl that every method can work on, with all that may go around it.
Experiment experimentWith(const std::string& optimizer, const std::string& schedule) {
  Experiment experiment;
  experiment.problem.name = "booth";
  experiment.run.steps = steps;
  OptimizerChoice choice{optimizer, "", {}};
  if (!schedule.empty()) {
    choice.schedule.name = schedule;
    for (const Field& field : find(allSchedules(), schedule)->fields)
      choice.schedule.settings[field.key] = field.initial;
  }
  experiment.optimizers = {choice};
  return experiment;
}

Job::Clock::time_point soon() { return Job::Clock::now() + std::chrono::hours(1); }

}  // namespace

class ReplayTest : public QObject {
  Q_OBJECT

 private slots:
  void everyMethodIsTheRunAtAnyStep_data() {
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<QString>("schedule");
    for (const OptimizerEntry& entry : allOptimizers())
      QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id) << QString();
    for (const ScheduleEntry& entry : allSchedules())
      QTest::newRow(entry.card.id.c_str()) << "adam" << QString::fromStdString(entry.card.id);
  }
  void everyMethodIsTheRunAtAnyStep() {
    QFETCH(QString, optimizer);
    QFETCH(QString, schedule);
    const Experiment experiment = experimentWith(optimizer.toStdString(), schedule.toStdString());
    const Result<Problem> problem = prepareProblem(experiment.problem);
    QVERIFY(bool(problem));
    Result<std::shared_ptr<Run>> run = Run::prepare(experiment, 0, *problem);
    Result<Replay> replay = Replay::prepare(experiment, 0, *problem);
    QCOMPARE(bool(replay), bool(run));
    if (!run) return;  // needs samples or matrices
    runNow(**run);
    std::vector<Vec> points;
    for (const ChunkPtr& chunk : (*run)->record().chunks())
      for (std::size_t i = 0; i < chunk->size(); ++i)
        points.push_back(Eigen::Map<const Vec>(chunk->point(i), 2));
    const std::int64_t last = std::int64_t(points.size()) - 1;
    for (const std::int64_t step : {1L, last, last / 2, last / 2 + 1, 3L, 2L}) {
      if (step < 1 || step > last) continue;
      QVERIFY(replay->goTo(step, soon()));
      QCOMPARE(replay->step(), step);
      QVERIFY(replay->x() == points[std::size_t(step)]);
      QVERIFY(replay->before() == points[std::size_t(step - 1)]);
    }
  }

  /// The last term of a method that names terms is the move it made.
  void theLastTermIsTheStep_data() {
    QTest::addColumn<QString>("optimizer");
    for (const OptimizerEntry& entry : allOptimizers())
      QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  void theLastTermIsTheStep() {
    QFETCH(QString, optimizer);
    const Experiment experiment = experimentWith(optimizer.toStdString(), "");
    const Result<Problem> problem = prepareProblem(experiment.problem);
    Result<Replay> replay = Replay::prepare(experiment, 0, *problem);
    if (!replay) return;  // needs samples or matrices
    QVERIFY(replay->goTo(7, soon()));
    const std::vector<Term> terms = replay->stepper().terms();
    if (terms.empty()) return;
    const Vec move = replay->x() - replay->before();
    const double far = (terms.back().value - move).norm();
    QVERIFY2(far <= 1e-12 * (1 + move.norm() + replay->x().norm()),
             qPrintable(QString("%1 away").arg(far)));
  }

  void aLongRunKeepsFewStates() {
    const Experiment experiment = experimentWith("adam", "");
    const Result<Problem> problem = prepareProblem(experiment.problem);
    Result<Replay> replay = Replay::prepare(experiment, 0, *problem);
    QVERIFY(bool(replay));
    QVERIFY(replay->goTo(5000, soon()));
    const Vec there = replay->x();
    QVERIFY(replay->goTo(4321, soon()));
    // In pieces, as a worker has them.
    while (!replay->goTo(5000, Job::Clock::now())) {
    }
    QVERIFY(replay->x() == there);
  }
};

QTEST_GUILESS_MAIN(ReplayTest)
#include "replay_test.moc"
