/// Planes of all kinds through the command line, steps of runs by name, and grids gone on with.
#include <QProcess>
#include <QTest>
#include <csignal>

#include "core/io/npz.h"
#include "tests/support/cli.h"

using namespace thalweg;

namespace {

const QByteArray bowl =
    "[problem]\nexpression = \"5*x0^2 + 0.5*x1^2 + 2*x2^2 + x0*x2\"\nstart = [1, 2, "
    "-1]\n[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.05\n[[optimizer]]\nname = "
    "\"momentum\"\nlabel = \"heavy\"\nlearning_rate = 0.02\n[run]\nsteps = 30\n";

double bowlAt(const std::vector<double>& x) {
  return 5 * x[0] * x[0] + 0.5 * x[1] * x[1] + 2 * x[2] * x[2] + x[0] * x[2];
}

std::vector<double> array(const cli::Place& place, const QString& file, const char* name) {
  return readNpz(place.path(file).toStdString())->at(name).reals();
}

}  // namespace

class CliPlanesMore : public QObject {
  Q_OBJECT

  /// Each row of surface.csv against the formula at the point that plane.npz says.
  void surfaceIsThatOfThePlane(const cli::Place& place, const QString& folder, qsizetype na,
                               qsizetype nb) {
    const auto origin = array(place, folder + "/plane.npz", "origin"),
               d1 = array(place, folder + "/plane.npz", "d1"),
               d2 = array(place, folder + "/plane.npz", "d2");
    const cli::Csv surface = place.csv(folder + "/surface.csv");
    QCOMPARE(surface.rows.size(), na * nb);
    for (qsizetype row = 0; row < surface.rows.size(); ++row) {
      QCOMPARE(surface.number(row, "i"), double(row / nb));
      QCOMPARE(surface.number(row, "j"), double(row % nb));
      const double a = surface.number(row, "a"), b = surface.number(row, "b");
      std::vector<double> x(3);
      for (std::size_t c = 0; c < 3; ++c) x[c] = origin[c] + a * d1[c] + b * d2[c];
      const double expected = bowlAt(x);
      QVERIFY(std::abs(surface.number(row, "f") - expected) < 1e-12 * std::max(1.0, expected));
    }
  }

 private slots:
  void everyKindIsAPlane_data() {
    QTest::addColumn<QStringList>("words");
    QTest::newRow("coordinates") << QStringList{"--plane", "coordinates", "--coordinates", "2,0"};
    QTest::newRow("pca") << QStringList{"--plane", "pca"};
    QTest::newRow("two-eigenvectors")
        << QStringList{"--plane", "two-eigenvectors", "--at", "sgd@3"};
    QTest::newRow("gradient-hessian") << QStringList{"--plane", "gradient-hessian"};
    QTest::newRow("three-points") << QStringList{"--plane",   "three-points", "--through",
                                                 "initial",   "--through",    "sgd@5",
                                                 "--through", "heavy@end"};
    for (const char* lengths : {"filter", "layer", "weight", "none"})
      QTest::newRow(lengths) << QStringList{"--normalise", lengths, "--plane-seed", "4"};
  }
  void everyKindIsAPlane() {
    QFETCH(QStringList, words);
    const cli::Place place;
    place.write("e.toml", bowl);
    const cli::Answer answer = place.call(
        QStringList{"landscape", "e.toml", "--grid", "7x4", "--extent", "1.5", "--out", "o"} +
        words);
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    surfaceIsThatOfThePlane(place, "o", 7, 4);
    const QJsonObject facts = place.json("o/plane.json");
    QCOMPARE(facts["paths"].toArray().size(), qsizetype(2));
    const double b1 = facts["half_widths"].toArray()[1].toDouble();
    QCOMPARE(place.csv("o/surface.csv").number(3, "b"), b1);
    double farthest = 0.0;
    for (const char* label : {"sgd", "heavy"}) {
      const cli::Csv path = place.csv(QString("o/path-%1.csv").arg(label));
      QCOMPARE(path.rows.size(), qsizetype(31));
      for (qsizetype row = 0; row < path.rows.size(); ++row)
        farthest = std::max(farthest, path.number(row, "distance"));
    }
    double told = 0.0;
    for (const auto& path : facts["paths"].toArray())
      told = std::max(told, path.toObject()["largest_distance"].toDouble());
    QVERIFY(std::abs(told - farthest) < 1e-12);
  }
  void threePointsAreOnTheirPlane() {
    const cli::Place place;
    place.write("e.toml", bowl);
    const cli::Answer answer =
        place.call({"landscape", "e.toml", "--plane", "three-points", "--through", "initial",
                    "--through", "sgd@5", "--through", "sgd@30", "--grid", "3", "--out", "o"});
    QVERIFY2(answer.status == 0, answer.err);
    const cli::Csv path = place.csv("o/path-sgd.csv");
    for (const qsizetype step : {0, 5, 30}) QVERIFY(path.number(step, "distance") < 1e-12);
    QVERIFY(path.number(2, "distance") > 1e-4);
    QVERIFY(std::abs(path.number(5, "f") - path.number(5, "f_plane")) < 1e-12);
  }

