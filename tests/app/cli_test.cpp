/// Every verb of thalweg-cli on its good path: the files are read back and must say what the
/// contract says.
#include "tests/support/cli.h"

#include <QTest>
#include <algorithm>

#include "core/catalog.h"
#include "core/io/npz.h"
#include "core/io/vector_file.h"
#include "core/run/problem.h"

using namespace thalweg;

namespace {

const QByteArray race =
    "title = \"race\"\n[problem]\nname = \"rosenbrock\"\nstart = [-1.2, 1.0]\n"
    "[[optimizer]]\nname = \"adam\"\nlabel = \"Adam\"\nlearning_rate = 0.02\n"
    "[[optimizer]]\nname = \"sgd\"\nlearning_rate = 1e-3\n[[optimizer]]\nname = "
    "\"sgd\"\nlearning_rate = 5e-4\n"
    "[run]\nsteps = 400\n[measure]\nsharpness = { every = 50, top = 2 }\ndrift = { every = 100, "
    "flows = [\"ngf\"] }\n";

const QByteArray network =
    "[problem]\nkind = \"network\"\ndataset = \"digits\"\nlayers = [64, 4, 10]\nsamples = 50\n"
    "[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.2\n[run]\nsteps = 12\n"
    "[measure]\nsharpness = { every = 6 }\naccuracy = { every = 4 }\nparameters = { every = 5 }\n";

/// Without the columns that tell times.
QByteArray timeless(const QByteArray& metrics) {
  QByteArray out;
  for (const QByteArray& line : metrics.split('\n')) {
    QByteArrayList cells = line.split(',');
    if (cells.size() > 1) cells.removeAt(1);
    out += cells.join(',') + '\n';
  }
  return out;
}

}  // namespace

class CliTest : public QObject {
  Q_OBJECT

  void works(const cli::Place& place, const QStringList& words, int status = 0) {
    const cli::Answer answer = place.call(words);
    QVERIFY2(answer.status == status, answer.err.constData());
    QVERIFY2(answer.out.isEmpty() && (status != 0 || answer.err.isEmpty()), answer.err.constData());
  }

 private slots:
  void listIsComplete_data() {
    QTest::addColumn<QStringList>("ids");
    const auto add = [](const char* kind, const std::vector<std::string>& known) {
      QStringList all;
      for (const std::string& id : known) all << QString::fromStdString(id);
      QTest::newRow(kind) << all;
    };
    add("landscapes", ids(allLandscapes()));
    add("optimizers", ids(allOptimizers()));
    add("flows", ids(allFlows()));
    add("datasets", ids(allDatasets()));
    add("activations", {"tanh", "relu", "identity"});
    add("losses", {"cross-entropy", "mse", "half-squared-error"});
    add("bounds", {"sgd"});
    for (const char* kind : {"schedules", "games", "studies"}) add(kind, {});
  }
  void listIsComplete() {
    QFETCH(QStringList, ids);
    const cli::Place place;
    const QString kind = QTest::currentDataTag();
    const cli::Answer plain = place.call({"list", kind}),
                      json = place.call({"list", kind, "--json"});
    QCOMPARE(plain.status, 0);
    QCOMPARE(json.status, 0);
    const QJsonDocument document = QJsonDocument::fromJson(json.out);
    QVERIFY(document.isArray());
    QStringList seen, lines;
    for (const QJsonValue& value : document.array()) {
      const QJsonObject row = value.toObject();
      for (const char* key : {"id", "title", "summary"})
        QVERIFY2(!row[key].toString().isEmpty(), key);
      QVERIFY(row["reference"].isString() && row["parameters"].isArray());
      for (const QJsonValue& parameter : row["parameters"].toArray())
        for (const char* key : {"name", "type", "default", "minimum", "maximum", "help"})
          QVERIFY2(parameter.toObject().contains(key),
                   qPrintable(row["id"].toString() + " " + key));
      seen << row["id"].toString();
      lines << row["id"].toString() + "\t" + row["title"].toString();
    }
    for (const QString& id : ids) QVERIFY2(seen.contains(id), qPrintable(id));
    QCOMPARE(QString::fromUtf8(plain.out), lines.isEmpty() ? QString() : lines.join('\n') + "\n");
  }

