/// The verb `sweep`, called as a person would.
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
