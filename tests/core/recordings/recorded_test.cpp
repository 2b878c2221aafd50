/// A folder of parameter vectors is played as the run it was written by, and grows with it.
#include <QTemporaryDir>
#include <QTest>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <thread>

#include "core/catalog.h"
#include "core/io/file.h"
#include "core/io/npz.h"
#include "core/io/vector_file.h"
#include "core/recordings/recording.h"
#include "core/run/replay.h"
#include "core/run/run.h"
#include "core/run/runner.h"

using namespace thalweg;
namespace fs = std::filesystem;

namespace {

using Milliseconds = std::chrono::milliseconds;

Experiment networkRun(std::int64_t steps) {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.dataset = "cancer";
  e.problem.network.layers = {30, 4, 2};
  e.problem.network.samples = 60;
  e.optimizers.push_back({"momentum", "", {{"learning_rate", 0.05}, {"momentum", 0.9}}});
  e.run.steps = steps;
  e.measure.sharpnessEvery = 2;
  return e;
}

Experiment playing(Experiment e, const std::string& folder) {
  e.optimizers = {{allRecordings().front().card.id, "", {{"folder", folder}}}};
  return e;
}

Experiment bowl(const std::string& folder) {
  Experiment e;
  e.problem.name = "quadratic";
  e.run.steps = 1000;
  return playing(e, folder);
}

std::shared_ptr<Run> prepared(const Experiment& e) {
  const Result<Problem> problem = prepareProblem(e.problem);
  if (!problem) qFatal("%s", problem.error().what.c_str());
  const auto run = Run::prepare(e, 0, *problem, true);
  if (!run) qFatal("%s", run.error().what.c_str());
  return *run;
}

std::shared_ptr<Run> finished(const Experiment& e) {
  const auto run = prepared(e);
  runNow(*run);
  return run;
}

std::vector<Vec> pointsOf(const Record& record) {
  std::vector<Vec> points;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (std::size_t i = 0; i < chunk->snapshots(); ++i) points.push_back(chunk->snapshot(i).x);
    for (std::size_t i = 0; chunk->dimension > 0 && i < chunk->size(); ++i)
      points.push_back(Eigen::Map<const Vec>(chunk->point(i), Index(chunk->dimension)));
  }
  return points;
}

/// f, gradient norm, length of the step of every row; then all that was measured.
std::vector<double> numbersOf(const Record& record, const std::string& quantity) {
  std::vector<double> numbers;
  for (const ChunkPtr& chunk : record.chunks())
    for (std::size_t i = 0; i < chunk->size(); ++i)
      for (const double x : {chunk->f(i), chunk->gradientNorm(i), chunk->stepNorm(i)})
        numbers.push_back(x);
  for (const ChunkPtr& chunk : record.chunks())
    for (const Measurement& one : chunk->measured)
      if (record.quantities[one.quantity] == quantity)
        for (const double x : {double(one.step), one.value, one.error}) numbers.push_back(x);
  return numbers;
}

void write(const std::string& path, const Vec& x) {
  if (const Outcome done = writeVector(path, x); !done) qFatal("%s", done.error().what.c_str());
}

/// As if nobody had touched it for a while.
void age(const std::string& path) {
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::minutes(1));
}

}  // namespace

class RecordedTest : public QObject {
  Q_OBJECT

 private:
  std::unique_ptr<QTemporaryDir> m_place;
  std::string folder() const { return m_place->path().toStdString(); }
  std::string file(const std::string& name) const { return folder() + "/" + name; }

 private slots:
  void init() { m_place = std::make_unique<QTemporaryDir>(); }

  void numbersInNamesCountAsNumbers() {
    for (const char* name : {"step10.npz", "step9.npz", "step100.csv", "a2.npy", ".step1.npz",
                             "notes.txt", "step9.npz.part", "step010.npz"})
      QVERIFY(writeFile(file(name), "x"));
    const Result<std::vector<std::string>> names = vectorFilesIn(folder());
    QVERIFY(bool(names));
    const std::vector<std::string> expected{"a2.npy", "step9.npz", "step010.npz", "step10.npz",
                                            "step100.csv"};
    QVERIFY(*names == expected);
    QVERIFY(!vectorFilesIn(file("nowhere")));
  }