  void evalWritesTheWholeHessian() {
    const cli::Place place;
    place.write("p.csv", "x0,x1\n-1.5,2\n0.1,1e-300\n");
    const cli::Answer answer =
        place.call({"eval", "--landscape", "rosenbrock", "--points", "p.csv"});
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.err.isEmpty());
    const cli::Csv table(answer.out);
    QCOMPARE(table.columns.join(','), QString("x0,x1,f,g0,g1,h00,h01,h10,h11"));
    QCOMPARE(table.rows.size(), 2);
    QCOMPARE(table.number(0, "f"), 12.5);
    QCOMPARE(table.number(0, "g0"), -2 * 2.5 + 400 * 1.5 * -0.25);
    QCOMPARE(table.number(0, "h00"), 2 - 400 * 2 + 1200 * 2.25);
    QCOMPARE(table.number(0, "h01"), 600.0);
    QCOMPARE(table.number(0, "h10"), 600.0);
    QCOMPARE(table.number(0, "h11"), 200.0);
    QCOMPARE(table.text(1, "x1"), QString("1e-300"));
    works(place, {"eval", "--expression", "(1-x)^2 + 100*(y-x^2)^2", "--points", "p.csv", "--out",
                  "o.csv"});
    QCOMPARE(place.csv("o.csv").columns, table.columns);
    QVERIFY(std::abs(place.csv("o.csv").number(0, "h00") - table.number(0, "h00")) < 1e-9);
    place.write("log.csv", "x0,x1\n-1,2\n1,2\n");
    works(place,
          {"eval", "--expression", "log(x)+y", "--points", "log.csv", "--out", "log_out.csv"});
    QCOMPARE(place.csv("log_out.csv").text(0, "f"), QString("nan"));
    QCOMPARE(place.csv("log_out.csv").number(1, "f"), 2.0);
  }
  void evalOfManyVariables() {
    const cli::Place place;
    const auto header = [&place](int d) {
      QStringList names, numbers, terms;
      for (int i = 0; i < d; ++i) {
        names << QString("x%1").arg(i);
        numbers << QString::number(i);
        terms << QString("%1*x%2^2").arg(i + 1).arg(i);
      }
      place.write("p.csv", (names.join(',') + "\n" + numbers.join(',') + "\n").toUtf8());
      return cli::Csv(
          place.call({"eval", "--expression", terms.join('+'), "--points", "p.csv"}).out);
    };
    const cli::Csv ten = header(10), eleven = header(11), seventeen = header(17);
    QCOMPARE(ten.columns.size(), 10 + 1 + 10 + 100);
    QVERIFY(ten.columns.contains("h09") && ten.columns.contains("h99"));
    QCOMPARE(eleven.columns.size(), 11 + 1 + 11 + 121);
    QVERIFY(eleven.columns.contains("h0_10") && eleven.columns.contains("h10_0") &&
            !eleven.columns.contains("h010"));
    QCOMPARE(eleven.number(0, "h10_10"), 22.0);
    QCOMPARE(eleven.number(0, "h10_9"), 0.0);
    QCOMPARE(eleven.number(0, "g10"), 220.0);
    QCOMPARE(seventeen.columns.size(), 17 + 1 + 17);
  }

  void runWritesTheFilesOfTheContract() {
    const cli::Place place;
    place.write("race.toml", race);
    works(place, {"run", "race.toml", "--out", "deep/o"});
    QCOMPARE(place.entries("deep/o"),
             (QStringList{"Adam", "experiment.toml", "sgd", "sgd-2", "summary.json"}));
    QCOMPARE(place.entries("deep/o/Adam"),
             (QStringList{"final.npz", "metrics.csv", "trajectory.csv"}));
    const cli::Csv path = place.csv("deep/o/Adam/trajectory.csv"),
                   metrics = place.csv("deep/o/Adam/metrics.csv");
    QCOMPARE(path.columns.join(','), QString("step,f,x0,x1"));
    QCOMPARE(path.rows.size(), 401);
    QVERIFY2(metrics.columns.join(',').startsWith(
                 "step,time_s,f,gradient_norm,step_norm,learning_rate,sharpness,eigenvalue_1,"
                 "eigenvalue_2,preconditioned_sharpness,bound,drift_ngf"),
             qPrintable(metrics.columns.join(',')));
    QVERIFY(!place.csv("deep/o/sgd/metrics.csv").columns.contains("preconditioned_sharpness"));
    for (qsizetype i = 0; i < 401; ++i) {
      QCOMPARE(path.number(i, "step"), double(i));
      QCOMPARE(metrics.text(i, "f"), path.text(i, "f"));
      const double x = path.number(i, "x0"), y = path.number(i, "x1");
      const double f = (1 - x) * (1 - x) + 100 * (y - x * x) * (y - x * x);
      QVERIFY(std::abs(path.number(i, "f") - f) <= 1e-12 * std::max(1.0, f));
      QCOMPARE(metrics.text(i, "sharpness").isEmpty(), i % 50 != 0);
      QCOMPARE(metrics.text(i, "drift_ngf").isEmpty(), i % 100 != 0);
      QCOMPARE(metrics.text(i, "sharpness"), metrics.text(i, "eigenvalue_1"));
      QCOMPARE(metrics.number(i, "learning_rate"), 0.02);
      if (i > 0) {
        QCOMPARE(metrics.number(i, "step_norm"),
                 std::sqrt(std::pow(x - path.number(i - 1, "x0"), 2) +
                           std::pow(y - path.number(i - 1, "x1"), 2)));
        QVERIFY(metrics.number(i, "time_s") >= metrics.number(i - 1, "time_s"));
      }
    }
    const auto arrays = readNpz(place.path("deep/o/Adam/final.npz").toStdString());
    QVERIFY(bool(arrays));
    QCOMPARE(arrays->at("parameters").reals(),
             (std::vector<double>{path.number(400, "x0"), path.number(400, "x1")}));
    const QJsonArray runs = place.json("deep/o/summary.json")["runs"].toArray();
    QCOMPARE(runs.size(), 3);
    QStringList labels;
    for (const QJsonValue& value : runs) {
      const QJsonObject run = value.toObject();
      for (const char* key : {"label", "status", "reason", "steps", "f", "best_f", "best_step",
                              "seconds", "gradient_evaluations", "hessian_vector_products"})
        QVERIFY2(run.contains(key), key);
      QCOMPARE(run["status"].toString(), QString("steps"));
      QCOMPARE(run["steps"].toInt(), 400);
      labels << run["label"].toString();
    }
    QCOMPARE(labels, (QStringList{"Adam", "sgd", "sgd-2"}));
    QCOMPARE(runs[0].toObject()["f"].toDouble(), path.number(400, "f"));
  }

  void experimentFileReproducesTheBytes() {
    const cli::Place place;
    for (const QByteArray& file : {race, network}) {
      place.write("a.toml", file);
      works(place, {"run", "a.toml", "--out", "one", "--set", "run.threads=1"});
      works(place, {"run", "one/experiment.toml", "--out", "two"});
      works(place, {"run", "one/experiment.toml", "--out", "three", "--set", "run.threads=3"});
      QCOMPARE(place.read("two/experiment.toml"), place.read("one/experiment.toml"));
      for (const QString& other : {QString("two"), QString("three")}) {
        for (const QString& label : place.entries("one")) {
          if (!QFileInfo(place.path("one/" + label)).isDir()) continue;
          QCOMPARE(place.entries(other + "/" + label), place.entries("one/" + label));
          for (const QString& name : place.entries("one/" + label)) {
            const QByteArray mine = place.read("one/" + label + "/" + name),
                             theirs = place.read(other + "/" + label + "/" + name);
            if (name == "metrics.csv")
              QCOMPARE(timeless(theirs), timeless(mine));
            else
              QCOMPARE(theirs, mine);
          }
        }
      }
    }
  }

  void networksWriteTheirParameters() {
    const cli::Place place;
    place.write("n.toml", network);
    works(place, {"run", "n.toml", "--out", "o"});
    const Index d = 64 * 4 + 4 + 4 * 10 + 10;
    QCOMPARE(place.csv("o/sgd/trajectory.csv").columns.join(','), QString("step,f"));
    QCOMPARE(place.csv("o/sgd/trajectory.csv").rows.size(), 13);
    const auto path = readNpz(place.path("o/sgd/trajectory.npz").toStdString()),
               final = readNpz(place.path("o/sgd/final.npz").toStdString());
    QVERIFY(path && final);
    QCOMPARE(path->at("step").reals(), (std::vector<double>{0, 5, 10}));
    QCOMPARE(path->at("parameters").shape, (std::vector<Index>{3, d}));
    QCOMPARE(final->at("parameters").shape, (std::vector<Index>{d}));
    QCOMPARE(final->at("W0").shape, (std::vector<Index>{4, 64}));
    QCOMPARE(final->at("b0").shape, (std::vector<Index>{4}));
    QCOMPARE(final->at("W1").shape, (std::vector<Index>{10, 4}));
    std::vector<double> joined;
    for (const char* name : {"W0", "b0", "W1", "b1"}) {
      const std::vector<double> part = final->at(name).reals();
      joined.insert(joined.end(), part.begin(), part.end());
    }
    QCOMPARE(joined, final->at("parameters").reals());
    const cli::Csv metrics = place.csv("o/sgd/metrics.csv");
    QVERIFY(metrics.columns.indexOf("train_accuracy") > metrics.columns.indexOf("bound"));
    for (int i = 0; i <= 12; ++i) QCOMPARE(metrics.text(i, "train_accuracy").isEmpty(), i % 4 != 0);
    // The end of one run is the start of another.
    works(place, {"run", "n.toml", "--out", "p", "--steps", "0", "--set",
                  "problem.parameters=o/sgd/final.npz"});
    QCOMPARE(place.csv("p/sgd/trajectory.csv").text(0, "f"),
             place.csv("o/sgd/trajectory.csv").text(12, "f"));
  }

  void runWithoutAFile() {
    const cli::Place place;
    works(place,
          {"run", "--landscape", "rosenbrock", "--start=-1.5,2", "--optimizer", "adam",
           "--optimizer", "sgd", "--optimizer", "adam", "--set", "optimizer.learning_rate=0.01",
           "--set", "optimizer[2].beta1=0.5", "--steps", "3"});
    QCOMPARE(place.entries("thalweg-out"),
             (QStringList{"adam", "adam-2", "experiment.toml", "sgd", "summary.json"}));
    const cli::Csv path = place.csv("thalweg-out/adam/trajectory.csv");
    QCOMPARE(path.rows.size(), 4);
    QCOMPARE(path.text(0, "x0"), QString("-1.5"));
    QVERIFY(std::abs(path.number(1, "x0") + 1.5 - 0.01) <
            1e-9);  // Adam's first step is as long as its rate
    const QString file = place.read("thalweg-out/experiment.toml");
    QVERIFY(file.contains("start = [-1.5, 2.0]") && file.contains("beta1 = 0.5") &&
            file.contains("steps = 3"));
    QVERIFY(place.read("thalweg-out/adam-2/trajectory.csv") !=
            place.read("thalweg-out/adam/trajectory.csv"));
  }
  void dataPathsAreRelativeToTheFile() {
    const cli::Place place;
    QVERIFY(QDir().mkdir(place.path("sub")));
    place.write("sub/t.csv", "a,b,target\n1,2,0\n3,4,1\n5,1,0\n2,2,1\n");
    place.write("sub/n.toml",
                "[problem]\nkind = \"network\"\ndataset = \"t.csv\"\nlayers = [2, 3, "
                "2]\n[[optimizer]]\nname = \"sgd\"\n[run]\nsteps = 2\n");
    works(place, {"run", "sub/n.toml", "--out", "o"});
    works(place, {"run", "o/experiment.toml", "--out", "p"});
    QCOMPARE(place.read("p/sgd/trajectory.csv"), place.read("o/sgd/trajectory.csv"));
  }

  void divergingRunIsWrittenWhole() {
    const cli::Place place;
    const cli::Answer answer =
        place.call({"run", "--landscape", "rosenbrock", "--optimizer", "sgd", "--optimizer", "adam",
                    "--set", "optimizer[0].learning_rate=1", "--steps", "50", "--out", "o"});
    QCOMPARE(answer.status, 1);
    const cli::Csv path = place.csv("o/sgd/trajectory.csv");
    QVERIFY(!std::isfinite(path.number(path.rows.size() - 1, "f")));
    QCOMPARE(place.csv("o/adam/trajectory.csv").rows.size(), 51);
    const QJsonArray runs = place.json("o/summary.json")["runs"].toArray();
    QCOMPARE(runs[0].toObject()["status"].toString(), QString("diverged"));
    QVERIFY(runs[0].toObject()["reason"].toString().contains(
        QString("step %1").arg(path.rows.size() - 1)));
    QCOMPARE(runs[1].toObject()["status"].toString(), QString("steps"));
    QVERIFY(place.has("o/sgd/final.npz") && place.has("o/experiment.toml"));
  }
  void convergedIsNotEarly() {
    const cli::Place place;
    works(place, {"run", "--landscape", "quadratic", "--optimizer", "sgd", "--set",
                  "run.stop.f_below=0.1", "--set", "optimizer.learning_rate=0.1", "--out", "o"});
    QCOMPARE(place.json("o/summary.json")["runs"].toArray()[0].toObject()["status"].toString(),
             QString("converged"));
  }
  void interruptKeepsWhatWasComputed() {
    const cli::Place place;
    QProcess process;
    place.start(process, {"run", "--landscape", "rosenbrock", "--optimizer", "sgd", "--set",
                          "optimizer.learning_rate=1e-9", "--steps", "1000000000", "--out", "o"});
    for (int k = 0; k < 200 && !place.has("o"); ++k) QTest::qWait(10);
    QTest::qWait(60);
    QCOMPARE(QProcess::execute("kill", {"-INT", QString::number(process.processId())}), 0);
    QVERIFY(process.waitForFinished(60000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 1);
    const QJsonObject run = place.json("o/summary.json")["runs"].toArray()[0].toObject();
    QCOMPARE(run["status"].toString(), QString("cancelled"));
    const QByteArray path = place.read("o/sgd/trajectory.csv");
    QCOMPARE(path.count('\n'), qsizetype(run["steps"].toDouble()) + 2);
    QVERIFY(place.has("o/sgd/metrics.csv") && place.has("o/sgd/final.npz") &&
            place.has("o/experiment.toml"));
  }
  void progressOnlyWhereAskedFor() {
    const cli::Place place;
    const cli::Answer answer =
        place.call({"run", "--landscape", "meander", "--optimizer", "sgd", "--progress"});
    QCOMPARE(answer.status, 0);
    QVERIFY(answer.out.isEmpty());
    QVERIFY(answer.err.contains("1001 of 1001"));
  }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
