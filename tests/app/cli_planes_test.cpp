/// Planes and segments through the command line.
#include <QTest>

#include "tests/support/cli.h"

class CliPlanes : public QObject {
  Q_OBJECT

 private slots:
  void gradientHessianPlane() {
    const cli::Place place;
    place.write(
        "e.toml",
        "[problem]\nexpression = \"5*x^2 + 0.5*y^2\"\nstart = [0, 2]\n[[optimizer]]\nname = "
        "\"sgd\"\nlearning_rate = 0.1\n[run]\nsteps = 20\n");
    const cli::Answer answer = place.call(
        {"landscape", "e.toml", "--plane", "gradient-hessian", "--grid", "5", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    for (const char* fact : {"cosine of the axes", "% of its steps", "random walk 60.8 %"})
      QVERIFY2(answer.out.contains(fact), answer.out);
    // The gradient is (0, 2), the sharpest direction (1, 0): f(0 + b, 2 + a).
    const cli::Csv surface = place.csv("o/surface.csv");
    for (qsizetype i = 0; i < surface.rows.size(); ++i) {
      const double a = surface.number(i, "a"), b = surface.number(i, "b");
      QVERIFY(std::abs(surface.number(i, "f") - 5 * b * b - 0.5 * (2 + a) * (2 + a)) < 1e-12);
    }
    const QJsonObject facts = place.json("o/plane.json");
    QVERIFY(std::abs(facts["cosine_of_axes"].toDouble()) < 1e-12);
    const QJsonObject path = facts["paths"].toArray()[0].toObject();
    QCOMPARE(path["label"].toString(), QString("sgd"));
    QVERIFY(std::abs(path["motion_share"].toDouble() - 1.0) < 1e-12);
    QVERIFY(path["variance_ratios"].toArray()[0].toDouble() > 0.99);
    QVERIFY(std::abs(facts["random_walk_variance_ratios"].toArray()[0].toDouble() - 0.6079) < 1e-4);
  }

  void segmentBetweenTwoFiles() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nexpression = \"(x^2 - 1)^2 + y^2\"\nstart = [1, 0]\n");
    place.write("a.csv", "value\n-1\n0\n");
    const cli::Answer answer =
        place.call({"interpolate", "e.toml", "a.csv", "initial", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    QVERIFY2(answer.out.contains("barrier 1 at t = 0.5"), answer.out);
    const cli::Csv line = place.csv("o/interpolation.csv");
    QCOMPARE(line.columns.join(','), QString("t,f"));
    QCOMPARE(line.rows.size(), qsizetype(401));
    for (qsizetype k = 0; k < line.rows.size(); ++k) {
      const double x = -1 + 2 * line.number(k, "t");
      QVERIFY(std::abs(line.number(k, "f") - (x * x - 1) * (x * x - 1)) < 1e-12);
    }
    const QJsonObject summary = place.json("o/summary.json");
    QVERIFY(std::abs(summary["barrier"].toDouble() - 1.0) < 1e-12);
    QVERIFY(std::abs(summary["barrier_t"].toDouble() - 0.5) < 1e-12);
    QCOMPARE(summary["distance"].toDouble(), 2.0);
  }

  void wrongRequests_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QStringList& words, const QStringList& said) {
      QTest::newRow(name) << words << said;
    };
    row("plane", {"landscape", "e.toml", "--plane", "gradient-hesian"},
        {"--plane gradient-hesian", "gradient-hessian"});
    row("no points", {"landscape", "e.toml", "--plane", "three-points"},
        {"--through", "three points"});
    row("points for another", {"landscape", "e.toml", "--through", "initial"},
        {"--through", "1 times", "random"});
    row("one coordinate", {"landscape", "e.toml", "--plane", "coordinates", "--coordinates", "1"},
        {"--coordinates 1"});
    row("no such coordinate",
        {"landscape", "e.toml", "--plane", "coordinates", "--coordinates", "0,2"},
        {"--plane coordinates", "coordinate 2", "0 to 1"});
    row("grid", {"landscape", "e.toml", "--grid", "5x1"}, {"--grid 5x1", "2 to"});
    row("lengths", {"landscape", "e.toml", "--normalise", "rows"}, {"--normalise rows", "filter"});
    row("no such run", {"interpolate", "e.toml", "initial", "adam@3"},
        {"B adam@3", "no run 'adam'"});
    row("no such step", {"interpolate", "r.toml", "initial", "sgd@21"},
        {"B sgd@21", "'21'", "0 to 20"});
    row("diverged",
        {"interpolate", "r.toml", "initial", "sgd@20", "--set", "optimizer.learning_rate=1e6"},
        {"B sgd@20", "not finite"});
    row("no way to go", {"landscape", "e.toml", "--extent", "2"}, {"--extent 2", "no path"});
    row("one point", {"interpolate", "e.toml", "initial"}, {"interpolate"});
    row("missing", {"interpolate", "e.toml", "initial", "none.csv"}, {"none.csv"});
    row("too long", {"interpolate", "e.toml", "initial", "three.csv"},
        {"three.csv", "3 numbers", "2 parameters"});
    row("points", {"interpolate", "e.toml", "initial", "initial", "--points", "1"},
        {"--points 1", "2 to"});
    row("range", {"interpolate", "e.toml", "initial", "initial", "--from", "2"},
        {"--from 2", "--to 1.5"});
  }
  void wrongRequests() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, said);
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\n");
    place.write("three.csv", "value\n1\n2\n3\n");
    place.write("r.toml",
                "[problem]\nexpression = \"x^2+y^4\"\nstart = [1, 2]\n[[optimizer]]\nname = "
                "\"sgd\"\n[run]\nsteps = 20\n");
    const QStringList before = place.entries();
    const cli::Answer answer = place.call(words + QStringList{"--out", "o"});
    QCOMPARE(answer.status, 2);
    QCOMPARE(answer.err.count('\n'), 1);
    for (const QString& part : said) QVERIFY2(answer.err.contains(part.toUtf8()), answer.err);
    QCOMPARE(place.entries(), before);
  }
};

QTEST_GUILESS_MAIN(CliPlanes)
#include "cli_planes_test.moc"
