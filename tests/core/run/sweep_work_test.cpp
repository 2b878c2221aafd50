/// The work of a sweep: outliers of its points, what is kept of them, and how it ends early.
#include "core/run/sweep_work.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

using namespace thalweg;

namespace {

const std::string clusters = R"([problem]
kind = "network"
dataset = "clusters"
clusters = 20
layers = [20, 20, 3]
activation = "tanh"
loss = "cross-entropy"
initialisation = "normal-fan-in"
[[optimizer]]
name = "sgd"
learning_rate = 0.3
[run]
steps = 300
)";

SweepPlan planOf(const std::string& toml, const std::vector<std::string>& lists) {
  SweepPlan plan;
  for (const std::string& list : lists) plan.axes.push_back(*sweepAxisFrom(list));
  plan.experiment = [toml](const std::vector<Override>& changes) {
    return experimentFrom(toml, ".", changes);
  };
  plan.pictures = true;
  return plan;
}

}  // namespace

class SweepWorkTest : public QObject {
  Q_OBJECT

 private slots:
  /// 20 clusters in C classes: the largest ratio of neighbours is after the C - 1 first.
  void outliersAreOneLessThanTheClasses() {
    SweepPlan plan = planOf(clusters, {"problem.layers=[20,20,2],[20,20,3],[20,20,5],[20,20,8]"});
    std::mutex guard;
    std::vector<SweepPoint> points(4);
    plan.made = [&](const SweepPoint& point) {
      const std::lock_guard lock(guard);
      points[point.index] = point;
    };
    SweepWork work(plan);
    QVERIFY(bool(work.check(2)));
    inThreads(2, [&] { work.work(); });
    QVERIFY(bool(work.outcome()));
    QCOMPARE(work.done(), std::size_t(4));
    const Index classes[] = {2, 3, 5, 8};
    for (std::size_t i = 0; i < 4; ++i) {
      QVERIFY(points[i].picture && points[i].picture->spectrum);
      const SweepSpectrum& spectrum = *points[i].picture->spectrum;
      QCOMPARE(spectrum.outliers.count, classes[i] - 1);
      QCOMPARE(spectrum.values.size(), 3 * classes[i]);
      QVERIFY(spectrum.measure.exact && spectrum.residuals.maxCoeff() < 1e-9);
      QVERIFY(spectrum.outliers.above >= spectrum.outliers.count);
      QVERIFY(points[i].picture->step.size() > 100 &&
              points[i].picture->step.size() <= sweepCurvePoints);
      const std::optional<SweepRow> row = points[i].row(0, 1);
      QVERIFY(row && row->steps == 300 && row->f == points[i].picture->loss.back());
    }
  }

  void whatIsKeptIsReadAgain() {
    const QTemporaryDir folder;
    SweepPlan plan = planOf(clusters, {"run.steps=10,20", "problem.layers=[20,8,2],[20,8,3]"});
    plan.folder = folder.filePath("o").toStdString();
    std::atomic<int> made = 0;
    plan.made = [&](const SweepPoint&) { ++made; };
    {
      SweepWork work(plan);
      QVERIFY(bool(work.share()));
      work.work();
      QVERIFY(bool(work.writeTable()));
    }
    const Result<KeptSweep> kept = readSweepFolder(plan.folder);
    QVERIFY(bool(kept));
    QCOMPARE(kept->axes.size(), std::size_t(2));
    QCOMPARE(kept->axes[1].values, plan.axes[1].values);
    QCOMPARE(kept->points.size(), std::size_t(4));
    for (const SweepPoint& point : kept->points) {
      QVERIFY(point.picture && point.picture->spectrum && !point.experiment.empty());
      // Written and read once more it is the same.
      const std::optional<SweepPicture> again = sweepPictureFrom(jsonOf(*point.picture));
      QVERIFY(again && again->spectrum->values == point.picture->spectrum->values &&
              again->spectrum->outliers.edge == point.picture->spectrum->outliers.edge);
    }
    QCOMPARE(kept->points[3].row(0, 2)->steps, std::int64_t(20));
    // A second start makes nothing anew: the files are as old as before.
    const std::string first = plan.folder + "/points/000000.json";
    const auto written = std::filesystem::last_write_time(first);
    SweepWork second(plan);
    QVERIFY(bool(second.share()));
    second.work();
    QCOMPARE(second.done(), std::size_t(4));
    QCOMPARE(made.load(), 8);
    QVERIFY(std::filesystem::last_write_time(first) == written);
    nlohmann::json broken = jsonOf(*kept->points[0].picture);
    broken["spectrum"]["weights"].push_back(1.0);
    QVERIFY(!sweepPictureFrom(broken));
  }

  void itEndsWithinATenthOfASecond() {
    std::string toml = clusters;
    toml.replace(toml.find("steps = 300"), 11, "steps = 10000000");
    SweepPlan plan = planOf(toml, {"problem.seed=1,2,3"});
    std::atomic<bool> stop = false;
    plan.stopping = [&] { return stop.load(); };
    SweepWork work(plan);
    std::jthread thread([&] { inThreads(2, [&] { work.work(); }); });
    QTest::qWait(300);
    QElapsedTimer clock;
    clock.start();
    stop = true;
    thread.join();
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(work.done(), std::size_t(0));
  }

  void aValueThatMakesNoExperimentIsARowThatSaysSo() {
    SweepPlan plan = planOf(clusters, {"problem.activation=tanh,nosuch"});
    std::optional<SweepPoint> failed;
    plan.made = [&](const SweepPoint& point) {
      if (point.index == 1) failed = point;
    };
    SweepWork work(plan);
    QVERIFY(!work.check(1));
    work.work();
    QVERIFY(failed && !failed->picture && failed->row(0, 1)->status == "failed");
    QVERIFY(failed->row(0, 1)->reason.find("nosuch") != std::string::npos);
  }

  void cellsOfALineAreTakenApart() {
    const std::vector<std::string> cells = csvCells("1,\"[20, 8]\",,\"a \"\"b\"\"\"");
    QCOMPARE(cells, (std::vector<std::string>{"1", "[20, 8]", "", "a \"b\""}));
  }
};

QTEST_GUILESS_MAIN(SweepWorkTest)
#include "sweep_work_test.moc"
