#include "core/objectives/data/dataset.h"

#include <QTemporaryDir>
#include <QTest>

#include "core/catalog.h"
#include "core/io/file.h"

using namespace thalweg;

namespace {

/// Two features (the second constant) and a target of three classes.
Table small() {
  Table table{{"a", "b", "target"}, Mat(4, 3)};
  table.values << 1, 0.1, 0, 2, 0.1, 2, 3, 0.1, 1, 6, 0.1, 0;
  return table;
}

std::shared_ptr<const Dataset> make(const Table& table, const DataOptions& options) {
  const auto made = makeDataset(table, "t", options);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

}  // namespace

class DatasetTest : public QObject {
  Q_OBJECT

 private slots:
  void standardisedOverThePopulation() {
    const auto data = make(small(), {});
    // Mean 3, squared deviations 4 + 1 + 0 + 9 over 4 samples.
    const double s = std::sqrt(14.0 / 4);
    const Mat expected{{-2 / s, -1 / s, 0, 3 / s}, {0, 0, 0, 0}};
    QVERIFY((data->training.features - expected).cwiseAbs().maxCoeff() < 1e-15);
    QVERIFY((data->training.features.row(1).array() == 0.0).all());
    QCOMPARE(data->classes, Index(3));
    QCOMPARE(data->training.labels, (std::vector<int>{0, 2, 1, 0}));
    const Mat oneHot{{1, 0, 0, 1}, {0, 0, 1, 0}, {0, 1, 0, 0}};
    QVERIFY(data->training.targets == oneHot);
    QCOMPARE(data->featureNames, (std::vector<std::string>{"a", "b"}));
  }
  void scalingSeesAllRowsBeforeTheChoice() {
    const auto all = make(small(), {});
    const auto some = make(small(), {.firstSample = 1, .samples = 3, .testFraction = 1.0 / 3});
    QVERIFY(some->training.features == all->training.features.middleCols(1, 2));
    QVERIFY(some->test.features == all->training.features.col(3));
    QCOMPARE(some->classes, Index(3));
    QCOMPARE(some->training.targets.rows(), Index(3));
    QCOMPARE(some->test.labels, std::vector<int>{0});
  }
  void regressionTargetIsScaledAlike() {
    const auto scaled = make(small(), {.task = Task::regression});
    const double mean = 0.75, s = std::sqrt((0 + 4 + 1 + 0) / 4.0 - mean * mean);
    QVERIFY(std::abs(scaled->training.targets(0, 1) - (2 - mean) / s) < 1e-15);
    QCOMPARE(scaled->outputs(), Index(1));
    QVERIFY(scaled->training.labels.empty());
    const auto raw = make(small(), {.task = Task::regression, .scaling = Scaling::none});
    QCOMPARE(raw->training.targets(0, 1), 2.0);
    QCOMPARE(raw->training.features(1, 0), 0.1);
  }
  void scaledNumbersLeadBackToTheTable() {
    Table table = small();
    table.values.col(2) << 0.5, 2, 1, 0;
    for (const Scaling scaling : {Scaling::none, Scaling::standardise, Scaling::sixteenth}) {
      const auto data = make(table, {.scaling = scaling});
      const Samples& s = data->training;
      for (Index i = 0; i < 4; ++i) {
        for (Index j = 0; j < 2; ++j)
          QVERIFY(std::abs(data->featureZeros[j] + data->featureUnits[j] * s.features(j, i) -
                           table.values(i, j)) < 1e-15);
        QVERIFY(std::abs(data->targetZero + data->targetUnit * s.targets(0, i) -
                         table.values(i, 2)) < 1e-15);
      }
    }
  }
  void targetByNameOrIndex() {
    for (const char* target : {"a", "0"}) {
      const auto data = make(small(), {.target = target, .scaling = Scaling::none});
      QCOMPARE(data->targetName, std::string("a"));
      QCOMPARE(data->classes, Index(0));  // 1, 2, 3, 6 are no classes
      QCOMPARE(data->training.features(1, 1), 2.0);
    }
  }
  void builtInTablesHaveTheirKind_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("samples");
    QTest::addColumn<int>("features");
    QTest::addColumn<int>("classes");
    QTest::addRow("digits") << "digits" << 1797 << 64 << 10;
    QTest::addRow("cancer") << "cancer" << 569 << 30 << 2;
    QTest::addRow("diabetes") << "diabetes" << 442 << 10 << 0;
    QTest::addRow("iris") << "iris" << 150 << 4 << 3;
    QTest::addRow("wine") << "wine" << 178 << 13 << 3;
    QTest::addRow("moons") << "moons" << 200 << 2 << 2;
    QTest::addRow("circles") << "circles" << 200 << 2 << 2;
    QTest::addRow("spirals") << "spirals" << 300 << 2 << 2;
    QTest::addRow("blobs") << "blobs" << 300 << 2 << 3;
    QTest::addRow("clusters") << "clusters" << 240 << 20 << 3;
    QTest::addRow("exclusiveor") << "exclusiveor" << 200 << 2 << 2;
    QTest::addRow("noisysine") << "noisysine" << 60 << 1 << 0;
    QTest::addRow("chebyshev") << "chebyshev" << 20 << 1 << 0;
    QTest::addRow("sparseteacher") << "sparseteacher" << 80 << 100 << 0;
  }
  void builtInTablesHaveTheirKind() {
    QFETCH(QString, id);
    const auto table = loadTable(id.toStdString());
    QVERIFY2(bool(table), table ? "" : table.error().what.c_str());
    const auto data = make(table->table, {.scaling = table->scaling});
    QTEST(int(data->training.count()), "samples");
    QTEST(int(data->features()), "features");
    QTEST(int(data->classes), "classes");
    QVERIFY(!find(allDatasets(), id.toStdString())->card.reference.empty());
    if (id == "digits") QCOMPARE(data->training.features.maxCoeff(), 1.0);
  }
  void generatedTablesAreWhatTheirCardSays() {
    const auto values = [](const char* id) { return find(allDatasets(), id)->load()->values; };
    for (const char* id : {"moons", "circles", "spirals", "blobs", "exclusiveor", "noisysine"}) {
      QVERIFY(values(id) == values(id));
      QVERIFY(values(id).leftCols(1).cwiseAbs().maxCoeff() < 3.0);
    }
    // Training and test part look alike: the last quarter has every third of both arms.
    const Mat arms = values("spirals").bottomRows(75);
    for (const double label : {0.0, 1.0})
      for (int third = 0; third < 3; ++third) {
        Index found = 0;
        for (Index i = 0; i < arms.rows(); ++i) {
          const double radius = (arms.row(i).head(2).norm() - 0.1) / 0.3;
          found += arms(i, 2) == label && radius >= third && radius < third + 1;
        }
        QVERIFY(found >= 6);
      }
    const Mat t5 = values("chebyshev");
    for (Index i = 0; i < 20; ++i) {
      QVERIFY(std::abs(t5(i, 0) - (-1.0 + 2.0 * double(i) / 19.0)) < 1e-15);
      QVERIFY(std::abs(t5(i, 1) - std::cos(5.0 * std::acos(t5(i, 0)))) < 1e-14);
    }
    const Mat corners = values("exclusiveor");
    for (Index i = 0; i < corners.rows(); ++i)
      QCOMPARE(corners(i, 0) * corners(i, 1) < 0.0, corners(i, 2) == 1.0);
    const Mat rings = values("circles");
    for (Index i = 0; i < rings.rows(); ++i)
      QVERIFY(std::abs(rings.row(i).head(2).norm() - (rings(i, 2) == 0.0 ? 1.0 : 0.5)) < 0.4);
    const Mat teacher = values("sparseteacher");
    QVERIFY((teacher.col(100) * std::sqrt(5.0) - teacher.leftCols(5).rowwise().sum()).norm() <
            1e-13);
    const Mat wave = values("noisysine");
    const Vec noise = wave.col(1) - (1.5 * M_PI * wave.col(0)).array().sin().matrix();
    QVERIFY(std::abs(noise.norm() / std::sqrt(60.0) - 0.1) < 0.03);
  }
  void pathsAreRead() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("own.csv").toStdString();
    QVERIFY(bool(writeFile(path, "x,y\n1,2\n3,5\n")));
    const auto table = loadTable(path);
    QVERIFY(bool(table));
    QVERIFY(table->scaling == Scaling::standardise);
    QVERIFY(loadTable(path + ".none.csv").error().what.find("No such file") != std::string::npos);
    QVERIFY(loadTable("digit").error().what.find(
                "cancer, chebyshev, circles, clusters, diabetes, ") != std::string::npos);
  }
  void clustersAreDrawnToMeasure() {
    const auto drawn = [](const DataWish& wish) {
      return loadTable("clusters", wish)->table.values;
    };
    const Mat few =
        drawn({.features = 6, .classes = 4, .clusters = 8, .separation = 5, .rows = 80});
    QCOMPARE(few.rows(), Index(80));
    QCOMPARE(few.cols(), Index(7));
    QCOMPARE(few.col(6).maxCoeff(), 3.0);
    for (Index i = 0; i < 80; ++i) {
      QCOMPARE(few(i, 6), double(i % 8 % 4));
      // Of one cluster: 0.3 wide in each direction, 5 from the middle.
      QVERIFY((few.row(i) - few.row((i + 8) % 80)).head(6).norm() < 3);
      QVERIFY(std::abs(few.row(i).head(6).norm() - 5) < 2);
    }
    // More rows leave the first ones as they are.
    QVERIFY(drawn({.features = 6, .classes = 4, .clusters = 8, .separation = 5, .rows = 90})
                .topRows(80) == few);
    QVERIFY(loadTable("clusters")->table.values == loadTable("clusters")->table.values);
  }
  void badRequestsNameTheKey_data() {
    QTest::addColumn<DataOptions>("options");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("part");
    QTest::addRow("target") << DataOptions{.target = "targt"} << "target"
                            << "did you mean 'target'?";
    QTest::addRow("index") << DataOptions{.target = "3"} << "target"
                           << "an index from 0 to 2";
    QTest::addRow("classes") << DataOptions{.target = "a", .task = Task::classification} << "target"
                             << "holds 6";
    QTest::addRow("fraction") << DataOptions{.target = "b", .classesWanted = true} << "target"
                              << "holds 0.1";
    QTest::addRow("first") << DataOptions{.firstSample = 4} << "first_sample"
                           << "first_sample = 4 is not allowed: 0 to 3";
    QTest::addRow("samples") << DataOptions{.firstSample = 2, .samples = 3} << "samples"
                             << "0 (all) to 2 from row 2 on";
    QTest::addRow("test") << DataOptions{.testFraction = 1.0} << "test_fraction"
                          << "0 to below 1";
    QTest::addRow("nan") << DataOptions{.testFraction = std::nan("")} << "test_fraction"
                         << "0 to below 1";
    QTest::addRow("none left") << DataOptions{.samples = 1, .testFraction = 0.9} << "test_fraction"
                               << "at least one";
  }
  void badRequestsNameTheKey() {
    QFETCH(DataOptions, options);
    QFETCH(QString, part);
    const auto made = makeDataset(small(), "t", options);
    QVERIFY(!made);
    QTEST(QString::fromStdString(made.error().where), "where");
    QVERIFY2(QString::fromStdString(made.error().what).contains(part), made.error().what.c_str());
  }
  void wordsAreChecked() {
    QVERIFY(*scalingFrom("default", Scaling::sixteenth) == Scaling::sixteenth);
    QVERIFY(*scalingFrom("none", Scaling::sixteenth) == Scaling::none);
    QVERIFY(!scalingFrom("minmax", Scaling::none));
    QVERIFY(*taskFrom("regression") == Task::regression);
    QVERIFY(!taskFrom("clustering"));
  }
};

QTEST_GUILESS_MAIN(DatasetTest)
#include "dataset_test.moc"
