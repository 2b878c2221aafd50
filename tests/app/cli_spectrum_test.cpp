/// The verb `spectrum`, called as a person would.
#include <QTest>
#include <QtMath>

#include "tests/support/cli.h"
#include "tests/support/reference.h"

namespace {

void prepare(const cli::Place& place, const QString& name) {
  const reference::Table vectors("networks/" + name + "_vectors.csv");
  QByteArray column = "value\n";
  for (qsizetype i = 0; i < vectors.size(); ++i) column += vectors.text(i, "param").toUtf8() + "\n";
  place.write("w.csv", column);
  for (const QJsonValue& value :
       reference::json("networks/cases.json").object()["cases"].toArray()) {
    const QJsonObject row = value.toObject();
    if (row["case"].toString() != name) continue;
    QStringList sizes;
    for (const QJsonValue& size : row["sizes"].toArray()) sizes << QString::number(size.toInt());
    place.write(
        "e.toml",
        QString("[problem]\nkind = \"network\"\ndataset = \"%1\"\nlayers = [%2]\nactivation = "
                "\"%3\"\nloss = \"%4\"\n")
            .arg(row["dataset"].toString(), sizes.join(','), row["activation"].toString(),
                 row["loss_kind"].toString() == "ce" ? "cross-entropy" : "mse")
            .toUtf8());
  }
}

}  // namespace

class CliSpectrum : public QObject {
  Q_OBJECT

