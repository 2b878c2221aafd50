#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/views/colour_map.h"
#include "widgets/views/name_layout.h"
#include "widgets/views/plot_axis.h"
#include "widgets/views/thinning.h"
#include "widgets/views/ticks.h"

using namespace thalweg;

namespace {

QStringList textsOf(const std::vector<Tick>& ticks) {
  QStringList texts;
  for (const Tick& tick : ticks) texts << tick.text;
  return texts;
}

}  // namespace

class PlotPartsTest : public QObject {
  Q_OBJECT

 private slots:
  void linearTicksAreRound_data() {
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    QTest::addColumn<int>("wanted");
    QTest::addColumn<QString>("texts");
    QTest::newRow("steps") << 0.0 << 120.0 << 6 << "0 20 40 60 80 100 120";
    QTest::newRow("ends met by four") << 0.0 << 120.0 << 3 << "0 40 80 120";
    QTest::newRow("true minus") << -3.75 << 3.65 << 7 << QString::fromUtf8("−3 −2 −1 0 1 2 3");
    QTest::newRow("halves") << 0.0 << 1.2 << 3 << "0 0.4 0.8 1.2";
    QTest::newRow("millions") << 1.0e6 << 2.0e6 << 2 << QString::fromUtf8("10⁶ 1.5·10⁶ 2·10⁶");
    QTest::newRow("tiny") << 0.0 << 3e-7 << 3 << QString::fromUtf8("0 10⁻⁷ 2·10⁻⁷ 3·10⁻⁷");
    QTest::newRow("empty") << 1.0 << 1.0 << 5 << "";
  }
  void linearTicksAreRound() {
    QFETCH(double, low);
    QFETCH(double, high);
    QFETCH(int, wanted);
    QFETCH(QString, texts);
    QCOMPARE(textsOf(linearTicks(low, high, wanted)).join(' '), texts);
  }
  void decadesAreLabelledEverySecond() {
    const auto ticks = logTicks(-5.2, 1.1, 6);
    QCOMPARE(textsOf(ticks).join(' ').simplified(), QString::fromUtf8("10⁻⁴ 10⁻² 10⁰"));
    QCOMPARE(ticks.size(), std::size_t(7));  // one each decade, from -5 to 1
    const auto sparse = logTicks(-30, 2, 5);
    const QStringList texts = textsOf(sparse);
    QVERIFY(std::count_if(texts.begin(), texts.end(),
                          [](const QString& t) { return !t.isEmpty(); }) <= 6);
    QCOMPARE(textsOf(logTicks(-1.05, 0.1, 6)).join(' '), QString("0.1 0.2 0.5 1"));
    QVERIFY(logTicks(0.30, 0.33, 5).size() >= 2);
  }
  void thinningKeepsExtremesAndBreaks() {
    std::vector<double> x(100000), y(100000);
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = double(i);
      y[i] = std::sin(0.01 * double(i));
    }
    y[31234] = 9;
    y[77777] = -7;
    const auto runs = thinned(x, y, 0, 99999, 300);
    QCOMPARE(runs.size(), std::size_t(1));
    QVERIFY2(runs[0].size() <= 602, qPrintable(QString::number(runs[0].size())));
    QVERIFY(runs[0].contains(QPointF(31234, 9)));
    QVERIFY(runs[0].contains(QPointF(77777, -7)));
    QVERIFY(std::is_sorted(runs[0].begin(), runs[0].end(),
                           [](QPointF a, QPointF b) { return a.x() < b.x(); }));
    y[50000] = std::numeric_limits<double>::quiet_NaN();
    QCOMPARE(thinned(x, y, 0, 99999, 300).size(), std::size_t(2));
    // Every second point missing, as zeros are on a log axis: a few runs, not fifty thousand.
    std::vector<double> holes = y;
    for (std::size_t i = 0; i < holes.size(); i += 2) holes[i] = std::nan("");
    QVERIFY(thinned(x, holes, 0, 99999, 300).size() <= 9);
    QCOMPARE(thinned(x, holes, 100, 110, 300).size(), std::size_t(7));
    // Zoomed in: every point, and one beyond each end.
    const auto part = thinned(x, y, 100.5, 110.5, 300);
    QCOMPARE(part[0].first().x(), 100.0);
    QCOMPARE(part[0].last().x(), 111.0);
    QCOMPARE(part[0].size(), qsizetype(12));
    QVERIFY(thinned({}, {}, 0, 1, 10).empty());
  }
  void straightPartsNeedTheirEndsOnly() {
    QPolygonF flat, wave, jumps;
    for (int i = 0; i <= 1000; ++i) {
      flat << QPointF(i, 5 + 0.01 * (i % 2));
      wave << QPointF(i, 40 * std::exp(-0.01 * i) * std::cos(0.05 * i));
      jumps << QPointF(i, i % 2);
    }
    QCOMPARE(straightened(flat, 0.2), QPolygonF({flat.first(), flat.last()}));
    QCOMPARE(straightened(jumps, 0.2), jumps);
    const QPolygonF few = straightened(wave, 0.2);
    QVERIFY2(few.size() < 250, qPrintable(QString::number(few.size())));
    QCOMPARE(few.first(), wave.first());
    QCOMPARE(few.last(), wave.last());
    double worst = 0;
    qsizetype k = 0;
    for (const QPointF& point : wave) {
      while (few[k + 1].x() < point.x()) ++k;
      const double t = (point.x() - few[k].x()) / (few[k + 1].x() - few[k].x());
      worst = std::max(worst, std::abs(few[k].y() + t * (few[k + 1].y() - few[k].y()) - point.y()));
    }
    QVERIFY2(worst <= 0.2 + 1e-9, qPrintable(QString::number(worst)));
    const QPolygonF back{{0, 0}, {1, 0}, {2, 0}, {2, 7}, {1, 7}, {1, 7}, {3, 7}};
    QCOMPARE(straightened(back, 0.2), QPolygonF({{0, 0}, {2, 0}, {2, 7}, {1, 7}, {1, 7}, {3, 7}}));
    QCOMPARE(straightened({{1, 1}}, 0.2), QPolygonF({{1, 1}}));
    QVERIFY(straightened({}, 0.2).isEmpty());
  }
  void valuesWithoutALogarithmAreLeftOut() {
    Figure figure;
    figure.yScale = Scale::logarithmic;
    figure.series.push_back({"a", {0, 1, 2, 3}, {1, 0, -4, 0.01}, 0, LineRole::main, "a"});
    const PlotAxis axis = yAxisOf(figure);
    QVERIFY(axis.low < -2 && axis.low > -2.3 && axis.high > 0 && axis.high < 0.3);
    QVERIFY(std::isnan(axis.drawn(0)) && std::isnan(axis.drawn(-4)));
  }
  void aDivergingCurveLeavesTheOthersInSight() {
    Figure figure;
    figure.yScale = Scale::logarithmic;
    figure.series.push_back({"a", {0, 1, 2}, {1, 1e-3, 1e-7}, 0, LineRole::main, "a"});
    figure.series.push_back({"b", {0, 1, 2}, {1, 1e12, 1e60}, 1, LineRole::main, "b"});
    PlotAxis axis = yAxisOf(figure);
    QVERIFY(axis.low < -7 && axis.high > 8.9 && axis.high < 10);
    // One that converges beyond all measure still does not push out where they begin.
    figure.series.push_back({"c", {0, 1, 2}, {1, 1e-80, 1e-200}, 2, LineRole::main, "c"});
    axis = yAxisOf(figure);
    QVERIFY(axis.high > 4 && axis.high < 5 && axis.low < -11 && axis.low > -13);
  }
  void boundsNearTheCurvesAreShown() {
    Figure figure;
    figure.series.push_back({"sharpness", {0, 1}, {2.0, 2.3}, 0, LineRole::main, ""});
    figure.levels.push_back({"2/lr", 2.5, 0});
    QVERIFY(yAxisOf(figure).high > 2.5);
    figure.levels[0].value = 2000;
    QVERIFY(yAxisOf(figure).high < 3);
  }
  void namesCoverNoLine() {
    const QRectF plot(0, 0, 600, 160);
    const std::vector<std::vector<QPolygonF>> lines{{QPolygonF({{0, 20}, {600, 60}})},
                                                    {QPolygonF({{0, 40}, {600, 140}})}};
    const auto boxes = placeNames(lines, {{100, 14}, {60, 14}}, plot, {});
    for (const auto& box : boxes) QVERIFY(box.has_value() && plot.contains(box.value()));
    QVERIFY(!boxes[0]->intersects(*boxes[1]));
    for (const auto& box : boxes)
      for (double x = box->left(); x <= box->right(); ++x) {
        QVERIFY(!box->contains(QPointF(x, 20 + 40 * x / 600)));
        QVERIFY(!box->contains(QPointF(x, 40 + 100 * x / 600)));
      }
    const QRectF legend = placeLegend(lines, {150, 60}, plot);
    QVERIFY(legend.bottom() > 100 && legend.left() < 100);  // the free corner
  }
  void mapRunsFromVioletToYellow() {
    QCOMPARE(viridis(0), qRgb(68, 1, 84));
    QCOMPARE(viridis(1), qRgb(253, 231, 37));
    QCOMPARE(viridis(std::nan("")), viridis(0));
    const QRgb middle = viridis(
        127.0 / 255);  // entry 127 of the published table: 0.127568 0.566949 0.550556 is 128
    QVERIFY(std::abs(qGreen(middle) - 144) <= 1 && std::abs(qRed(middle) - 33) <= 1);
    QCOMPARE(mixed(qRgb(100, 0, 0), qRgb(200, 0, 0), 0.25), qRgb(125, 0, 0));
  }
};

QTEST_GUILESS_MAIN(PlotPartsTest)
#include "plot_parts_test.moc"
