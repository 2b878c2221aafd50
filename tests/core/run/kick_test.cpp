/// A kick in the middle of a run: another rate, another batch, the same memory.
#include <QTest>
#include <cmath>
#include <map>

#include "core/catalog.h"
#include "core/run/drive.h"
#include "core/run/replay.h"
#include "core/run/run.h"

using namespace thalweg;

namespace {

const std::string network =
    "[problem]\nkind = \"network\"\ndataset = \"digits\"\nlayers = [64, 6, 10]\n"
    "samples = 60\nloss = \"mse\"\n";
const std::string ravine = "[problem]\nname = \"rosenbrock\"\n";

Experiment experimentOf(const std::string& problem, const std::string& optimizer,
                        const std::string& rest) {
  const Result<Experiment> read =
      experimentFrom(problem + "[[optimizer]]\n" + optimizer + "\n" + rest, ".");
  if (!read) qFatal("%s", read.error().what.c_str());
  Result<Experiment> all = resolved(*read);
  if (!all) qFatal("%s", all.error().what.c_str());
  return *all;
}

Problem problemOf(const Experiment& experiment) {
  Result<Problem> problem = prepareProblem(experiment.problem);
  if (!problem) qFatal("%s", problem.error().what.c_str());
  return *problem;
}

/// Why optimizer 0 can not run; empty where it can.
std::string refusalOf(const Experiment& experiment) {
  const Result<Drive> drive = Drive::prepare(experiment, 0, problemOf(experiment));
  return drive ? std::string() : drive.error().what;
}

struct Rows {
  std::vector<double> f, rate, step;
  std::map<std::string, std::map<std::int64_t, double>> measured;
  Ending ending;
  Vec x;
};

Rows rowsOf(const Experiment& experiment) {
  Result<std::shared_ptr<Run>> run = Run::prepare(experiment, 0, problemOf(experiment));
  if (!run) qFatal("%s", run.error().what.c_str());
  runNow(**run);
  const Record& record = (*run)->record();
  Rows rows;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      rows.f.push_back(chunk->f(i));
      rows.rate.push_back(chunk->learningRate(i));
      rows.step.push_back(chunk->stepNorm(i));
    }
    for (const Measurement& m : chunk->measured)
      rows.measured[record.quantities[m.quantity]][m.step] = m.value;
  }
  rows.ending = record.ending();
  rows.x = (*run)->x();
  return rows;
}

Job::Clock::time_point later() { return Job::Clock::now() + std::chrono::hours(1); }

/// The catapult at 0.1 of what its start withstands, kicked at step 10 to `share` times 1/lambda.
Experiment catapult(double share) {
  Experiment e = experimentOf("[problem]\nname = \"catapult\"\n",
                              "name = \"sgd\"\nlearning_rate = 1.0\nkick = { step = 10 }",
                              "[run]\nsteps = 200\n[measure]\nsharpness = { every = 1 }\n");
  const double lambda = problemOf(e).start.squaredNorm() / 100.0;
  e.optimizers[0].settings["learning_rate"] = 0.2 / lambda;
  e.optimizers[0].kick->rateFactor = share / 0.2;
  return e;
}

}  // namespace

class Kick : public QObject {
  Q_OBJECT

 private slots:
  void fileKeepsIt() {
    const Experiment e = experimentOf(
        network,
        "name = \"sgd\"\nstart_seed = 7\nkick = { step = 200, rate_factor = 2.0, batch = 16 }", "");
    QVERIFY((e.optimizers[0].kick == KickChoice{200, 2.0, 16}));
    QCOMPARE(e.optimizers[0].startSeed, 7);
    const Result<Experiment> again = experimentFrom(tomlOf(e), ".");
    QVERIFY2(bool(again), again ? "" : again.error().what.c_str());
    QVERIFY(*again == e);
    const Result<Experiment> set = experimentFrom(network + "[[optimizer]]\nname = \"sgd\"\n", ".",
                                                  {{"optimizer.kick.step", "3"}});
    QVERIFY((set->optimizers[0].kick == KickChoice{3, 1.0, -1}));
  }

