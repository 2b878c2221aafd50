/// Every landscape through the command line: its points, its runs, and every setting out of its
/// range.
#include <QTest>

#include "core/catalog.h"
#include "tests/support/bad_values.h"
#include "tests/support/cli.h"

using namespace thalweg;

class CliLandscapesTest : public QObject {
  Q_OBJECT

  void everyLandscape() {
    QTest::addColumn<QString>("id");
    for (const LandscapeEntry& entry : allLandscapes())
      QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }

 private slots:
  void runsAndIsEvaluated_data() { everyLandscape(); }
  void runsAndIsEvaluated() {
    QFETCH(QString, id);
    const cli::Place place;
    const LandscapeEntry& entry = *find(allLandscapes(), id.toStdString());
    const Index d = entry.make({})->start.size();
    const QString rate = QString::number(entry.rates.front().second);
    const cli::Answer run = place.call(
        {"run", "--landscape", id, "--optimizer", QString::fromStdString(entry.rates.front().first),
         "--set", "optimizer.learning_rate=" + rate, "--steps", "3", "--out", "out"});
    QVERIFY2(run.status == 0, run.err);
    const QString folder = "out/" + QString::fromStdString(entry.rates.front().first) + "/";
    const cli::Csv trajectory = place.csv(folder + "trajectory.csv");
    QStringList columns{"step", "f"};
    for (Index i = 0; d <= 16 && i < d; ++i) columns << QString("x%1").arg(i);
    QCOMPARE(trajectory.columns, columns);
    QCOMPARE(trajectory.rows.size(), 4);

    if (d <= 16) {
      QByteArray points = columns.mid(2).join(',').toUtf8() + "\n";
      for (const QStringList& row : trajectory.rows) points += row.mid(2).join(',').toUtf8() + "\n";
      place.write("points.csv", points);
      const cli::Answer eval =
          place.call({"eval", "--landscape", id, "--points", "points.csv", "--out", "values.csv"});
      QVERIFY2(eval.status == 0, eval.err);
      const cli::Csv values = place.csv("values.csv");
      QCOMPARE(values.columns.size(), 1 + 2 * d + d * d);
      for (qsizetype row = 0; row < 4; ++row)
        QCOMPARE(values.text(row, "f"), trajectory.text(row, "f"));
    }
    place.write("p.toml", "[problem]\nname = \"" + id.toUtf8() + "\"\n");
    const cli::Answer derivatives = place.call({"derivatives", "p.toml", "--out", "d"});
    QVERIFY2(derivatives.status == 0, derivatives.err);
    QCOMPARE(place.json("d/summary.json")["parameters"].toInt(), int(d));
    QVERIFY(place.json("d/summary.json")["accuracy"].isNull());
    QCOMPARE(place.csv("d/gradient.csv").rows.size(), d);
  }

  void refusesSettingsOutOfTheirRange_data() { everyLandscape(); }
  void refusesSettingsOutOfTheirRange() {
    QFETCH(QString, id);
    const cli::Place place;
    for (const Field& field : find(allLandscapes(), id.toStdString())->fields) {
      for (const QString& value : badValues(field)) {
        const QString key = QString::fromStdString(field.key);
        const cli::Answer answer =
            place.call({"run", "--landscape", id, "--optimizer", "sgd", "--steps", "1", "--set",
                        "problem." + key + "=" + value});
        QVERIFY2(answer.status == 2, qPrintable(key + " = " + value));
        QVERIFY2(answer.err.contains(key.toUtf8()), answer.err);
        QVERIFY2(answer.err.size() <= 500 && answer.err.count('\n') == 1, answer.err);
      }
    }
    QCOMPARE(place.entries(), QStringList());
  }

  void anyNumberOfVariablesIsAnInterface() {
    const cli::Place place;
    place.write("p.toml", "[problem]\nname = \"rosenbrock\"\ndimension = 3\n");
    place.write("points.csv", "x0,x1,x2\n-1.2,1,0.5\n0.3,2,-1\n");
    const cli::Answer ours =
        place.call({"eval", "--experiment", "p.toml", "--points", "points.csv"});
    const cli::Answer typed =
        place.call({"eval", "--expression", "sum(i, 0, 1, (1-x[i])^2 + 100*(x[i+1]-x[i]^2)^2)",
                    "--points", "points.csv"});
    QVERIFY(ours.status == 0 && typed.status == 0);
    const cli::Csv a(ours.out), b(typed.out);
    QCOMPARE(a.columns, b.columns);
    QCOMPARE(a.columns.size(), 16);
    for (qsizetype row = 0; row < 2; ++row)
      for (const QString& column : a.columns)
        QVERIFY(std::abs(a.number(row, column) - b.number(row, column)) <=
                1e-12 * (1 + std::abs(b.number(row, column))));
    const cli::Answer wrong =
        place.call({"run", "--landscape", "rosenbrock", "--set", "problem.dimension=5",
                    "--start=1,2", "--optimizer", "sgd"});
    QCOMPARE(wrong.status, 2);
    QVERIFY2(wrong.err.contains("start") && wrong.err.contains("5"), wrong.err);
  }
};

QTEST_GUILESS_MAIN(CliLandscapesTest)
#include "cli_landscapes_test.moc"