  void stepsOfRunsByName() {
    const cli::Place place;
    place.write("e.toml", bowl);
    QCOMPARE(place.call({"run", "e.toml", "--out", "r"}).status, 0);
    const cli::Answer answer = place.call(
        {"interpolate", "e.toml", "sgd@10", "heavy@end", "--points", "21", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    const cli::Csv first = place.csv("r/sgd/trajectory.csv"),
                   second = place.csv("r/heavy/trajectory.csv"),
                   line = place.csv("o/interpolation.csv");
    for (qsizetype k = 0; k < line.rows.size(); ++k) {
      std::vector<double> x;
      const double t = line.number(k, "t");
      for (const char* name : {"x0", "x1", "x2"})
        x.push_back(first.number(10, name) +
                    t * (second.number(30, name) - first.number(10, name)));
      QVERIFY(std::abs(line.number(k, "f") - bowlAt(x)) < 1e-12);
    }
    QCOMPARE(place.json("o/summary.json")["barrier"].toDouble(), 0.0);
    QVERIFY(place.json("o/summary.json")["instability"].toDouble() >= 0.0);
  }
  void stepsAfterARuleAreNone() {
    const cli::Place place;
    place.write("e.toml", bowl);
    const cli::Answer answer = place.call({"interpolate", "e.toml", "initial", "sgd@30", "--set",
                                           "run.stop.f_below=0.5", "--out", "o"});
    QCOMPARE(answer.status, 2);
    QVERIFY2(answer.err.contains("the run ends at step"), answer.err);
  }

  /// A grid that was cut short: what is computed stays, bit for bit, and has a mask of its own.
  void aGridIsGoneOnWith() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\ndataset = \"digits\"\nlayers = [64, 40, "
                "10]\nseed = 1\n");
    const QStringList words{"landscape", "e.toml", "--grid", "100x80", "--out", "o"};
    QProcess process;
    place.start(process, words);
    QTest::qWait(700);
    // Of a process that is gone the number is 0, and that would be our own group.
    if (const auto number = pid_t(process.processId()); number > 0) ::kill(number, SIGINT);
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(20000));
    if (process.exitCode() == 0) QSKIP("the grid was done before it could be cut short");
    QCOMPARE(process.exitCode(), 1);
    const std::vector<double> known = array(place, "o/grid.npz", "known"),
                              before = array(place, "o/grid.npz", "f");
    const cli::Csv cut = place.csv("o/surface.csv");
    const auto count = std::count(known.begin(), known.end(), 1.0);
    QVERIFY(count > 0 && count < 8000);
    for (std::size_t k = 0; k < known.size(); ++k) {
      QCOMPARE(std::isnan(before[k]), known[k] == 0);
      QCOMPARE(cut.text(qsizetype(k), "f") == "nan", known[k] == 0);
    }
    const cli::Answer onward = place.call(words);
    QVERIFY2(onward.status == 0, onward.err);
    QVERIFY2(onward.out.contains("goes on: " + QByteArray::number(qlonglong(count)) + " of 8000"),
             onward.out);
    const std::vector<double> after = array(place, "o/grid.npz", "f");
    for (std::size_t k = 0; k < known.size(); ++k) {
      QVERIFY(std::isfinite(after[k]));
      if (known[k] != 0) QCOMPARE(after[k], before[k]);
    }
    QByteArray whole = place.read("o/surface.csv");
    QStringList elsewhere = words;
    elsewhere.last() = "p";
    QCOMPARE(place.call(elsewhere).status, 0);
    QVERIFY(place.read("p/surface.csv") == whole);
  }
  /// What another problem or plane left there is not taken for this one's.
  void anotherGridIsNotGoneOnWith() {
    const cli::Place place;
    place.write("e.toml", bowl);
    const QStringList words{"landscape", "e.toml", "--grid", "9", "--out", "o"};
    QCOMPARE(place.call(words).status, 0);
    const QByteArray first = place.read("o/surface.csv");
    QCOMPARE(place.call(words + QStringList{"--plane-seed", "2"}).status, 0);
    QVERIFY(place.read("o/surface.csv") != first);
    QCOMPARE(place.call(words + QStringList{"--set", "problem.start=[1,2,0]"}).status, 0);
    surfaceIsThatOfThePlane(place, "o", 9, 9);
    QCOMPARE(place.call(words).status, 0);
    QVERIFY(place.read("o/surface.csv") == first);
  }
};

QTEST_GUILESS_MAIN(CliPlanesMore)
#include "cli_planes_more_test.moc"