  void wrongOnesAreRefused_data() {
    QTest::addColumn<QString>("kick");
    QTest::addColumn<QString>("names");
    QTest::newRow("no table") << "kick = 3"
                              << "optimizer[0].kick = 3 is not a table";
    QTest::newRow("step") << "kick = { step = -1 }"
                          << "step = -1";
    QTest::newRow("half a step") << "kick = { step = 1.5 }"
                                 << "step = 1.5";
    QTest::newRow("factor") << "kick = { rate_factor = 0 }"
                            << "rate_factor = 0";
    QTest::newRow("no number") << "kick = { rate_factor = nan }"
                               << "rate_factor";
    QTest::newRow("batch") << "kick = { batch = -2 }"
                           << "batch = -2";
    QTest::newRow("key") << "kick = { stp = 2 }"
                         << "step";
    QTest::newRow("start") << "start_seed = -1"
                           << "start_seed = -1";
  }
  void wrongOnesAreRefused() {
    QFETCH(QString, kick);
    QFETCH(QString, names);
    const Result<Experiment> read = experimentFrom(
        network + "[[optimizer]]\nname = \"sgd\"\n" + kick.toStdString() + "\n", ".");
    QVERIFY(!read);
    QVERIFY2(read.error().what.find(names.toStdString()) != std::string::npos,
             read.error().what.c_str());
  }

  void whatDoesNotGoTogetherIsRefused() {
    const std::string large = "name = \"sgd\"\nkick = { batch = 61 }";
    QCOMPARE(refusalOf(experimentOf(network, large, "")),
             std::string("optimizer[0] (sgd): kick.batch = 61 is not allowed: 0 to 60, the samples "
                         "of this problem"));
    const std::string noData = "name = \"sgd\"\nkick = { batch = 2 }";
    QVERIFY(refusalOf(experimentOf(ravine, noData, "")).find("not a mean over data") !=
            std::string::npos);
    const std::string own = "name = \"sgd\"\nstart_seed = 3";
    QVERIFY(refusalOf(experimentOf(ravine, own, "")).find("start_seed = 3") != std::string::npos);
  }

