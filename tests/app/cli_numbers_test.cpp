/// The numbers that derivatives, landscape and drift write, against the reference and against
/// formulas.
#include <QTest>
#include <cstring>

#include "core/io/npz.h"
#include "tests/support/cli.h"
#include "tests/support/reference.h"

using namespace thalweg;

namespace {

const QMap<QString, QString> losses{{"ce", "cross-entropy"}, {"mse", "mse"}};

/// The experiment of a network of the reference, with its parameters beside it.
void writeNetwork(const cli::Place& place, const QString& name) {
  for (const QJsonValue& value :
       reference::json("networks/cases.json").object()["cases"].toArray()) {
    const QJsonObject row = value.toObject();
    if (row["case"].toString() != name) continue;
    QStringList layers;
    for (const QJsonValue& size : row["sizes"].toArray()) layers << QString::number(size.toInt());
    place.write("n.toml",
                QString("[problem]\nkind = \"network\"\ndataset = \"%1\"\nlayers = "
                        "[%2]\nactivation = \"%3\"\nloss = \"%4\"\n"
                        "parameters = \"param.csv\"\n")
                    .arg(row["dataset"].toString(), layers.join(","), row["activation"].toString(),
                         losses[row["loss_kind"].toString()])
                    .toUtf8());
    const reference::Table vectors("networks/" + name + "_vectors.csv");
    for (const char* column : {"param", "v"}) {
      QByteArray text = "value\n";
      for (qsizetype i = 0; i < vectors.size(); ++i)
        text += vectors.text(i, column).toUtf8() + "\n";
      place.write(QString(column) + ".csv", text);
    }
    return;
  }
  qFatal("the reference has no network %s", qPrintable(name));
}

/// Distance of a written column from the reference's, relative to its length.
double apart(const cli::Csv& written, const reference::Table& table, const QString& column) {
  double difference = 0.0, length = 0.0;
  if (written.rows.size() != table.size()) qFatal("lengths differ");
  for (qsizetype i = 0; i < table.size(); ++i) {
    difference += std::pow(written.number(i, "value") - table.number(i, column), 2);
    length += std::pow(table.number(i, column), 2);
  }
  return std::sqrt(difference / length);
}

bool sameBits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace

class CliNumbersTest : public QObject {
  Q_OBJECT

  void works(const cli::Place& place, const QStringList& words) {
    const cli::Answer answer = place.call(words);
    // A plane says what it holds of the path; nothing else is told where all went well.
    const bool tells = words.front() == "landscape";
    QVERIFY2(answer.status == 0 && answer.out.isEmpty() != tells && answer.err.isEmpty(),
             answer.err.constData());
  }

 private slots:
  void derivativesOfALandscape() {
    const cli::Place place;
    place.write("e.toml", "[problem]\nname = \"rosenbrock\"\nstart = [-1.5, 2]\n");
    place.write("v.csv", "value\n1\n2\n");
    works(place, {"derivatives", "e.toml", "--vector", "v.csv", "--out", "o"});
    QCOMPARE(place.entries("o"), (QStringList{"gradient.csv", "hvp.csv", "summary.json"}));
    const QJsonObject summary = place.json("o/summary.json");
    QCOMPARE(summary["f"].toDouble(), 12.5);
    QVERIFY(summary["accuracy"].isNull());
    QCOMPARE(summary["parameters"].toInt(), 2);
    const cli::Csv g = place.csv("o/gradient.csv"), hv = place.csv("o/hvp.csv");
    QCOMPARE(g.columns, QStringList{"value"});
    QCOMPARE(g.number(0, "value"), -155.0);
    QCOMPARE(g.number(1, "value"), -50.0);
    QCOMPARE(summary["gradient_norm"].toDouble(), std::sqrt(155.0 * 155 + 2500));
    QCOMPARE(hv.number(0, "value"), 1902.0 + 1200);
    QCOMPARE(hv.number(1, "value"), 600.0 + 400);
    place.write("at.csv", "value\n1\n1\n");
    works(place, {"derivatives", "e.toml", "--at", "at.csv", "--out", "p"});
    QCOMPARE(place.entries("p"), (QStringList{"gradient.csv", "summary.json"}));
    QCOMPARE(place.json("p/summary.json")["f"].toDouble(), 0.0);
    works(place, {"derivatives", "e.toml", "--at", "initial", "--out", "q"});
    QCOMPARE(place.read("q/gradient.csv"), place.read("o/gradient.csv"));
  }