  void aNetworksFilmIsItsRun_data() {
    QTest::addColumn<QString>("form");
    for (const char* form : {"npz", "npy", "csv", "layers"}) QTest::newRow(form) << form;
  }
  void aNetworksFilmIsItsRun() {
    QFETCH(QString, form);
    const Experiment trained = networkRun(12);
    const auto run = finished(trained);
    const std::vector<Vec> points = pointsOf(run->record());
    QCOMPARE(points.size(), std::size_t(13));
    const auto blocks = prepareProblem(trained.problem)->objective->blocks();
    for (std::size_t n = 0; n < points.size(); ++n) {
      const std::string name = file("epoch_" + std::to_string(n));
      if (form != "layers") {
        write(name + "." + form.toStdString(), points[n]);
        continue;
      }
      NpzWriter archive;
      for (const ParameterBlock& block : blocks) {
        NumericArray array = arrayOf(Vec(points[n].segment(block.offset, block.rows * block.cols)));
        if (!block.bias) array.shape = {block.rows, block.cols};
        archive.add(block.name, array);
      }
      QVERIFY(archive.write(name + ".npz"));
    }
    Experiment longer = playing(trained, folder());
    longer.run.steps = 500;
    const auto film = finished(longer);
    QVERIFY(pointsOf(film->record()) == points);
    QVERIFY(numbersOf(film->record(), "sharpness") == numbersOf(run->record(), "sharpness"));
    QCOMPARE(film->record().ending().status, Status::steps);
    QVERIFY(film->record().ending().reason.find("all 13 points played") == 0);
    QVERIFY(film->x() == run->x());
    // Neither a bound nor a rate.
    QCOMPARE(film->record().quantities, std::vector<std::string>{"sharpness"});
    QVERIFY(std::isnan(film->record().chunks().front()->learningRate(0)));
  }

  void itEndsAtTheStepsOfTheRun() {
    for (int n = 0; n < 9; ++n) write(file(std::to_string(n) + ".npy"), Vec::Constant(2, n));
    Experiment e = bowl(folder());
    e.run.steps = 5;
    const auto run = finished(e);
    QCOMPARE(run->summary().steps, 5);
    QCOMPARE(run->x()[1], 5.0);
  }

  void anyStepCanBeGoneTo() {
    for (int n = 0; n < 40; ++n) write(file(std::to_string(n) + ".npy"), Vec::Constant(2, n));
    const Experiment e = bowl(folder());
    Result<Replay> replay = Replay::prepare(e, 0, *prepareProblem(e.problem));
    QVERIFY(bool(replay));
    for (const std::int64_t step : {30, 3, 39, 0, 17}) {
      while (!replay->goTo(step, Job::Clock::now() + Milliseconds(5))) continue;
      QCOMPARE(replay->x()[0], double(step));
    }
    while (!replay->goTo(45, Job::Clock::now() + Milliseconds(5))) continue;
    QVERIFY(replay->x().array().isNaN().all());  // it is not there
  }

  /// Another program at work: files come one by one, each in two halves.
  void itGrowsWhileItIsWrittenTo() {
    constexpr int files = 30;
    const auto run = prepared(bowl(folder()));
    run->follow();
    Runner runner(1);
    runner.add(run);
    std::thread writer([this] {
      for (int n = 0; n < files; ++n) {
        const std::string whole = npyBytes(arrayOf(Vec(Vec::Constant(2, n))));
        std::ofstream out(file("w" + std::to_string(n) + ".npy"), std::ios::binary);
        out.write(whole.data(), 100).flush();
        std::this_thread::sleep_for(Milliseconds(7));
        out.write(whole.data() + 100, std::streamsize(whole.size()) - 100);
      }
      std::ofstream out(file("w30.csv"));
      out << "value\n7\n1" << std::flush;
      std::this_thread::sleep_for(Milliseconds(120));
      out << "25\n";
    });
    std::vector<Vec> points;
    const auto patience = Job::Clock::now() + std::chrono::seconds(30);
    while (points.size() < files + 1 && Job::Clock::now() < patience) {
      std::this_thread::sleep_for(Milliseconds(10));
      points = pointsOf(run->record());
      QCOMPARE(run->record().ending().status, Status::running);
    }
    writer.join();
    QCOMPARE(points.size(), std::size_t(files + 1));
    for (int n = 0; n < files; ++n) QCOMPARE(points[std::size_t(n)][0], double(n));
    QCOMPARE(points[files][1], 125.0);  // never the 1 of its first half

    const auto asked = Job::Clock::now();
    run->stop();
    QVERIFY(runner.drainFor(Milliseconds(2000)));
    QVERIFY(Job::Clock::now() - asked < Milliseconds(100));
    QCOMPARE(run->record().ending().status, Status::cancelled);
    QCOMPARE(run->record().ending().reason, std::string("cancelled at step 30"));
  }

