/// `[view.plane]`: in and out again, and every way in which it can be wrong.
#include "core/run/plane_table.h"

#include <QTest>

using namespace thalweg;

namespace {

const std::string two =
    "[problem]\nname = \"quadratic\"\n[[optimizer]]\nname = \"sgd\"\n[[optimizer]]\nname = "
    "\"adam\"\n";

std::string complaint(const std::string& line) {
  const Result<Experiment> read = experimentFrom(two + "[view.plane]\n" + line, ".");
  return read ? "accepted" : read.error().what;
}

}  // namespace

class PlaneTableTest : public QObject {
  Q_OBJECT

 private slots:
  void everyKeyIsReadAndWritten() {
    const std::string text = two +
                             "[view]\nstep = 3\n[view.plane]\nkind = \"three-points\"\nseed = "
                             "7\nnormalisation = \"layer\"\ncoordinates = [4, 2]\ncentre = [1, "
                             "20]\npoints = [[0, 0], [1, 5], [1, -1]]\nsegment = [[1, 3], [0, "
                             "9]]\nradius = 0.25\nnodes = [72, 60]\n";
    const Result<Experiment> read = experimentFrom(text, ".");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    const PlaneChoice& plane = read->view.plane;
    QCOMPARE(plane.kind, std::string("three-points"));
    QCOMPARE(plane.seed, std::int64_t(7));
    QCOMPARE(plane.normalisation, std::string("layer"));
    QVERIFY((plane.coordinates == std::array<std::int64_t, 2>{4, 2}));
    QVERIFY(plane.centre == (StepChoice{1, 20}));
    QVERIFY((plane.points == std::array<StepChoice, 3>{{{0, 0}, {1, 5}, {1, -1}}}));
    QVERIFY((plane.segment == std::array<StepChoice, 2>{{{1, 3}, {0, 9}}}));
    QCOMPARE(plane.radius, 0.25);
    QVERIFY((plane.nodes == std::array<std::int64_t, 2>{72, 60}));
    const Result<Experiment> again = experimentFrom(tomlOf(*read), ".");
    QVERIFY(again && again->view == read->view);
  }
  void eachKeyAloneComesBack_data() {
    QTest::addColumn<QString>("line");
    for (const char* line :
         {"kind = \"pca\"", "kind = \"random\"", "kind = \"coordinates\"",
          "kind = \"gradient-hessian\"", "kind = \"two-eigenvectors\"", "seed = 3",
          "centre = [0, -1]", "radius = 12", "nodes = [2, 2001]", "segment = [[0, 0], [1, 0]]"})
      QTest::newRow(line) << line;
  }
  void eachKeyAloneComesBack() {
    QFETCH(QString, line);
    const Result<Experiment> read =
        experimentFrom(two + "[view]\nplane = { " + line.toStdString() + " }\n", ".");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QVERIFY(!(read->view == ViewChoice{}));
    const Result<Experiment> again = experimentFrom(tomlOf(*read), ".");
    QVERIFY(again && again->view == read->view);
  }
  void theDefaultIsNotWritten() {
    const Result<Experiment> read = experimentFrom(two + "[view.plane]\nkind = \"auto\"\n", ".");
    QVERIFY(read && read->view == ViewChoice{});
    QVERIFY(tomlOf(*read).find("view") == std::string::npos);
  }

  void wrongValuesAreRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* line, const QStringList& said) {
      QTest::newRow(line) << line << said;
    };
    row("kind = \"pcb\"", {"view.plane", "kind", "pcb"});
    row("kint = \"pca\"", {"kint", "kind"});
    row("seed = -1", {"seed", "-1"});
    row("normalisation = \"row\"", {"normalisation", "row", "filter"});
    row("coordinates = [1, 1]", {"view.plane.coordinates", "twice"});
    row("coordinates = [1]", {"view.plane.coordinates", "two whole numbers"});
    row("coordinates = [0, 1.5]", {"view.plane.coordinates", "1.5"});
    row("coordinates = [0, -2]", {"view.plane.coordinates", "-2"});
    row("centre = [2, 0]", {"view.plane.centre", "2", "0 to 1"});
    row("centre = [0, -2]", {"view.plane.centre", "-2"});
    row("points = [[0, 0], [1, 0]]", {"view.plane.points", "3 pairs"});
    row("points = [[0, 0], [1, 0], 5]", {"view.plane.points", "5"});
    row("segment = [[0, 0]]", {"view.plane.segment", "2 pairs"});
    row("radius = 0", {"radius", "0", "above 0"});
    row("radius = \"wide\"", {"radius", "wide"});
    row("nodes = [1, 61]", {"view.plane.nodes", "1", "2 to 2001"});
  }
  void wrongValuesAreRefused() {
    QFETCH(QString, line);
    QFETCH(QStringList, said);
    const std::string what = complaint(line.toStdString() + "\n");
    for (const QString& word : said)
      QVERIFY2(what.find(word.toStdString()) != std::string::npos, what.c_str());
  }
  void aPlaneThatIsNoTable() {
    const Result<Experiment> read = experimentFrom(two + "[view]\nplane = 3\n", ".");
    QVERIFY(!read && read.error().what.find("view.plane = 3") != std::string::npos);
  }

  /// A path is relative to the experiment's folder, and whole in what is written.
  void aFileOfDirections() {
    const Result<Experiment> read = experimentFrom(
        two + "[view.plane]\nkind = \"own-file\"\nfile = \"own.npz\"\n", "/somewhere");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QCOMPARE(read->view.plane.kind, std::string("own-file"));
    QCOMPARE(read->view.plane.file, std::string("/somewhere/own.npz"));
    const Result<Experiment> again = experimentFrom(tomlOf(*read), "/elsewhere");
    QVERIFY(again && again->view.plane == read->view.plane);
  }

  /// Steps stay those of the optimizers that they were of.
  void anOptimizerIsTakenAway() {
    PlaneChoice plane;
    plane.centre = StepChoice{2, 7};
    plane.points = {{{0, 1}, {2, 3}, {2, 4}}};
    plane.segment = {{{1, 0}, {2, 0}}};
    forgetRun(plane, 1);
    QVERIFY(plane.centre == (StepChoice{1, 7}));
    QVERIFY((plane.points == std::array<StepChoice, 3>{{{0, 1}, {1, 3}, {1, 4}}}));
    QVERIFY(plane.segment == PlaneChoice{}.segment);
    forgetRun(plane, 1);
    QVERIFY(!plane.centre && plane.points == PlaneChoice{}.points);
  }
};

QTEST_GUILESS_MAIN(PlaneTableTest)
#include "plane_table_test.moc"