  void derivativesOfNetworks_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"digits_tanh_ce", "cancer_softplus_mse", "diabetes_gelu_mse"})
      QTest::newRow(name) << QString(name);
  }
  void derivativesOfNetworks() {
    QFETCH(QString, name);
    const cli::Place place;
    writeNetwork(place, name);
    works(place, {"derivatives", "n.toml", "--vector", "v.csv", "--out", "o"});
    const reference::Table vectors("networks/" + name + "_vectors.csv");
    QVERIFY(apart(place.csv("o/gradient.csv"), vectors, "grad") < 1e-10);
    QVERIFY(apart(place.csv("o/hvp.csv"), vectors, "hv") < 1e-10);
    QVERIFY(apart(place.csv("o/ggnvp.csv"), vectors, "ggnv") < 1e-10);
    const QJsonObject summary = place.json("o/summary.json");
    QCOMPARE(summary["parameters"].toInt(), int(vectors.size()));
    QCOMPARE(summary["accuracy"].isNull(), name.startsWith("diabetes"));
  }

  void landscapeOnAGivenPlane_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("extent");
    for (const QJsonValue& value :
         reference::json("landscape/cases.json").object()["cases"].toArray())
      QTest::newRow(qPrintable(value.toObject()["case"].toString()))
          << value.toObject()["case"].toString() << value.toObject()["extent"].toDouble();
  }
  void landscapeOnAGivenPlane() {
    QFETCH(QString, name);
    QFETCH(double, extent);
    const cli::Place place;
    writeNetwork(place, name);
    const reference::Table directions("landscape/" + name + "_directions.csv"),
        grid("landscape/" + name + "_grid.csv");
    QByteArray plane = "d1,d2\n";
    for (qsizetype i = 0; i < directions.size(); ++i)
      plane += (directions.text(i, "d1") + "," + directions.text(i, "d2") + "\n").toUtf8();
    place.write("plane.csv", plane);
    works(place, {"landscape", "n.toml", "--plane", "plane.csv", "--grid", "11", "--radius",
                  QString::number(extent), "--out", "o"});
    const cli::Csv surface = place.csv("o/surface.csv");
    QCOMPARE(surface.columns.join(','), QString("i,j,a,b,f"));
    QCOMPARE(surface.rows.size(), grid.size());
    for (qsizetype k = 0; k < grid.size(); ++k) {
      QCOMPARE(surface.text(k, "i"), grid.text(k, "i"));
      QCOMPARE(surface.text(k, "j"), grid.text(k, "j"));
      QVERIFY(std::abs(surface.number(k, "a") - grid.number(k, "a")) < 1e-14 &&
              std::abs(surface.number(k, "b") - grid.number(k, "b")) < 1e-14);
      QVERIFY(std::abs(surface.number(k, "f") - grid.number(k, "loss")) <=
              1e-10 * grid.number(k, "loss"));
    }
    // The same plane, handed on as it was written, gives the same bytes.
    works(place, {"landscape", "n.toml", "--plane", "o/plane.npz", "--grid", "11", "--radius",
                  QString::number(extent), "--out", "p"});
    QCOMPARE(place.read("p/surface.csv"), place.read("o/surface.csv"));
    QVERIFY(place.read("o/surface.vti").contains("WholeExtent=\"0 10 0 10 0 0\""));
  }

  void pathsLieOverThePlane() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nname = \"meander\"\n[[optimizer]]\nname = \"adam\"\nlabel = \"A "
                "b\"\nlearning_rate = 0.1\n[run]\nsteps = 40\n");
    place.write("skew.csv", "d1,d2\n1,1\n0,2\n");
    works(place, {"run", "e.toml", "--out", "r"});
    works(place, {"landscape", "e.toml", "--plane", "skew.csv", "--grid", "5", "--out", "o"});
    QCOMPARE(place.entries("o"), (QStringList{"grid.npz", "path-A b.csv", "plane.json", "plane.npz",
                                              "surface.csv", "surface.vti"}));
    const cli::Csv path = place.csv("o/path-A b.csv"), run = place.csv("r/A b/trajectory.csv");
    QCOMPARE(path.columns.join(','), QString("step,a,b,distance,f,f_plane"));
    QCOMPARE(path.rows.size(), 41);
    for (qsizetype k = 0; k < 41; ++k) {  // origin (-1.4, 2.2): x = -1.4 + a + b, y = 2.2 + 2 b
      QVERIFY(std::abs(-1.4 + path.number(k, "a") + path.number(k, "b") - run.number(k, "x0")) <
              1e-12);
      QVERIFY(std::abs(2.2 + 2 * path.number(k, "b") - run.number(k, "x1")) < 1e-12);
      QVERIFY(path.number(k, "distance") < 1e-12);
      QCOMPARE(path.text(k, "f"), run.text(k, "f"));
      QVERIFY(std::abs(path.number(k, "f_plane") - path.number(k, "f")) < 1e-11);
    }
    const cli::Csv surface = place.csv("o/surface.csv");
    QVERIFY(
        sameBits(surface.number(12, "f"), run.number(0, "f")));  // the middle node is the origin
    const auto plane = readNpz(place.path("o/plane.npz").toStdString());
    QCOMPARE(plane->at("origin").reals(), (std::vector<double>{-1.4, 2.2}));
    QCOMPARE(plane->at("d2").reals(), (std::vector<double>{1, 2}));
    place.write("at.csv", "value\n0\n0\n");
    works(place, {"landscape", "e.toml", "--plane", "o/plane.npz", "--at", "at.csv", "--grid", "3",
                  "--out", "q"});
    QCOMPARE(readNpz(place.path("q/plane.npz").toStdString())->at("origin").reals(),
             (std::vector<double>{0, 0}));
  }

  void driftBesideTheReference_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue& value : reference::json("flows/cases.json").object()["cases"].toArray())
      QTest::newRow(qPrintable(value.toObject()["case"].toString())) << value.toObject();
  }
  void driftBesideTheReference() {
    QFETCH(QJsonObject, row);
    static const reference::Table table("flows/flows.csv");
    const cli::Place place;
    QList<qsizetype> lines;
    for (qsizetype i = 0; i < table.size(); ++i)
      if (table.text(i, "case") == row["case"].toString()) lines << i;
    const double h = row["h"].toDouble();
    place.write("e.toml",
                QString("[problem]\nexpression = \"%1\"\nstart = [%2, %3]\n[[optimizer]]\nname = "
                        "\"sgd\"\nlearning_rate = %4\n[run]\nsteps = %5\n")
                    .arg(row["expr"].toString())
                    .arg(row["start"].toArray()[0].toDouble(), 0, 'g', 17)
                    .arg(row["start"].toArray()[1].toDouble(), 0, 'g', 17)
                    .arg(h, 0, 'e', 17)
                    .arg(lines.size() - 1)
                    .toUtf8());
    works(place, {"drift", "e.toml", "--flows", "ngf,igr,bea3,pf", "--out", "o"});
    const cli::Csv drift = place.csv("o/drift.csv");
    QCOMPARE(drift.columns.mid(0, 8).join(','),
             QString("step,time,x0,x1,ngf_0,ngf_1,drift_ngf,local_ngf"));
    QCOMPARE(drift.columns.mid(16).join(','), QString("pf_0,pf_1,drift_pf,local_pf"));
    QCOMPARE(drift.rows.size(), lines.size());
    for (const QString flow : {"ngf", "igr", "bea3", "pf"}) {
      for (qsizetype n = 0; n < lines.size(); ++n) {
        QCOMPARE(drift.number(n, "time"), double(n) * h);
        const double x = table.number(lines[n], flow + "_x"),
                     y = table.number(lines[n], flow + "_y"),
                     scale = std::max(1.0, std::hypot(x, y));
        if (std::isnan(x)) {
          QCOMPARE(drift.text(n, flow + "_0") + drift.text(n, flow + "_1") +
                       drift.text(n, "drift_" + flow) + drift.text(n, "local_" + flow),
                   QString());
          continue;
        }
        const auto near = [&](const QString& column, double expected) {
          const double found = drift.number(n, column);
          if (std::abs(found - expected) <= 1e-8 * scale) return true;
          qWarning("row %lld, %s: %g beside %g", n, qPrintable(column), found, expected);
          return false;
        };
        QVERIFY(near(flow + "_0", x) && near(flow + "_1", y));
        QVERIFY(near("drift_" + flow, table.number(lines[n], flow + "_drift")));
        QVERIFY(near("local_" + flow, table.number(lines[n], flow + "_local")));
        const double distance = std::hypot(drift.number(n, "x0") - drift.number(n, flow + "_0"),
                                           drift.number(n, "x1") - drift.number(n, flow + "_1"));
        QVERIFY(std::abs(drift.number(n, "drift_" + flow) - distance) <= 1e-14 * scale);
      }
    }
    QCOMPARE(drift.text(0, "drift_ngf"), QString("0"));
    QCOMPARE(drift.text(0, "local_ngf"), QString("0"));
    QCOMPARE(drift.number(1, "local_ngf"), drift.number(1, "drift_ngf"));
  }

  void aFlowThatIsNotDefinedLeavesItsCellsEmpty() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nkind = \"network\"\nlayers = [64, 2, 10]\nsamples = 20\n"
                "[[optimizer]]\nname = \"sgd\"\n[run]\nsteps = 1\n");
    const cli::Answer answer = place.call({"drift", "e.toml", "--flows", "igr,bea3", "--out", "o"});
    QCOMPARE(answer.status, 0);
    QVERIFY2(answer.err.contains("bea3") && answer.err.contains("third derivatives"), answer.err);
    const cli::Csv drift = place.csv("o/drift.csv");
    QVERIFY(drift.number(1, "local_igr") > 0);
    QCOMPARE(drift.text(0, "drift_bea3") + drift.text(1, "bea3_0") + drift.text(1, "local_bea3"),
             QString());
  }

  /// On a bowl the flow of one step from x is x exp(-c h); descent goes to x (1 - c h).
  void localDriftIsThatOfOneStep() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nname = \"quadratic\"\ncondition = 4\nstart = [1, "
                "-2]\n[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.1\n[run]\nsteps = 8\n");
    works(place, {"drift", "e.toml", "--out", "o"});
    const cli::Csv drift = place.csv("o/drift.csv");
    for (qsizetype n = 1; n <= 8; ++n) {
      const double x = drift.number(n - 1, "x0"), y = drift.number(n - 1, "x1");
      const double expected = std::hypot(x * (std::exp(-0.4) - 0.6), y * (std::exp(-0.1) - 0.9));
      QVERIFY(std::abs(drift.number(n, "local_ngf") - expected) < 1e-10);
    }
  }
  void divergingDriftSaysWhy() {
    const cli::Place place;
    place.write("e.toml",
                "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = \"sgd\"\nlearning_rate = "
                "1\n[run]\nsteps = 100\n");
    const cli::Answer answer = place.call({"drift", "e.toml", "--out", "o"});
    QCOMPARE(answer.status, 1);
    QVERIFY2(answer.err.contains("diverged at step") && answer.err.count('\n') == 1,
             answer.err.constData());
    QVERIFY(place.csv("o/drift.csv").rows.size() > 3);
  }
};

QTEST_GUILESS_MAIN(CliNumbersTest)
#include "cli_numbers_test.moc"
