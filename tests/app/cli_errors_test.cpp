/// Whatever the command line writes, no eigenvalue goes without its residual and no estimate
/// without its standard error.
#include <QSet>

#include "tests/support/cli.h"

namespace {

const QByteArray network = R"([problem]
kind = "network"
dataset = "digits"
layers = [64, 3, 10]
samples = 40
loss = "mse"
[[optimizer]]
name = "adam"
learning_rate = 0.01
[run]
steps = 4
batch = 10
sampling = "replacement"
[measure]
sharpness = { every = 2, top = 3 }
spectrum = { every = 2, method = "METHOD", probes = 2, steps = 20, top = 4, at = [3] }
trace = { every = 2, probes = 4 }
noise = { every = 2 }
accuracy = { every = 2 }
complexity = { every = 2 }
average = { every = 2 }
drift = { every = 2 }
)";

/// Columns that hold eigenvalues or estimates, and what may stand for the error of one.
bool isMeasured(const QString& name) {
  static const QSet<QString> names{"sharpness",   "preconditioned_sharpness",
                                   "trace",       "frobenius",
                                   "noise_trace", "top",
                                   "bottom",      "alignment",
                                   "largest",     "trace_with_hessian",
                                   "value",       "batch_sharpness"};
  return names.contains(name) ||
         (name.startsWith("eigenvalue") && !name.endsWith("residual") && !name.endsWith("error"));
}

/// "" where every such column has its error somewhere to its right, filled wherever it must be.
QString lackOf(const cli::Csv& table) {
  for (qsizetype at = 0; at < table.columns.size(); ++at) {
    const QString& name = table.columns[at];
    if (!isMeasured(name)) continue;
    QString error;
    for (const QString& wanted :
         {name + "_residual", name + "_error", QString("residual"), QString("error")})
      if (error.isEmpty() && table.columns.indexOf(wanted) > at) error = wanted;
    if (error.isEmpty()) return name + " has no column of its error";
    // Nodes of a quadrature claim to be no eigenvalues; a single probe has no spread.
    const bool nodes = name == "eigenvalue" && table.columns.contains("weight");
    for (qsizetype row = 0; row < table.rows.size() && !nodes; ++row)
      if (!table.text(row, name).isEmpty() && !(table.number(row, error) >= 0))
        return QString("%1 in row %2 has no error").arg(name).arg(row);
  }
  return {};
}

/// The same of the keys of an object and of those within it.
QString lackOf(const QJsonObject& object) {
  for (auto it = object.begin(); it != object.end(); ++it) {
    const QString name = it.key();
    if (it->isObject())
      if (const QString lack = lackOf(it->toObject()); !lack.isEmpty()) return lack;
    if (it->isArray())
      for (const QJsonValue& item : it->toArray())
        if (const QString lack = lackOf(item.toObject()); !lack.isEmpty()) return lack;
    if (!isMeasured(name) || it->isNull()) continue;
    if (it->isArray()) {
      if (object["residuals"].toArray().size() != it->toArray().size())
        return name + " has no residuals";
      continue;
    }
    const QJsonValue residual = object[name + "_residual"], error = object[name + "_error"];
    if (!(residual.isDouble() && residual.toDouble() >= 0) &&
        !(error.isDouble() && error.toDouble() >= 0))
      return name + " has no error";
  }
  return {};
}

}  // namespace

class CliErrorsTest : public QObject {
  Q_OBJECT

 private:
  /// Looks through all tables and summaries below a folder; the number of them.
  static int lookThrough(const cli::Place& place, const QString& folder) {
    int looked = 0;
    for (const QString& name : place.entries(folder)) {
      const QString path = folder + "/" + name;
      if (QFileInfo(place.path(path)).isDir()) {
        looked += lookThrough(place, path);
        continue;
      }
      QString lack;
      if (name.endsWith(".csv"))
        lack = lackOf(place.csv(path));
      else if (name.endsWith(".json"))
        lack = lackOf(place.json(path));
      else
        continue;
      if (!lack.isEmpty()) qWarning("%s: %s", qPrintable(path), qPrintable(lack));
      looked += lack.isEmpty() ? 1 : -1000;
    }
    return looked;
  }

