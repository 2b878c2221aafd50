/// The verb `sweep`, called as a person would.
#include <QStandardPaths>
#include <QTest>

#include "tests/support/cli.h"

namespace {

const QByteArray ravine =
    "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"adam\"\n[[optimizer]]\nname = "
    "\"sgd\"\nlearning_rate = 1e-4\n[run]\nsteps = 50\n";

/// The table without what a clock says.
QString timeless(const cli::Csv& table) {
  QString text;
  const qsizetype seconds = table.columns.indexOf("seconds");
  for (QStringList row : table.rows) {
    row.removeAt(seconds);
    text += row.join(',') + "\n";
  }
  return text;
}

}  // namespace

class CliSweep : public QObject {
  Q_OBJECT

 private slots:
  /// The catapult's three regimes, each a kick of the same run.
  void aKickIsSweptLikeAnyKey() {
    const cli::Place place;
    place.write("c.toml",
                "[problem]\nname = \"catapult\"\n[[optimizer]]\nname = \"sgd\"\nlearning_rate = "
                "0.1\nkick = { step = 10 }\n[run]\nsteps = 100\n");
    const cli::Answer answer = place.call(
        {"sweep", "c.toml", "--over", "optimizer.kick.rate_factor=1,14,40", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    const cli::Csv table = place.csv("o/sweep.csv");
    QCOMPARE(table.rows.size(), qsizetype(3));
    for (const qsizetype i : {0, 1}) QCOMPARE(table.text(i, "status"), QString("steps"));
    QCOMPARE(table.text(2, "status"), QString("diverged"));
    QVERIFY(table.number(1, "f") != table.number(0, "f"));
  }

  void aRowForEachRunOfTheProduct() {
    const cli::Place place;
    place.write("e.toml", ravine);
    const cli::Answer answer =
        place.call({"sweep", "e.toml", "--over", "optimizer[0].learning_rate=1e-3:1e-1:log3",
                    "--over", "run.steps=10,20", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    const cli::Csv table = place.csv("o/sweep.csv");
    QCOMPARE(table.columns.join(','),
             QString("optimizer[0].learning_rate,run.steps,label,status,reason,steps,f,best_f,"
                     "best_step,seconds,gradient_evaluations,hessian_vector_products"));
    QCOMPARE(table.rows.size(), qsizetype(12));
    for (qsizetype i = 0; i < 12; ++i) {
      QCOMPARE(table.text(i, "label"), QString(i % 2 == 0 ? "adam" : "sgd"));
      QCOMPARE(table.number(i, "run.steps"), i / 2 % 2 == 0 ? 10.0 : 20.0);
      QVERIFY(std::abs(table.number(i, "optimizer[0].learning_rate") -
                       std::pow(10.0, -3.0 + double(i / 4))) < 1e-15);
      QCOMPARE(table.number(i, "steps"), table.number(i, "run.steps"));
      QCOMPARE(table.text(i, "status"), QString("steps"));
    }
    // A point is the run it says it is.
    QCOMPARE(place
                 .call({"run", "e.toml", "--set", "optimizer[0].learning_rate=0.01", "--steps",
                        "20", "--out", "one"})
                 .status,
             0);
    const QJsonObject run = place.json("one/summary.json")["runs"].toArray()[0].toObject();
    QCOMPARE(run["f"].toDouble(), table.number(6, "f"));
    QCOMPARE(run["best_f"].toDouble(), table.number(6, "best_f"));
  }

  void theTableDoesNotDependOnTheJobs() {
    const cli::Place place;
    place.write("e.toml", ravine);
    for (const QString jobs : {"1", "2", "7"})
      QCOMPARE(place
                   .call({"sweep", "e.toml", "--over", "optimizer.learning_rate=1e-5:10:log13",
                          "--jobs", jobs, "--out", "o" + jobs})
                   .status,
               0);
    const QString one = timeless(place.csv("o1/sweep.csv"));
    QVERIFY(one.contains("diverged"));
    QCOMPARE(timeless(place.csv("o2/sweep.csv")), one);
    QCOMPARE(timeless(place.csv("o7/sweep.csv")), one);
  }

  void aSecondStartGoesOn() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"sgd\"\n");
    const QStringList words{
        "sweep",   "e.toml", "--over", "optimizer.learning_rate=1e-7:1e-6:log12",
        "--steps", "300000", "--jobs", "2",
        "--out",   "o"};
    QProcess process;
    place.start(process, words);
    QVERIFY(QTest::qWaitFor([&] { return place.entries("o/points").size() >= 3; }, 20000));
    process.terminate();
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("of 12 points"));
    const QStringList kept = place.entries("o/points");
    QVERIFY(kept.size() >= 3 && kept.size() < 12);
    QCOMPARE(place.csv("o/sweep.csv").rows.size(), kept.size());
    const QByteArray first = place.read("o/points/" + kept.first());
    QCOMPARE(place.call(words).status, 0);
    QCOMPARE(place.csv("o/sweep.csv").rows.size(), qsizetype(12));
    QCOMPARE(place.read("o/points/" + kept.first()), first);  // with its seconds: not made again
    // Another experiment does not take those rows for its own.
    QStringList other = words;
    other[5] = "100";
    QCOMPARE(place.call(other).status, 0);
    const cli::Csv table = place.csv("o/sweep.csv");
    for (qsizetype i = 0; i < 12; ++i) QCOMPARE(table.number(i, "steps"), 100.0);
  }

  /// Processes that share a folder share the points; what one had when it was killed is made by the
  /// others, and the table is the one that a single process writes.
  void aKilledProcessLosesOnlyItsPoint() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"sgd\"\n");
    const auto words = [](const QString& out) {
      return QStringList{"sweep",   "e.toml",  "--over", "optimizer.learning_rate=1e-7:1e-6:log40",
                         "--steps", "1000000", "--out",  out};
    };
    QProcess first, second;
    for (QProcess* process : {&first, &second}) {
      QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
      environment.insert("OMPI_COMM_WORLD_RANK", process == &first ? "0" : "1");
      environment.insert("OMPI_COMM_WORLD_SIZE", "2");
      process->setProcessEnvironment(environment);
      place.start(*process, words("o"));
    }
    QVERIFY(QTest::qWaitFor([&] { return place.entries("o/points").size() >= 2; }, 20000));
    first.kill();
    QVERIFY(first.waitForFinished(5000));
    const qsizetype then = place.entries("o/points").size();
    QVERIFY(then < 30);
    // One that is asked to stop tells of all that is made by then, the other's points too.
    QProcess third;
    place.start(third, words("o"));
    QTest::qWait(60);
    third.terminate();
    QVERIFY(third.state() == QProcess::NotRunning || third.waitForFinished(5000));
    if (third.exitCode() == 1) QVERIFY(place.csv("o/sweep.csv").rows.size() >= then);
    QVERIFY(second.state() == QProcess::NotRunning || second.waitForFinished(60000));
    QCOMPARE(second.exitCode(), 0);
    QVERIFY2(second.readAllStandardError().isEmpty(), "the other goes on as if nothing were");
    QCOMPARE(place.call(words("alone")).status, 0);
    QCOMPARE(timeless(place.csv("o/sweep.csv")), timeless(place.csv("alone/sweep.csv")));
    // A second start has nothing left to do: not a byte changes, clocks included.
    const QByteArray table = place.read("o/sweep.csv");
    QCOMPARE(place.call(words("o")).status, 0);
    QCOMPARE(place.read("o/sweep.csv"), table);
  }

  /// Two ranks under mpirun, one of them killed on the way: the sweep is whole all the same.
  void ranksOfALauncherShareTheSweep() {
    const QString mpirun = QStandardPaths::findExecutable("mpirun");
    QVERIFY2(!mpirun.isEmpty(), "openmpi-bin is among the packages");
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"sgd\"\n");
    const QStringList words{
        "sweep",   "e.toml",  "--over", "optimizer.learning_rate=1e-7:1e-6:log40",
        "--steps", "1000000", "--out",  "o"};
    QProcess process;
    process.setWorkingDirectory(place.path("."));
    process.start(mpirun,
                  QStringList{"--allow-run-as-root", "--oversubscribe", "--enable-recovery", "-n",
                              "2", "sh", "-c", "echo $$ > pid$OMPI_COMM_WORLD_RANK; exec \"$@\"",
                              "sh", QStringLiteral(THALWEG_APP_DIR "/thalweg-cli")} +
                      words);
    QVERIFY(process.waitForStarted());
    QVERIFY(QTest::qWaitFor([&] { return place.entries("o/points").size() >= 4; }, 30000));
    const QByteArray victim = place.read("pid1").trimmed();
    QCOMPARE(QProcess::execute("kill", {"-9", QString(victim)}), 0);
    const qsizetype then = place.entries("o/points").size();
    QVERIFY2(then < 36, qPrintable(QString::number(then)));
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(place.csv("o/sweep.csv").rows.size(), qsizetype(40));
    QStringList alone = words;
    alone.last() = "alone";
    QCOMPARE(place.call(alone).status, 0);
    QCOMPARE(timeless(place.csv("o/sweep.csv")), timeless(place.csv("alone/sweep.csv")));
  }

  void wrongRequests_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QStringList& words, const QStringList& said) {
      QTest::newRow(name) << words << said;
    };
    row("nothing", {}, {"--over"});
    row("no key", {"--over", "=1"}, {"--over =1", "KEY="});
    row("misspelt", {"--over", "optimizer.lerning_rate=1,2"},
        {"'lerning_rate'", "'learning_rate'"});
    row("second value", {"--over", "optimizer.learning_rate=0.1,-1"},
        {"--over optimizer.learning_rate=-1", "0 to"});
    row("second key", {"--over", "run.steps=1,2", "--over", "problem.name=rosenbrock,rosenbrok"},
        {"'rosenbrok'", "'rosenbrock'"});
    row("twice", {"--over", "run.steps=1", "--over", "run.steps=2"}, {"run.steps", "twice"});
    row("too many", {"--over", "run.steps=1:1e5:lin1000", "--over", "run.seed=1:1e5:lin1000"},
        {"1000000", "100000"});
    row("jobs", {"--over", "run.steps=1", "--jobs", "0"}, {"--jobs 0", "1 to 256"});
    row("start", {"--over", "problem.start=[1,2],[1]"},
        {"--over problem.start=[1]", "2 variables"});
  }
  void wrongRequests() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, said);
    const cli::Place place;
    place.write("e.toml", ravine);
    const cli::Answer answer =
        place.call(QStringList{"sweep", "e.toml"} + words + QStringList{"--out", "o"});
    QCOMPARE(answer.status, 2);
    QCOMPARE(answer.err.count('\n'), 1);
    for (const QString& part : said) QVERIFY2(answer.err.contains(part.toUtf8()), answer.err);
    QCOMPARE(place.entries(), QStringList{"e.toml"});
  }
};

QTEST_GUILESS_MAIN(CliSweep)
#include "cli_sweep_test.moc"
