/// What is around a method: schedules, wrappers, batches.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <set>

#include "core/catalog.h"
#include "core/objectives/data/batches.h"
#include "core/run/run.h"
#include "tests/support/residual_model.h"

using namespace thalweg;

namespace {

Experiment experimentOf(const std::string& optimizer, const std::string& run = "steps = 40") {
  const Result<Experiment> read =
      experimentFrom("[problem]\nname = \"quadratic\"\nstart = [1.0, 1.0]\n[[optimizer]]\n" +
                         optimizer + "\n[run]\n" + run,
                     ".");
  if (!read) qFatal("%s", read.error().what.c_str());
  return *resolved(*read);
}

std::shared_ptr<Run> finished(const Experiment& experiment, const Problem& problem) {
  Result<std::shared_ptr<Run>> run = Run::prepare(experiment, 0, problem);
  if (!run) qFatal("%s", run.error().what.c_str());
  runNow(**run);
  return *run;
}

std::shared_ptr<Run> finished(const Experiment& experiment) {
  return finished(experiment, *prepareProblem(experiment.problem));
}

std::vector<double> ratesOf(const Run& run) {
  std::vector<double> rates;
  for (const ChunkPtr& chunk : run.record().chunks())
    for (std::size_t i = 0; i < chunk->size(); ++i) rates.push_back(chunk->learningRate(i));
  return rates;
}

Problem linearProblem(Index samples) {
  Mat a(samples, 2);
  for (Index i = 0; i < samples; ++i) a.row(i) << std::sin(double(i)), std::cos(3.0 * double(i));
  return {std::make_shared<ResidualModel>(a, Vec::LinSpaced(samples, 0, 1)), Vec::Ones(2), {}, {}};
}

}  // namespace

class Around : public QObject {
  Q_OBJECT

 private slots:
  void fileKeepsScheduleAndWrappers() {
    const Experiment e = experimentOf(
        "name = \"adam\"\nschedule = { name = \"cosine\", floor = 0.1 }\n"
        "wrappers = [{ name = \"sam\", rho = 0.1 }, { name = \"lookahead\" }]");
    const Result<Experiment> again = experimentFrom(tomlOf(e), ".");
    QVERIFY2(bool(again), again ? "" : again.error().what.c_str());
    QVERIFY(*again == e);
    QCOMPARE(realOf(again->optimizers[0].schedule.settings, "floor"), 0.1);
    QCOMPARE(again->optimizers[0].wrappers.size(), std::size_t(2));
  }