 private slots:
  void writesEigenvaluesDensityAndTrace() {
    const cli::Place place;
    prepare(place, "cancer_tanh_ce");
    const reference::Table known("networks/cancer_tanh_ce_eigenvalues.csv");
    const cli::Answer answer = place.call({"spectrum", "e.toml", "--at", "w.csv", "--top", "7",
                                           "--density", "--trace", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty() && answer.out.isEmpty(), answer.err);
    QCOMPARE(place.entries("o"), QStringList({"density.csv", "eigenvalues.csv", "summary.json"}));
    const cli::Csv eigenvalues = place.csv("o/eigenvalues.csv");
    QCOMPARE(eigenvalues.columns.join(','), QString("index,eigenvalue,residual"));
    QCOMPARE(eigenvalues.rows.size(), qsizetype(7));
    const double largest = known.number(known.size() - 1, "hessian");
    for (qsizetype i = 0; i < 7; ++i) {
      QCOMPARE(eigenvalues.text(i, "index"), QString::number(i));
      QVERIFY(std::abs(eigenvalues.number(i, "eigenvalue") -
                       known.number(known.size() - 1 - i, "hessian")) <= 1e-8 * largest);
      QVERIFY(eigenvalues.number(i, "residual") >= 0 &&
              eigenvalues.number(i, "residual") <= 1e-7 * largest);
    }
    const cli::Csv density = place.csv("o/density.csv");
    QCOMPARE(density.columns.mid(0, 2).join(','), QString("eigenvalue,density"));
    double mass = 0.0;
    for (qsizetype i = 1; i < density.rows.size(); ++i)
      mass += (density.number(i, "eigenvalue") - density.number(i - 1, "eigenvalue")) *
              (density.number(i, "density") + density.number(i - 1, "density")) / 2;
    QVERIFY(std::abs(mass - 1.0) < 1e-6);
    const QJsonObject summary = place.json("o/summary.json");
    QCOMPARE(summary["top"].toDouble(), eigenvalues.number(0, "eigenvalue"));
    QVERIFY(std::abs(summary["bottom"].toDouble() - known.number(0, "hessian")) < 1e-6 * largest);
    double trace = 0.0;
    for (qsizetype i = 0; i < known.size(); ++i) trace += known.number(i, "hessian");
    QVERIFY(summary["trace_error"].toDouble() > 0);
    QVERIFY(std::abs(summary["trace"].toDouble() - trace) < 5 * summary["trace_error"].toDouble());
    QVERIFY(summary["hessian_vector_products"].toInt() > 1000);
    QVERIFY(summary["seconds"].toDouble() > 0);
    for (const char* key : {"top_residual", "bottom_residual", "frobenius_error"})
      QVERIFY2(summary[key].isDouble(), key);
  }

  void fullGaussNewtonSpectrum() {
    const cli::Place place;
    prepare(place, "diabetes_tanh_mse");
    const reference::Table known("networks/diabetes_tanh_mse_eigenvalues.csv");
    const cli::Answer answer = place.call(
        {"spectrum", "e.toml", "--at", "w.csv", "--full", "--matrix", "ggn", "--out", "o"});
    QVERIFY2(answer.status == 0, answer.err);
    const cli::Csv eigenvalues = place.csv("o/eigenvalues.csv");
    const qsizetype d = known.size();
    QCOMPARE(eigenvalues.rows.size(), d);
    const double largest = known.number(d - 1, "ggn");
    double trace = 0.0;
    for (qsizetype i = 0; i < d; ++i) {
      QVERIFY(std::abs(eigenvalues.number(i, "eigenvalue") - known.number(d - 1 - i, "ggn")) <=
              1e-8 * largest);
      trace += known.number(i, "ggn");
    }
    const QJsonObject summary = place.json("o/summary.json");
    QVERIFY(std::abs(summary["trace"].toDouble() - trace) < 1e-9 * trace);
    QCOMPARE(summary["trace_error"].toDouble(), 0.0);
    QCOMPARE(place.entries("o"), QStringList({"eigenvalues.csv", "summary.json"}));
  }

  /// All eigenvalues of a matrix of the network at its start, and its trace.
  void otherMatricesAtTheStart() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 3, 10]\nsamples = 60\n"
                "[[optimizer]]\nname = \"adam\"\n[run]\nsteps = 30\n");
    std::map<QString, QJsonObject> told;
    for (const QString matrix :
         {"hessian", "ggn", "residual", "fisher", "empirical-fisher", "preconditioned"}) {
      const cli::Answer answer = place.call(
          {"spectrum", "e.toml", "--full", "--diagonal", "--matrix", matrix, "--out", matrix});
      QVERIFY2(answer.status == 0, answer.err);
      told[matrix] = place.json(matrix + "/summary.json");
      QCOMPARE(told[matrix]["matrix"].toString(), matrix);
      const cli::Csv diagonal = place.csv(matrix + "/diagonal.csv");
      double sum = 0.0;
      for (qsizetype i = 0; i < diagonal.rows.size(); ++i) sum += diagonal.number(i, "value");
      const double trace = told[matrix]["trace"].toDouble();
      QVERIFY(std::abs(sum - trace) <= 1e-9 * (std::abs(trace) + 1));
    }
    const auto trace = [&](const char* name) { return told[name]["trace"].toDouble(); };
    QVERIFY(std::abs(trace("hessian") - trace("ggn") - trace("residual")) <= 1e-9 * trace("ggn"));
    QCOMPARE(place.read("fisher/eigenvalues.csv"), place.read("ggn/eigenvalues.csv"));
    QVERIFY(told["empirical-fisher"]["bottom"].toDouble() > -1e-12);
    QVERIFY(told["residual"]["bottom"].toDouble() < 0);
  }

  /// S H S where a run has ended is what the run itself says of it.
  void preconditionedWhereARunEnded() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 5, 10]\nsamples = 60\n"
                "[[optimizer]]\nname = \"sgd\"\n[[optimizer]]\nname = \"adam\"\n[run]\nsteps = "
                "30\n[measure]\nsharpness = { every = 30 }\n");
    QCOMPARE(place.call({"run", "e.toml", "--out", "o"}).status, 0);
    const cli::Answer answer = place.call({"spectrum", "e.toml", "--at", "o/adam", "--matrix",
                                           "preconditioned", "--top", "2", "--out", "p"});
    QVERIFY2(answer.status == 0, answer.err);
    const cli::Csv metrics = place.csv("o/adam/metrics.csv");
    const double expected = metrics.number(30, "preconditioned_sharpness");
    const double top = place.json("p/summary.json")["top"].toDouble();
    QVERIFY2(std::abs(top - expected) <= 1e-6 * expected, qPrintable(QString::number(top)));
    // Another experiment's run is not taken for this one's.
    const cli::Answer other =
        place.call({"spectrum", "e.toml", "--set", "optimizer.learning_rate=0.1", "--at", "o/adam",
                    "--matrix", "preconditioned", "--out", "q"});
    QCOMPARE(other.status, 2);
    QVERIFY2(other.err.contains("o/adam"), other.err);
  }

  /// The noise with its errors, and what SGD withstands by each condition.
  void gradientNoise() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 3, 10]\nsamples = 60\nloss = "
                "\"half-squared-error\"\n[run]\nbatch = 5\n");
    const cli::Answer answer =
        place.call({"spectrum", "e.toml", "--top", "1", "--noise", "--out", "o"});
    QVERIFY2(answer.status == 0, answer.err);
    const QJsonObject noise = place.json("o/summary.json")["noise"].toObject();
    QCOMPARE(noise["batch"].toInt(), 5);
    QCOMPARE(noise["samples"].toInt(), 60);
    for (const QString key :
         {"trace", "trace_with_hessian", "frobenius", "alignment", "batch_sharpness"})
      QVERIFY2(noise[key].isDouble() && noise[key + "_error"].isDouble(), qPrintable(key));
    QCOMPARE(noise["eigenvalues"].toArray().size(), qsizetype(5));
    QCOMPARE(noise["residuals"].toArray().size(), qsizetype(5));
    const QJsonObject conditions = noise["conditions"].toObject();
    const double identity = conditions["critical_rate_identity"].toDouble();
    QVERIFY(identity > 0 && identity <= conditions["critical_rate_jensen"].toDouble());
    QVERIFY(conditions["critical_rate_exact"].isNull());  // the rank is too large
    const cli::Answer other = place.call({"spectrum", "e.toml", "--noise", "--batch", "60", "--set",
                                          "problem.loss=cross-entropy", "--out", "p"});
    QVERIFY2(other.status == 0, other.err);
    const QJsonObject whole = place.json("p/summary.json")["noise"].toObject();
    QCOMPARE(whole["batch_sharpness_error"].toDouble(), 0.0);
    QVERIFY(whole["conditions"].toObject()["why_not"].toString().contains("sum of squares"));
  }

  void whatIsNotAskedForIsNull() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\n");
    QCOMPARE(place.call({"spectrum", "e.toml", "--out", "o"}).status, 0);
    const QJsonObject summary = place.json("o/summary.json");
    QVERIFY(summary["trace"].isNull() && summary["trace_error"].isNull());
    QVERIFY(summary["top"].isDouble() && summary["bottom"].isDouble());
    QCOMPARE(place.csv("o/eigenvalues.csv").rows.size(), qsizetype(2));
    QCOMPARE(place.call({"spectrum", "e.toml", "--top", "0", "--out", "p"}).status, 0);
    QVERIFY(place.json("p/summary.json")["top"].isNull());
    QCOMPARE(place.csv("p/eigenvalues.csv").rows.size(), qsizetype(0));
  }

  void sameRequestSameBytes() {
    const cli::Place place;
    prepare(place, "diabetes_gelu_mse");
    for (const char* folder : {"a", "b"})
      QCOMPARE(place.call({"spectrum", "e.toml", "--density", "--trace", "--out", folder}).status,
               0);
    QCOMPARE(place.read("a/density.csv"), place.read("b/density.csv"));
    QCOMPARE(place.read("a/eigenvalues.csv"), place.read("b/eigenvalues.csv"));
    QCOMPARE(place.json("a/summary.json")["trace"], place.json("b/summary.json")["trace"]);
  }

  void wrongRequests_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QStringList& words, const QStringList& said) {
      QTest::newRow(name) << words << said;
    };
    row("no file", {"none.toml"}, {"none.toml"});
    row("top word", {"bowl.toml", "--top", "many"}, {"--top many", "0 to 1000"});
    row("top below", {"bowl.toml", "--top=-1"}, {"--top -1", "0 to 1000"});
    row("top half", {"bowl.toml", "--top", "2.5"}, {"--top 2.5"});
    row("matrix", {"bowl.toml", "--matrix", "hesian"},
        {"--matrix hesian", "hessian, ggn, residual"});
    row("ggn of a landscape", {"bowl.toml", "--matrix", "ggn"}, {"--matrix ggn", "networks"});
    row("fisher of a landscape", {"bowl.toml", "--matrix", "empirical-fisher"},
        {"--matrix empirical-fisher", "Fisher", "means over data"});
    row("no optimizer", {"bowl.toml", "--matrix", "preconditioned"},
        {"--matrix preconditioned", "[[optimizer]]"});
    row("no preconditioner", {"descent.toml", "--matrix", "preconditioned"},
        {"--matrix preconditioned", "sgd", "no preconditioner"});
    row("huber", {"huber.toml", "--matrix", "fisher"},
        {"--matrix fisher", "no Fisher matrix", "probability"});
    row("noise of a landscape", {"bowl.toml", "--noise"}, {"--noise", "mean over data"});
    row("batch alone", {"bowl.toml", "--batch", "3"}, {"--batch", "--noise"});
    row("batch above", {"huber.toml", "--noise", "--batch", "1798"}, {"--batch 1798", "1 to 1797"});
    row("too large", {"large.toml", "--full"}, {"--full", "3985", "3000"});
    row("at", {"bowl.toml", "--at", "none.csv"}, {"none.csv"});
    row("option", {"bowl.toml", "--densty"}, {"'--densty'", "'--density'"});
  }
  void wrongRequests() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, said);
    const cli::Place place;
    place.write("bowl.toml", "[problem]\nname = \"rosenbrock\"\n");
    place.write("large.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 53, 10]\nbias = true\n");
    place.write("descent.toml",
                "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"sgd\"\n");
    place.write("huber.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 4, 10]\nloss = \"huber\"\n");
    const QStringList before = place.entries();
    const cli::Answer answer =
        place.call(QStringList{"spectrum"} + words + QStringList{"--out", "o"});
    QCOMPARE(answer.status, 2);
    QCOMPARE(answer.err.count('\n'), 1);
    for (const QString& part : said) QVERIFY2(answer.err.contains(part.toUtf8()), answer.err);
    QCOMPARE(place.entries(), before);
  }

  void aRunKeepsItsSpectraAndTraces() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 4, 10]\nsamples = 100\n"
                "[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.1\n[run]\nsteps = 10\n"
                "[measure]\nspectrum = { every = 5, probes = 3, steps = 20 }\n"
                "trace = { every = 5, probes = 10 }\n");
    QCOMPARE(place.call({"run", "e.toml", "--out", "o"}).status, 0);
    const cli::Csv spectrum = place.csv("o/sgd/spectrum.csv");
    QCOMPARE(spectrum.columns.mid(0, 3).join(','), QString("step,eigenvalue,weight"));
    QCOMPARE(spectrum.rows.size(), qsizetype(3 * 3 * 20));
    for (const int step : {0, 5, 10}) {
      double mass = 0.0;
      for (qsizetype i = 0; i < spectrum.rows.size(); ++i)
        if (spectrum.text(i, "step") == QString::number(step)) mass += spectrum.number(i, "weight");
      QVERIFY(std::abs(mass - 1.0) < 1e-12);
    }
    const cli::Csv metrics = place.csv("o/sgd/metrics.csv");
    for (qsizetype i = 0; i <= 10; ++i)
      for (const char* column : {"trace", "frobenius", "trace_error", "frobenius_error"})
        QCOMPARE(metrics.text(i, column).isEmpty(), i % 5 != 0);
    // Running the resolved file again gives the same bytes.
    QCOMPARE(place.call({"run", "o/experiment.toml", "--out", "again"}).status, 0);
    QCOMPARE(place.read("again/sgd/spectrum.csv"), place.read("o/sgd/spectrum.csv"));
    const cli::Answer large = place.call({"run", "e.toml", "--set", "measure.spectrum.method=full",
                                          "--set", "problem.layers=[64,100,10]", "--out", "p"});
    QCOMPARE(large.status, 2);
    QVERIFY2(large.err.contains("7510") && large.err.contains("3000"), large.err);
    QVERIFY(!place.has("p"));
  }

  void interruptIsPromptAndKeepsWhatThereIs() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nkind = \"network\"\nlayers = [64, 100, 100, 10]\n");
    QProcess process;
    place.start(process, {"spectrum", "e.toml", "--density", "--out", "o"});
    QTest::qWait(700);
    QVERIFY(process.state() == QProcess::Running);
    QElapsedTimer clock;
    clock.start();
    process.terminate();
    QVERIFY(process.waitForFinished(5000));
    QVERIFY2(clock.elapsed() < 300, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(process.exitCode(), 1);
    QVERIFY(process.readAllStandardError().contains("cancelled"));
    QVERIFY(place.json("o/summary.json")["hessian_vector_products"].toInt() > 0);
  }

  void threeDensitiesAddUp() {
    const cli::Place place;
    prepare(place, "cancer_tanh_ce");
    const cli::Answer answer =
        place.call({"spectrum", "e.toml", "--at", "w.csv", "--split", "--out", "o"});
    QVERIFY2(answer.status == 0 && answer.err.isEmpty(), answer.err);
    QCOMPARE(place.entries("o"), QStringList({"densities.csv", "eigenvalues.csv", "summary.json"}));
    const cli::Csv densities = place.csv("o/densities.csv");
    QCOMPARE(densities.columns.join(','), QString("matrix,eigenvalue,density,error"));
    QMap<QString, double> mass;
    for (qsizetype i = 1; i < densities.rows.size(); ++i)
      if (densities.text(i, "matrix") == densities.text(i - 1, "matrix"))
        mass[densities.text(i, "matrix")] +=
            (densities.number(i, "eigenvalue") - densities.number(i - 1, "eigenvalue")) *
            (densities.number(i, "density") + densities.number(i - 1, "density")) / 2;
    QCOMPARE(mass.keys(), QStringList({"ggn", "hessian", "residual"}));
    for (const double one : mass) QVERIFY(std::abs(one - 1) < 1e-9);
    const QJsonObject split = place.json("o/summary.json")["split"].toObject();
    const auto of = [&](const char* matrix, const char* what) {
      return split[matrix].toObject()[what].toDouble();
    };
    QVERIFY(std::abs(of("hessian", "trace") - of("ggn", "trace") - of("residual", "trace")) <
            1e-9 * of("hessian", "trace"));
    QVERIFY(of("ggn", "bottom") >= -1e-10);
    QVERIFY(split["outliers"].toObject()["count"].toInt() >= 1);
  }

  void onlyAMeanOverDataIsTakenApart() {
    const cli::Place place;
    const cli::Answer answer = place.call({"spectrum", "--help"});
    QVERIFY(answer.out.contains("--split"));
    place.write("e.toml", "[problem]\nkind = \"landscape\"\nname = \"meander\"\n");
    const cli::Answer refused = place.call({"spectrum", "e.toml", "--split", "--out", "o"});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.err.contains("--split") && refused.err.contains("Gauss-Newton"), refused.err);
  }
};

QTEST_GUILESS_MAIN(CliSpectrum)
#include "cli_spectrum_test.moc"
