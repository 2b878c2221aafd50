/// Folders of parameters played from the command line, finished ones and growing ones.
#include <csignal>

#include "core/io/vector_file.h"
#include "tests/support/cli.h"

using namespace thalweg;

namespace {

const QByteArray network = R"([problem]
kind = "network"
dataset = "cancer"
layers = [30, 3, 2]
samples = 40
[[optimizer]]
OPTIMIZER
[run]
steps = 200
[measure]
sharpness = { every = 2 }
parameters = { every = 1 }
)";

QByteArray with(const QByteArray& optimizer, const QByteArray& steps = "200") {
  return QByteArray(network)
      .replace("OPTIMIZER", optimizer)
      .replace("steps = 200", "steps = " + steps);
}

void save(const cli::Place& place, int n, double value) {
  const Outcome done =
      writeVector(place.path(QString("film/%1.npy").arg(n)).toStdString(), Vec::Constant(2, value));
  if (!done) qFatal("%s", done.error().what.c_str());
}

}  // namespace

class CliRecordedTest : public QObject {
  Q_OBJECT

 private slots:
  void theFinalWeightsOfManyRunsAreAFilm() {
    const cli::Place place;
    QVERIFY(QDir(place.path(".")).mkdir("film"));
    place.write("e.toml", with("name = \"sgd\"\nlearning_rate = 0.1", "6"));
    // A run of n steps for each n: its last weights are file n, by layer too.
    for (int n = 0; n <= 6; ++n) {
      const cli::Answer answer =
          place.call({"run", "e.toml", "--steps", QString::number(n), "--out", "out"});
      QVERIFY2(answer.status == 0, answer.err);
      QVERIFY(
          QFile::copy(place.path("out/sgd/final.npz"), place.path(QString("film/w%1.npz").arg(n))));
    }
    QVERIFY(QDir(place.path(".")).mkdir("beside"));
    place.write("beside/film.toml", with("name = \"recorded\"\nfolder = \"../film\""));
    const cli::Answer answer = place.call({"run", "beside/film.toml", "--out", "played"});
    QVERIFY2(answer.status == 0, answer.err);
    const QJsonObject summary = place.json("played/summary.json")["runs"].toArray()[0].toObject();
    QCOMPARE(summary["status"].toString(), QString("steps"));
    QCOMPARE(summary["steps"].toInt(), 6);
    QVERIFY(summary["reason"].toString().startsWith("all 7 points played: no file follows"));
    const cli::Csv run = place.csv("out/sgd/metrics.csv"),
                   film = place.csv("played/recorded/metrics.csv");
    QCOMPARE(film.rows.size(), run.rows.size());
    for (qsizetype row = 0; row < run.rows.size(); ++row)
      for (const char* column : {"f", "gradient_norm", "step_norm", "sharpness"})
        QCOMPARE(film.text(row, column), run.text(row, column));
    QVERIFY(!film.columns.contains("bound"));
    QCOMPARE(film.text(2, "learning_rate"), QString("nan"));
    QCOMPARE(place.read("played/recorded/final.npz"), place.read("out/sgd/final.npz"));
    // The resolved file plays it again from anywhere; other verbs take its points.
    QCOMPARE(place.call({"run", "played/experiment.toml", "--out", "again"}).status, 0);
    QCOMPARE(place.read("again/recorded/trajectory.csv"),
             place.read("played/recorded/trajectory.csv"));
    cli::Answer line = place.call({"interpolate", "beside/film.toml", "recorded@2", "recorded@end",
                                   "--points", "3", "--out", "line"});
    QVERIFY2(line.status == 0, line.err);
    line =
        place.call({"interpolate", "beside/film.toml", "recorded@2", "recorded@9", "--out", "n"});
    QCOMPARE(line.status, 2);
    QVERIFY2(line.err.contains("the run ends at step 6"), line.err);
  }

  void withoutItTheCommandEndsWithItItWaits() {
    const cli::Place place;
    QVERIFY(QDir(place.path(".")).mkdir("film"));
    const QStringList words{
        "run",   "--landscape",           "quadratic", "--optimizer", "recorded",
        "--set", "optimizer.folder=film", "--steps",   "50",          "--out",
        "o"};
    const cli::Answer none = place.call(words);
    QCOMPARE(none.status, 1);
    QVERIFY(place.read("o/summary.json").contains("failed at step 0: no .npz, .npy or .csv file"));
    for (int n = 0; n < 4; ++n) save(place, n, n);
    QCOMPARE(place.call(words).status, 0);
    QCOMPARE(place.csv("o/recorded/trajectory.csv").rows.size(), 4);

    QProcess process;
    place.start(process, QStringList(words) << "--follow");
    QVERIFY(!process.waitForFinished(500));
    for (int n = 4; n < 9; ++n) save(place, n, n);
    QVERIFY(!process.waitForFinished(700));
    ::kill(pid_t(process.processId()), SIGINT);
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitCode(), 1);
    const cli::Csv path = place.csv("o/recorded/trajectory.csv");
    QCOMPARE(path.rows.size(), 9);
    QCOMPARE(path.number(8, "x1"), 8.0);
    QVERIFY(place.read("o/summary.json").contains("cancelled at step 8"));
  }

  void wrongFoldersAreRefused() {
    const cli::Place place;
    const cli::Answer answer = place.call({"run", "--landscape", "quadratic", "--optimizer",
                                           "recorded", "--set", "optimizer.folder=nowhere"});
    QCOMPARE(answer.status, 2);
    QVERIFY2(answer.err.contains("--set optimizer.folder=nowhere") &&
                 answer.err.contains("is not allowed: a folder of .npz, .npy or .csv files"),
             answer.err);
    QVERIFY(place.call({"list", "recordings"}).out.startsWith("recorded\t"));
  }
};

QTEST_GUILESS_MAIN(CliRecordedTest)
#include "cli_recorded_test.moc"