  void wrongNamesAndValuesAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("names");
    QTest::newRow("schedule") << "schedule = { name = \"cosin\" }"
                              << "cosine";
    QTest::newRow("no table") << "schedule = 3"
                              << "schedule";
    QTest::newRow("no name") << "schedule = { floor = 0.1 }"
                             << "name";
    QTest::newRow("value") << "schedule = { name = \"cosine\", floor = 2.0 }"
                           << "floor";
    QTest::newRow("key") << "schedule = { name = \"cosine\", flor = 0.2 }"
                         << "floor";
    QTest::newRow("wrapper") << "wrappers = [{ name = \"sma\" }]"
                             << "sam";
    QTest::newRow("no list") << "wrappers = { name = \"sam\" }"
                             << "wrappers";
    QTest::newRow("points") << "schedule = { name = \"drawn\", points = \"1 2 3\" }"
                            << "points";
  }
  void wrongNamesAndValuesAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, names);
    const Result<Experiment> read = experimentFrom(
        "[problem]\nname = \"quadratic\"\n[[optimizer]]\nname = \"sgd\"\n" + text.toStdString(),
        ".");
    std::string told;
    if (!read) {
      told = read.error().what;
    } else {
      const Result<std::shared_ptr<Run>> run =
          Run::prepare(*read, 0, *prepareProblem(read->problem));
      QVERIFY(!run);
      told = run.error().what;
    }
    QVERIFY2(told.find(names.toStdString()) != std::string::npos, told.c_str());
  }

  void scheduleSetsTheRecordedRate() {
    const Experiment e = experimentOf(
        "name = \"sgd\"\nlearning_rate = 0.1\nschedule = { name = \"linear\" }", "steps = 10");
    const std::vector<double> rates = ratesOf(*finished(e));
    QCOMPARE(rates.size(), std::size_t(11));
    // Row n has the rate of the step that led to it; row 0 that of the step to come.
    QVERIFY(std::abs(rates[0] - 0.1) < 1e-15);
    for (int n = 1; n <= 10; ++n)
      QVERIFY(std::abs(rates[std::size_t(n)] - 0.1 * (1 - (n - 1) / 10.0)) < 1e-15);
  }

  /// A method that chooses its own rate is scheduled by the rate of its settings.
  void constantScheduleChangesNothing_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"sgd", "prodigy", "dadapt_adam", "adgd", "polyak", "schedulefree_sgd"})
      QTest::newRow(id) << id;
  }
  void constantScheduleChangesNothing() {
    QFETCH(QString, id);
    const std::string text = "name = \"" + id.toStdString() + "\"\n";
    const Vec plain = finished(experimentOf(text))->x();
    const Vec scheduled = finished(experimentOf(text + "schedule = { name = \"constant\" }"))->x();
    QVERIFY(plain == scheduled);
  }

  /// On a bowl with one curvature gradient norms fall, so the refined rates rise towards the end
  /// and vanish at it; the first run leaves no trace.
  void refinedScheduleRunsTwice() {
    const Experiment e = experimentOf(
        "name = \"sgd\"\nlearning_rate = 0.05\nschedule = { name = \"refined\" }", "steps = 50");
    const std::shared_ptr<Run> run = finished(e);
    const std::vector<double> rates = ratesOf(*run);
    QCOMPARE(rates.size(), std::size_t(51));
    QCOMPARE(run->summary().ending.status, Status::steps);
    QVERIFY(std::abs(*std::max_element(rates.begin(), rates.end()) - 0.05) < 1e-15);
    QVERIFY(rates[1] < rates[30] && rates.back() < 1e-15);
    QCOMPARE(run->record().chunks().front()->point(0)[0], 1.0);
  }

  void refinedRunCanBeCancelled() {
    const Experiment e =
        experimentOf("name = \"sgd\"\nschedule = { name = \"refined\" }", "steps = 100000000");
    const std::shared_ptr<Run> run = *Run::prepare(e, 0, *prepareProblem(e.problem));
    QVERIFY(run->advance(Job::Clock::now() + std::chrono::milliseconds(5)));
    run->stop();
    QVERIFY(!run->advance(Job::Clock::now() + std::chrono::milliseconds(5)));
    QCOMPARE(run->record().ending().status, Status::cancelled);
  }

  void clippedStepsAreShort() {
    const Experiment e = experimentOf(
        "name = \"sgd\"\nlearning_rate = 0.1\nwrappers = [{ name = \"clip_norm\", limit = 0.5 }]",
        "steps = 5");
    for (const ChunkPtr& chunk : finished(e)->record().chunks())
      for (std::size_t i = 1; i < chunk->size(); ++i)
        QVERIFY(std::abs(chunk->stepNorm(i) - 0.05) < 1e-12);
  }

  void noiseDependsOnTheSeedAlone() {
    const std::string noisy =
        "name = \"sgd\"\nlearning_rate = 0.01\nwrappers = [{ name = \"gradient_noise\" }]";
    const Vec a = finished(experimentOf(noisy, "steps = 20\nseed = 1"))->x();
    QVERIFY(a == finished(experimentOf(noisy, "steps = 20\nseed = 1"))->x());
    QVERIFY(a != finished(experimentOf(noisy, "steps = 20\nseed = 2"))->x());
  }

  void decayIsThatOfTheMethod() {
    const Vec inside =
        finished(experimentOf("name = \"sgd\"\nlearning_rate = 0.01\nweight_decay = 0.2"))->x();
    const Vec around = finished(experimentOf("name = \"sgd\"\nlearning_rate = 0.01\nwrappers = [{ "
                                             "name = \"weight_decay\", decay = 0.2 }]"))
                           ->x();
    QVERIFY((inside - around).norm() < 1e-14);
    const Vec decoupled =
        finished(experimentOf("name = \"adamw\"\nlearning_rate = 0.01\nweight_decay = 0.2"))->x();
    const Vec beside =
        finished(experimentOf("name = \"adam\"\nlearning_rate = 0.01\nwrappers = [{ name = "
                              "\"weight_decay\", decay = 0.2, decoupled = true }]"))
            ->x();
    QVERIFY((decoupled - beside).norm() < 1e-14);
  }

  /// Long and Bartlett's edge, by its published numbers.
  void sharpnessAwareBoundIsItsFormula_data() {
    QTest::addColumn<double>("rate");
    QTest::addColumn<double>("rho");
    QTest::addColumn<double>("norm");
    QTest::addColumn<double>("limit");
    QTest::newRow("1") << 0.1 << 0.05 << 1.0 << 12.3606798;
    QTest::newRow("2") << 0.1 << 0.05 << 0.01 << 1.9024984;
    QTest::newRow("3") << 0.01 << 0.1 << 0.3 << 23.0407824;
  }
  void sharpnessAwareBoundIsItsFormula() {
    QFETCH(double, rate);
    QFETCH(double, rho);
    QFETCH(double, norm);
    QFETCH(double, limit);
    Vec x{{norm}};
    const Stepper inner = *find(allOptimizers(), "sgd")->make({{"learning_rate", rate}}, x);
    Stepper sam = *find(allWrappers(), "sam")->wrap(inner, {{"rho", rho}}, x, 1);
    Oracle oracle(bowl(Vec{{1.0}}));
    sam.step(x, oracle);
    QVERIFY(std::abs(sam.bounds().front().limit - limit) < 1e-7);
  }

  /// On a parabola sharpness-aware descent ends in a cycle of amplitude ηλρ/(2 − ηλ).
  void sharpnessAwareDescentCycles() {
    Vec x{{1.0}};
    const Stepper inner = *find(allOptimizers(), "sgd")->make({{"learning_rate", 0.1}}, x);
    Stepper sam = *find(allWrappers(), "sam")->wrap(inner, {{"rho", 0.05}}, x, 1);
    Oracle oracle(bowl(Vec{{10.0}}));
    for (int i = 0; i < 200; ++i) sam.step(x, oracle);
    QVERIFY2(std::abs(std::abs(x[0]) - 0.05) < 1e-9, qPrintable(QString::number(x[0])));
  }

  /// The average is a second path: the plain mean of all points so far, or one that forgets.
  void averagesAreAPathOfTheirOwn() {
    for (const double decay : {-1.0, 0.9}) {
      Experiment e = experimentOf("name = \"sgd\"\nlearning_rate = 0.15", "steps = 30");
      e.measure.averageEvery = 1;
      if (decay >= 0) {
        e.measure.averageKind = "ema";
        e.measure.averageDecay = decay;
      }
      const std::shared_ptr<Run> run = finished(e);
      Vec mean = Vec::Zero(2);
      int seen = 0;
      for (const ChunkPtr& chunk : run->record().chunks()) {
        QCOMPARE(chunk->flows.size(), chunk->size());
        for (std::size_t i = 0; i < chunk->size(); ++i) {
          const Vec x = Eigen::Map<const Vec>(chunk->point(i), 2);
          mean = seen == 0   ? x
                 : decay < 0 ? Vec((double(seen) * mean + x) / double(seen + 1))
                             : Vec(decay * mean + (1 - decay) * x);
          ++seen;
          QVERIFY((chunk->flows[i].x - mean).norm() < 1e-13);
        }
      }
      QCOMPARE(seen, 31);
      QCOMPARE(run->record().flows, std::vector<std::string>{"average"});
    }
  }

  void batchesVisitEverySampleOnce() {
    Batches batches(10, 4, Sampling::reshuffled, 7);
    std::set<std::vector<Index>> orders;
    for (int epoch = 0; epoch < 5; ++epoch) {
      std::vector<Index> seen;
      for (int i = 0; i < 3; ++i) {
        batches.go(3 * epoch + i);
        QCOMPARE(batches.rows().size(), std::size_t(i < 2 ? 4 : 2));
        seen.insert(seen.end(), batches.rows().begin(), batches.rows().end());
      }
      orders.insert(seen);
      std::sort(seen.begin(), seen.end());
      for (Index i = 0; i < 10; ++i) QCOMPARE(seen[std::size_t(i)], i);
    }
    QVERIFY(orders.size() > 1);
  }

  void batchesDependOnSeedAndStepAlone() {
    for (const Sampling sampling :
         {Sampling::reshuffled, Sampling::replacement, Sampling::inOrder}) {
      Batches a(50, 7, sampling, 3), b(50, 7, sampling, 3);
      for (int step = 0; step < 40; ++step) a.go(step);
      a.go(23);
      b.go(23);
      QVERIFY(std::equal(a.rows().begin(), a.rows().end(), b.rows().begin(), b.rows().end()));
    }
  }

  void batchOfAllSamplesIsTheWhole() {
    const Problem problem = linearProblem(12);
    Experiment whole = experimentOf("name = \"sgd\"\nlearning_rate = 0.1");
    Experiment batch = whole;
    batch.run.batch = 12;
    QVERIFY((finished(whole, problem)->x() - finished(batch, problem)->x()).norm() < 1e-13);
    batch.run.batch = 3;
    const std::shared_ptr<Run> some = finished(batch, problem);
    QVERIFY((finished(whole, problem)->x() - some->x()).norm() > 1e-4);
    // The record has the loss over all samples.
    QVERIFY(std::abs(some->summary().f - problem.objective->value(some->x(), nullptr)) < 1e-15);
    QCOMPARE(some->summary().gradients, std::int64_t(40));
  }

  void batchesAreRefusedWhereThereIsNoData() {
    Experiment e = experimentOf("name = \"sgd\"");
    e.run.batch = 5;
    const Result<std::shared_ptr<Run>> run = Run::prepare(e, 0, *prepareProblem(e.problem));
    QVERIFY(!run);
    QCOMPARE(run.error().where, std::string("batch"));
    e.run.batch = 13;
    const Result<std::shared_ptr<Run>> large = Run::prepare(e, 0, linearProblem(12));
    QVERIFY(!large && large.error().what.find("0 to 12") != std::string::npos);
  }

  void lackIsToldByName_data() {
    QTest::addColumn<QString>("optimizer");
    QTest::addColumn<QString>("what");
    QTest::newRow("sven") << "name = \"sven\""
                          << "data";
    QTest::newRow("muon") << "name = \"muon\""
                          << "matrices";
    QTest::newRow("levenberg_marquardt") << "name = \"levenberg_marquardt\""
                                         << "data";
    QTest::newRow("gns") << "name = \"gns\"\nmatrix = \"fisher\""
                         << "data";
    QTest::newRow("inside") << "name = \"lbfgs\"\nwrappers = [{ name = \"sam\" }]"
                            << "sam";
  }
  void lackIsToldByName() {
    QFETCH(QString, optimizer);
    QFETCH(QString, what);
    const Experiment e = experimentOf(optimizer.toStdString());
    const Result<std::shared_ptr<Run>> run = Run::prepare(e, 0, *prepareProblem(e.problem));
    QVERIFY(!run);
    QVERIFY2(run.error().what.find(what.toStdString()) != std::string::npos,
             run.error().what.c_str());
  }
};

QTEST_GUILESS_MAIN(Around)
#include "around_test.moc"
