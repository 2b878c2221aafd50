#include "widgets/views/plane_path.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace thalweg;

class PlanePathTest : public QObject {
  Q_OBJECT

  const QTransform m_toView{100,  0, 0,
                            -100, 0, 100};  // the unit square onto 100 by 100 pixels, y upwards
  const QRectF m_box{0, 0, 100, 100};

  static PlanePath pathOf(std::vector<QPointF> points, int stride = 1) {
    PlanePath path;
    path.points = std::move(points);
    path.stride = stride;
    return path;
  }

 private slots:
  void placeBetweenKeptPoints() {
    const PlanePath path = pathOf({{0, 0}, {1, 2}}, 4);
    QCOMPARE(lastStepOf(path), 4);
    QCOMPARE(*placeAt(path, 1), QPointF(0.25, 0.5));
    QCOMPARE(*placeAt(path, 99), QPointF(1, 2));
    QVERIFY(!placeAt(PlanePath{}, 0));
  }
  void aPathFallsIntoPartsThatAreAboutAsFarAway() {
    PlanePath path = pathOf({{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}}, 10);
    QCOMPARE(stretchesOf(path, 0, 50).size(), std::size_t(1));
    path.away = {0.0, 0.05, 0.1, 0.5, 0.52, 0.9};
    const std::vector<AwayStretch> parts = stretchesOf(path, 5, 45);
    QCOMPARE(parts.size(), std::size_t(2));
    QCOMPARE(parts[0].from, 5);
    QCOMPARE(parts[0].to, 30);
    QCOMPARE(parts[1].to, 45);
    QCOMPARE(parts[1].away, 0.5);
    QCOMPARE(stretchesOf(path, 0, 500).back().to, 50);
    QVERIFY(stretchesOf(path, 50, 50).empty() && stretchesOf(PlanePath{}, 0, 5).empty());
    const QPolygonF line = betweenOf(path, 5, 45, QTransform());
    QCOMPARE(line, QPolygonF({{0.5, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {4.5, 0}}));
    // Joined they are the whole path.
    double length = 0;
    for (const AwayStretch& part : stretchesOf(path, 0, 50))
      length += lengthOf(betweenOf(path, part.from, part.to, QTransform()));
    QVERIFY(std::abs(length - 5) < 1e-12);
  }
  void exitIsWhereThePathCrossesTheFrame() {
    const PlanePath path = pathOf({{0.5, 0.5}, {0.9, 0.5}, {1.3, 0.7}, {5, 9}});
    QVERIFY(!exitOf(path, 1, m_toView, m_box));
    const auto exit = exitOf(path, 3, m_toView, m_box);
    QVERIFY(exit.has_value());
    QCOMPARE(exit->step, 2);
    QVERIFY(std::abs(exit->at.x() - 100) < 1e-9 && std::abs(exit->at.y() - 45) < 1e-9);
    QVERIFY(exit->towards.x() > 0 && exit->towards.y() < 0);
    QVERIFY(std::abs(std::hypot(exit->towards.x(), exit->towards.y()) - 1) < 1e-12);
  }
  void pathToInfinityStillHasAnExit() {
    const double inf = std::numeric_limits<double>::infinity();
    const auto exit = exitOf(pathOf({{0.5, 0.5}, {inf, inf}}), 1, m_toView, m_box);
    QVERIFY(exit.has_value() && exit->step == 1 && m_box.adjusted(-1, -1, 1, 1).contains(exit->at));
    const auto outside = exitOf(pathOf({{3, 0.5}}), 0, m_toView, m_box);
    QVERIFY(outside.has_value());
    QCOMPARE(outside->at, QPointF(100, 50));
  }
  void nearestStepOfVisiblePaths() {
    std::vector<PlanePath> paths{pathOf({{0.1, 0.1}, {0.5, 0.5}}, 10), pathOf({{0.52, 0.5}})};
    QCOMPARE(*nearestStep(paths, {51.5, 50}, 10, m_toView), (StepOfPath{1, 0}));
    QCOMPARE(*nearestStep(paths, {49, 50}, 10, m_toView), (StepOfPath{0, 10}));
    paths[1].visible = false;
    QCOMPARE(*nearestStep(paths, {51.5, 50}, 10, m_toView), (StepOfPath{0, 10}));
    QVERIFY(!nearestStep(paths, {80, 80}, 10, m_toView));
  }
  void clippingCutsAtTheBoxAndCountsLength() {
    const ClippedLine line = clipped({{-50, 50}, {150, 50}, {150, 20}, {-50, 20}}, m_box);
    QCOMPARE(line.pieces.size(), std::size_t(2));
    QCOMPARE(line.pieces[0].first(), QPointF(0, 50));
    QCOMPARE(line.pieces[0].last(), QPointF(100, 50));
    QCOMPARE(line.lengthBefore[0], 50.0);
    QCOMPARE(line.lengthBefore[1], 200.0 + 30 + 50);
    const ClippedLine far = clipped({{50, 50}, {1e300, 1e300}}, m_box);
    QCOMPARE(far.pieces.size(), std::size_t(1));
    QVERIFY(far.pieces[0].last().x() <= 100 + 1e-9);
  }
  void clippingThinsToHalfPixels() {
    QPolygonF dense;
    for (int i = 0; i <= 100000; ++i) dense << QPointF(i * 1e-3, 50 + 10 * std::sin(i * 1e-4));
    const ClippedLine line = clipped(dense, m_box);
    QCOMPARE(line.pieces.size(), std::size_t(1));
    QVERIFY(line.pieces[0].size() < 260);
    QCOMPARE(line.pieces[0].last(), dense.last());
  }
  void pastAndFutureMeetAtTheCursor() {
    const PlanePath path = pathOf({{0, 0}, {1, 0}, {1, 1}}, 2);
    const QTransform same;
    QCOMPARE(pastOf(path, 3, same).last(), QPointF(1, 0.5));
    QCOMPARE(futureOf(path, 3, same).first(), QPointF(1, 0.5));
    QCOMPARE(pastOf(path, 2, same).size(), qsizetype(2));
    QVERIFY(futureOf(path, 4, same).isEmpty());
    QCOMPARE(lengthOf(pastOf(path, 4, same)), 2.0);
  }
};

QTEST_GUILESS_MAIN(PlanePathTest)
#include "plane_path_test.moc"
