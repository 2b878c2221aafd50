#include "core/io/figure.h"

#include <QTest>
#include <cmath>

using namespace thalweg;

class FigureTest : public QObject {
  Q_OBJECT

 private slots:
  void csvHasOneRowAPoint() {
    Figure figure;
    figure.series.push_back({"Adam", {0, 1}, {0.1, 1.0 / 3}, 0, LineRole::main, ""});
    figure.series.push_back({"a, \"b\"", {5}, {std::nan("")}, 0, LineRole::main, ""});
    QCOMPARE(
        csvOf(figure),
        std::string("series,x,y\nAdam,0,0.1\nAdam,1,0.3333333333333333\n\"a, \"\"b\"\"\",5,nan\n"));
    QCOMPARE(csvOf({}), std::string("series,x,y\n"));
  }
};

QTEST_GUILESS_MAIN(FigureTest)
#include "figure_test.moc"