  /// A kick of the rate changes the steps of a method, or is refused.
  void everyRateIsKickedOrRefused_data() {
    QTest::addColumn<QString>("id");
    for (const OptimizerEntry& entry : allOptimizers())
      QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  void everyRateIsKickedOrRefused() {
    QFETCH(QString, id);
    const std::string name = "name = \"" + id.toStdString() + "\"\n";
    const bool onPlane =
        refusalOf(experimentOf(ravine, name, "")).empty();  // else it needs samples or matrices
    const std::string problem = onPlane ? ravine : network;
    // So small that it is seen where the rate is no more than a cap.
    const Experiment plain = experimentOf(problem, name, "[run]\nsteps = 12\n");
    const Experiment kicked = experimentOf(
        problem, name + "kick = { step = 2, rate_factor = 1e-4 }", "[run]\nsteps = 12\n");
    if (find(allOptimizers(), id.toStdString())->takesRateOnce) {
      QVERIFY2(refusalOf(kicked).find("chooses its steps itself") != std::string::npos,
               refusalOf(kicked).c_str());
      return;
    }
    const Rows a = rowsOf(plain), b = rowsOf(kicked);
    for (std::size_t n = 0; n <= 2 && n < a.f.size(); ++n) QCOMPARE(b.f[n], a.f[n]);
    QVERIFY(a.x != b.x);
  }

  /// Up to the kick all is as without it, bit for bit, with a schedule made from the run too.
  void nothingChangesBeforeIt_data() {
    QTest::addColumn<QString>("more");
    QTest::newRow("plain") << "";
    QTest::newRow("schedule") << "schedule = { name = \"cosine\" }\n";
    QTest::newRow("refined") << "schedule = { name = \"refined\" }\n";
    QTest::newRow("around") << "wrappers = [{ name = \"lookahead\" }, { name = \"gradient_noise\" "
                               "}]\n";
  }
  void nothingChangesBeforeIt() {
    QFETCH(QString, more);
    const std::string adam = "name = \"adam\"\n" + more.toStdString();
    const std::string run = "[run]\nsteps = 40\nbatch = 20\n";
    const Rows plain = rowsOf(experimentOf(network, adam, run));
    const Rows kicked = rowsOf(
        experimentOf(network, adam + "kick = { step = 20, rate_factor = 3.0, batch = 5 }", run));
    QCOMPARE(kicked.f.size(), std::size_t(41));
    for (std::size_t n = 0; n <= 20; ++n) {
      QCOMPARE(kicked.f[n], plain.f[n]);
      QCOMPARE(kicked.rate[n], plain.rate[n]);
      QCOMPARE(kicked.step[n], plain.step[n]);
    }
    for (std::size_t n = 21; n <= 40; ++n) {
      QVERIFY(kicked.f[n] != plain.f[n]);
      QVERIFY(std::abs(kicked.rate[n] - 3 * plain.rate[n]) <= 1e-15);
    }
  }

  /// Batches after it are those that a run of this size draws at the same steps; 0 is all rows.
  void batchesAreDrawnAsUsual_data() {
    QTest::addColumn<int>("before");
    QTest::addColumn<int>("after");
    QTest::newRow("smaller") << 30 << 7;
    QTest::newRow("from all") << 0 << 7;
    QTest::newRow("to all") << 7 << 0;
  }
  void batchesAreDrawnAsUsual() {
    QFETCH(int, before);
    QFETCH(int, after);
    const auto experiment = [](int batch, const std::string& kick) {
      return experimentOf(network, "name = \"sgd\"\nlearning_rate = 0.1\n" + kick,
                          "[run]\nbatch = " + std::to_string(batch) + "\n");
    };
    const Experiment kicked =
        experiment(before, "kick = { step = 5, batch = " + std::to_string(after) + " }");
    const Problem problem = problemOf(kicked);
    Result<Drive> a = Drive::prepare(kicked, 0, problem);
    Result<Drive> b = Drive::prepare(experiment(after, ""), 0, problem);
    QVERIFY(a && b);
    Vec x = problem.start;
    for (std::int64_t n = 0; n < 12; ++n) {
      Vec y = x;
      a->step(n, x);
      QCOMPARE(a->oracle.batchSize(), Index(n < 5 ? before : after));
      b->step(n, y);
      QCOMPARE(x == y, n >= 5);
    }
    // From the first step on it is the optimizer's own batch.
    const Rows own = rowsOf(experiment(before, "kick = { batch = " + std::to_string(after) + " }"));
    QVERIFY(own.f == rowsOf(experiment(after, "")).f);
  }

  void aReplayIsTheRun() {
    const Experiment e = experimentOf(
        network, "name = \"adam\"\nkick = { step = 20, rate_factor = 2.5, batch = 10 }",
        "[run]\nsteps = 60\nbatch = 30\n");
    const Vec last = rowsOf(e).x;
    Result<Replay> replay = Replay::prepare(e, 0, problemOf(e));
    QVERIFY(bool(replay));
    QVERIFY(replay->goTo(19, later()));
    const Vec early = replay->x();
    QVERIFY(replay->goTo(60, later()));
    QVERIFY(replay->x() == last);
    QVERIFY(replay->goTo(19, later()));
    QVERIFY(replay->x() == early);
    QCOMPARE(replay->stepper().learningRate(), 0.001);
    QVERIFY(replay->goTo(60, later()));
    QVERIFY(replay->x() == last);
    QCOMPARE(replay->stepper().learningRate(), 0.0025);
  }

  void itsOwnStartIsThatOfTheSeed() {
    const std::string run = "[run]\nsteps = 5\n";
    const Rows own = rowsOf(experimentOf(network, "name = \"sgd\"\nstart_seed = 9", run));
    const Rows other = rowsOf(experimentOf(network + "seed = 9\n", "name = \"sgd\"", run));
    const Rows usual = rowsOf(experimentOf(network, "name = \"sgd\"", run));
    QVERIFY(own.f == other.f);
    QVERIFY(own.f[0] != usual.f[0]);
  }

  /// Lewkowycz et al. 2020: below 2/lambda nothing happens; between 2 and 4 the loss rises, then
  /// falls, and the end is flatter; above it diverges. The bound is that of the new rate at once.
  void catapultRegimes() {
    const Rows lazy = rowsOf(catapult(1.5));
    for (std::size_t n = 11; n < lazy.f.size(); ++n) QVERIFY(lazy.f[n] <= lazy.f[n - 1]);
    const Rows thrown = rowsOf(catapult(3.0));
    const auto peak = std::max_element(thrown.f.begin() + 10, thrown.f.end());
    QVERIFY2(*peak > 10 * thrown.f[10], qPrintable(QString::number(*peak / thrown.f[10])));
    QVERIFY(thrown.f.back() < 1e-6 * thrown.f[10]);
    const auto& sharpness = thrown.measured.at("sharpness");
    const auto& bound = thrown.measured.at("bound");
    QVERIFY(sharpness.at(10) > 1.2 * bound.at(11));
    QVERIFY(sharpness.at(200) < bound.at(200));
    QVERIFY(sharpness.at(200) < 0.9 * sharpness.at(10));
    QVERIFY(std::abs(bound.at(10) / bound.at(11) - 15.0) < 1e-9);
    const Rows over = rowsOf(catapult(4.5));
    QCOMPARE(over.ending.status, Status::diverged);
  }
};

QTEST_GUILESS_MAIN(Kick)
#include "kick_test.moc"
