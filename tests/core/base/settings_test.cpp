#include "core/base/settings.h"

#include <QTest>

#include "core/base/text.h"
#include "core/catalog.h"

using namespace thalweg;

class SettingsTest : public QObject {
  Q_OBJECT

 private slots:
  void unknownKeyNamesTheNearest() {
    const auto made = allOptimizers().front().make({{"learning_rat", 0.1}}, Vec::Zero(2));
    QVERIFY(!made);
    QVERIFY2(made.error().what.find("'learning_rate'") != std::string::npos,
             made.error().what.c_str());
    QCOMPARE(made.error().where, std::string("learning_rat"));
  }
  void valueOutsideItsRangeNamesTheRange() {
    const auto made = find(allOptimizers(), "sgd")->make({{"learning_rate", -1.0}}, Vec::Zero(2));
    QVERIFY(!made);
    QVERIFY2(made.error().what.find("learning_rate = -1 is not allowed: 0 to 1e+06") !=
                 std::string::npos,
             made.error().what.c_str());
  }
  void wholeNumberServesAsReal() {
    const auto made =
        find(allOptimizers(), "sgd")->make({{"learning_rate", std::int64_t(1)}}, Vec::Zero(2));
    QVERIFY(bool(made));
    QCOMPARE(made->learningRate(), 1.0);
  }
  void shortestReadsBack_data() {
    QTest::addColumn<double>("value");
    for (double v : {0.1, 1e-300, 5e-324, 1.7976931348623157e308, -0.0, 1.0 / 3})
      QTest::addRow("%g", v) << v;
  }
  void shortestReadsBack() {
    QFETCH(double, value);
    QCOMPARE(*numberFrom(shortest(value)), value);
  }
  void wordsAreNotNumbers() {
    QVERIFY(!numberFrom("twelve"));
    QVERIFY(!numberFrom(""));
    QVERIFY(!numberFrom("1.5x"));
    QVERIFY(std::isinf(*numberFrom("1e400")));
    QCOMPARE(*numberFrom("1e-400"), 0.0);
  }
};

QTEST_GUILESS_MAIN(SettingsTest)
#include "settings_test.moc"