  void waitingTakesNoThread() {
    const auto waiting = prepared(bowl(folder()));
    waiting->follow();
    Runner runner(1);
    runner.add(waiting);
    std::this_thread::sleep_for(Milliseconds(50));
    const std::clock_t before = std::clock();
    std::this_thread::sleep_for(Milliseconds(600));
    const double used = double(std::clock() - before) / CLOCKS_PER_SEC;
    QVERIFY2(used < 0.06, qPrintable(QString::number(used)));
    // The one thread has time for others.
    Experiment e;
    e.optimizers.push_back({"sgd", "", {{"learning_rate", 1e-3}}});
    e.run.steps = 100;
    const auto other = prepared(e);
    runner.add(other);
    for (int i = 0; i < 200 && other->record().ending().status == Status::running; ++i)
      std::this_thread::sleep_for(Milliseconds(5));
    QCOMPARE(other->record().ending().status, Status::steps);
    QCOMPARE(waiting->record().ending().status, Status::running);
  }

  void withoutAnyFileThereIsNoRun() {
    const auto run = finished(bowl(folder()));
    QCOMPARE(run->record().ending().status, Status::failed);
    QVERIFY(run->record().ending().reason.find("failed at step 0: no .npz, .npy or .csv") == 0);
  }

  void aWrongLengthIsASentence() {
    write(file("0.npy"), Vec::Ones(2));
    write(file("1.npy"), Vec::Ones(3));
    age(file("1.npy"));
    const auto run = finished(bowl(folder()));
    const Ending ending = run->record().ending();
    QCOMPARE(ending.status, Status::failed);
    QVERIFY2(ending.reason.find("failed at step 1: '" + file("1.npy") +
                                "' has 3 numbers; this problem has 2 parameters.") == 0,
             ending.reason.c_str());
    QCOMPARE(pointsOf(run->record()).size(), std::size_t(1));
  }

  void aBrokenFileThatNobodyWritesIsAnError() {
    write(file("0.npy"), Vec::Ones(2));
    QVERIFY(writeFile(file("1.npz"), "PK half an archive"));
    age(file("1.npz"));
    QCOMPARE(finished(bowl(folder()))->record().ending().status, Status::failed);
  }

  void aFileThatIsTakenAwayIsNotWaitedFor() {
    for (int n = 0; n < 6; ++n) write(file(std::to_string(n) + ".npy"), Vec::Constant(2, n));
    FolderReader reader;
    for (int n = 0; n < 3; ++n) {
      QVERIFY(reader.look(folder(), 2).supply == Next::Supply::ready);
      QCOMPARE(reader.take()[0], double(n));
    }
    QVERIFY(fs::remove(file("3.npy")));
    QVERIFY(reader.look(folder(), 2).supply == Next::Supply::late);
    QVERIFY(reader.look(folder(), 2).supply == Next::Supply::ready);
    QCOMPARE(reader.take()[0], 4.0);
  }

  void numbersThatAreNotFiniteAreItsDivergence() {
    write(file("0.npy"), Vec::Ones(2));
    write(file("1.npy"), Vec::Constant(2, std::nan("")));
    write(file("2.npy"), Vec::Ones(2));
    const auto run = finished(bowl(folder()));
    QCOMPARE(run->record().ending().status, Status::diverged);
    QCOMPARE(run->summary().steps, 1);
  }

  void whatDoesNotGoTogetherIsRefused() {
    const auto refusal = [](const Experiment& e) {
      const auto run = Run::prepare(e, 0, *prepareProblem(e.problem));
      return run ? std::string() : run.error().what;
    };
    const std::string nowhere = refusal(bowl(file("nowhere")));
    QVERIFY2(nowhere.find("folder = '" + file("nowhere") + "' is not allowed") != std::string::npos,
             nowhere.c_str());
    Experiment e = bowl(folder());
    e.optimizers[0].wrappers.push_back({"sam", {{"rho", 0.05}}});
    QVERIFY(refusal(e).find("goes with no wrapper") != std::string::npos);
    e = bowl(folder());
    e.optimizers[0].schedule = {"cosine", {}};
    QVERIFY(refusal(e).find("goes with no wrapper, schedule or kick") != std::string::npos);
  }

  void theFolderOfAFileIsBesideIt() {
    const std::string text =
        "[problem]\nname = \"quadratic\"\n[[optimizer]]\nname = \"recorded\"\nfolder = "
        "\"../film\"\n";
    const Result<Experiment> read = experimentFrom(text, "/home/some/one");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QCOMPARE(std::get<std::string>(read->optimizers[0].settings.at("folder")),
             std::string("/home/some/film"));
    QVERIFY(*experimentFrom(tomlOf(*read), "/") == *read);
  }
};

QTEST_GUILESS_MAIN(RecordedTest)
#include "recorded_test.moc"