 private slots:
  void theSearchFindsWhatIsMissing() {
    QVERIFY(!lackOf(cli::Csv("step,sharpness\n0,1\n")).isEmpty());
    QVERIFY(!lackOf(cli::Csv("sharpness_residual,sharpness\n0,1\n")).isEmpty());
    QVERIFY(!lackOf(cli::Csv("index,eigenvalue,residual\n0,1,\n")).isEmpty());
    QVERIFY(lackOf(cli::Csv("index,eigenvalue,residual\n0,1,0\n")).isEmpty());
    QVERIFY(!lackOf(QJsonObject{{"trace", 1.0}, {"trace_error", QJsonValue()}}).isEmpty());
    QVERIFY(!lackOf(QJsonObject{{"noise", QJsonObject{{"largest", 1.0}}}}).isEmpty());
    QVERIFY(lackOf(QJsonObject{{"trace", 1.0}, {"trace_error", 0.1}}).isEmpty());
  }

  void ofRuns_data() {
    QTest::addColumn<QByteArray>("method");
    for (const char* method : {"slq", "full", "top"}) QTest::newRow(method) << QByteArray(method);
  }
  void ofRuns() {
    QFETCH(QByteArray, method);
    const cli::Place place;
    place.write("e.toml", QByteArray(network).replace("METHOD", method));
    const cli::Answer answer = place.call({"run", "e.toml", "--out", "out"});
    QVERIFY2(answer.status == 0, answer.err);
    QCOMPARE(lookThrough(place, "out"), 4);
    const cli::Csv metrics = place.csv("out/adam/metrics.csv");
    for (const char* name : {"sharpness", "eigenvalue_3", "preconditioned_sharpness", "trace",
                             "frobenius", "noise_trace", "batch_sharpness"})
      QVERIFY2(metrics.columns.contains(name) && !metrics.text(2, name).isEmpty(), name);
    const cli::Csv spectrum = place.csv("out/adam/spectrum.csv");
    QCOMPARE(spectrum.columns.mid(0, 3), (QStringList{"step", "eigenvalue", "weight"}));
    for (qsizetype row = 0; row < spectrum.rows.size() && method != "slq"; ++row)
      QVERIFY(spectrum.number(row, "residual") >= 0);
  }

  void ofSpectra_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("iterated") << QStringList{"--trace", "--density", "--diagonal", "--noise"};
    QTest::newRow("whole") << QStringList{"--full", "--density"};
    QTest::newRow("ggn") << QStringList{"--matrix", "ggn", "--top", "3", "--trace"};
  }
  void ofSpectra() {
    QFETCH(QStringList, options);
    const cli::Place place;
    place.write("e.toml", QByteArray(network).replace("METHOD", "slq"));
    const cli::Answer answer =
        place.call(QStringList{"spectrum", "e.toml", "--out", "o"} + options);
    QVERIFY2(answer.status == 0, answer.err);
    const bool density = options.contains("--density"), diagonal = options.contains("--diagonal");
    QCOMPARE(lookThrough(place, "o"), 2 + density + diagonal);
  }

  void ofPlanesAndSegments() {
    const cli::Place place;
    place.write("e.toml", QByteArray(network).replace("METHOD", "top"));
    cli::Answer answer = place.call(
        {"landscape", "e.toml", "--plane", "gradient-hessian", "--grid", "5", "--out", "plane"});
    QVERIFY2(answer.status == 0, answer.err);
    QVERIFY(lookThrough(place, "plane") > 0);
    answer = place.call(
        {"interpolate", "e.toml", "initial", "adam@end", "--points", "5", "--out", "line"});
    QVERIFY2(answer.status == 0, answer.err);
    QVERIFY(lookThrough(place, "line") > 0);
    answer = place.call({"sweep", "e.toml", "--over", "run.seed=1,2", "--out", "sweep"});
    QVERIFY2(answer.status == 0, answer.err);
    QVERIFY(lookThrough(place, "sweep") > 0);
  }
};

QTEST_GUILESS_MAIN(CliErrorsTest)
#include "cli_errors_test.moc"
