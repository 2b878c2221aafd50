#include "core/run/sweep.h"

#include <QTest>

#include "core/base/text.h"

using namespace thalweg;

class SweepTest : public QObject {
  Q_OBJECT

 private slots:
  void listsAndRanges_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("values");
    QTest::newRow("numbers") << "a.b=1,2.5,-3e4"
                             << "1|2.5|-3e4";
    QTest::newRow("one") << "a=adam"
                         << "adam";
    QTest::newRow("lists") << "problem.layers=[64,16,10],[64,32,10]"
                           << "[64,16,10]|[64,32,10]";
    QTest::newRow("quotes") << "t=\"a,b\",'c'"
                            << "\"a,b\"|'c'";
    QTest::newRow("log") << "a=1e-4:1:log5"
                         << "1e-04|0.001|0.01|0.1|1";
    QTest::newRow("whole") << "run.batch=8:512:log7"
                           << "8|16|32|64|128|256|512";
    QTest::newRow("down") << "a=1:0:lin3"
                          << "1|0.5|0";
  }
  void listsAndRanges() {
    QFETCH(QString, text);
    QFETCH(QString, values);
    const Result<SweepAxis> axis = sweepAxisFrom(text.toStdString());
    QVERIFY(bool(axis));
    QCOMPARE(axis->key, text.left(text.indexOf('=')).toStdString());
    const QStringList expected = values.split('|');
    QCOMPARE(axis->values.size(), std::size_t(expected.size()));
    for (qsizetype k = 0; k < expected.size(); ++k) {
      const auto number = numberFrom(expected[k].toStdString());
      const std::string& found = axis->values[std::size_t(k)];
      if (number)
        QVERIFY(std::abs(*numberFrom(found) - *number) <= 1e-14 * std::abs(*number));
      else
        QCOMPARE(found, expected[k].toStdString());
    }
  }

  void wrongListsAreRefused_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("no key") << "=1,2"
                            << "KEY=";
    QTest::newRow("no value") << "a="
                              << "KEY=";
    QTest::newRow("no equals") << "a"
                               << "KEY=";
    QTest::newRow("gap") << "a=1,,2"
                         << "missing";
    QTest::newRow("log of zero") << "a=0:1:log3"
                                 << "above 0";
    QTest::newRow("one value") << "a=0.1:1:log1"
                               << "2 to";
    QTest::newRow("half a value") << "a=0.1:1:log2.5"
                                  << "2 to";
    QTest::newRow("word") << "a=x:1:log3"
                          << "finite";
  }
  void wrongListsAreRefused() {
    QFETCH(QString, text);
    QFETCH(QString, said);
    const Result<SweepAxis> axis = sweepAxisFrom(text.toStdString());
    QVERIFY(!axis);
    const QString what = QString::fromStdString(axis.error().what);
    QVERIFY2(what.contains(said) && what.contains("--over " + text), qPrintable(what));
  }

  void pointsAreTheProductWithTheLastFastest() {
    const std::vector<SweepAxis> axes{{"a", {"1", "2"}}, {"b", {"x", "y", "z"}}};
    QVERIFY(bool(checkedAxes(axes)));
    QCOMPARE(sweepSize(axes), std::size_t(6));
    QCOMPARE(sweepPoint(axes, 0), (std::vector<std::size_t>{0, 0}));
    QCOMPARE(sweepPoint(axes, 2), (std::vector<std::size_t>{0, 2}));
    QCOMPARE(sweepPoint(axes, 5), (std::vector<std::size_t>{1, 2}));
    QVERIFY(!checkedAxes({{"a", {"1"}}, {"a", {"2"}}}));
    const std::vector<std::string> many(400, "1");
    QVERIFY(!checkedAxes({{"a", many}, {"b", many}}));
  }
};

QTEST_GUILESS_MAIN(SweepTest)
#include "sweep_test.moc"
