#include "widgets/views/level_lines.h"

#include <QTest>
#include <cmath>

#include "tests/widgets/views/meander_scene.h"

using namespace thalweg;

namespace {

/// A field of f on n by n nodes of [-1, 1] x [-1, 1].
template <class F>
LevelField fieldOf(int n, F f) {
  LevelField field{n, n, -1, 1, -1, 1, {}};
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) field.share.push_back(f(field.xAt(i), field.yAt(j)));
  return field;
}

/// Area inside closed loops by the shoelace formula; loops round holes count negative.
double areaOf(const std::vector<QPolygonF>& loops) {
  double area = 0;
  for (const QPolygonF& loop : loops)
    for (qsizetype i = 0; i < loop.size(); ++i) {
      const QPointF a = loop[i], b = loop[(i + 1) % loop.size()];
      area += (a.x() * b.y() - b.x() * a.y()) / 2;
    }
  return area;
}

}  // namespace

class LevelLinesTest : public QObject {
  Q_OBJECT

 private slots:
  void lineOfAPlaneIsExact() {
    const auto lines = linesAt(fieldOf(7, [](double x, double y) { return x + 2 * y; }), 0.3);
    QCOMPARE(lines.size(), std::size_t(1));
    for (const QPointF& p : lines[0]) QVERIFY(std::abs(p.x() + 2 * p.y() - 0.3) < 1e-14);
    // From border to border: where y = (0.3 - x) / 2 at x = -1 and x = 1.
    const double ends[2] = {lines[0].first().x(), lines[0].last().x()};
    QVERIFY(std::abs(ends[0]) == 1 && std::abs(ends[1]) == 1 && ends[0] != ends[1]);
  }
  void circleIsOneClosedLine() {
    const auto lines =
        linesAt(fieldOf(101, [](double x, double y) { return std::hypot(x, y); }), 0.6);
    QCOMPARE(lines.size(), std::size_t(1));
    QCOMPARE(lines[0].first(), lines[0].last());
    for (const QPointF& p : lines[0]) QVERIFY(std::abs(std::hypot(p.x(), p.y()) - 0.6) < 1e-3);
  }
  void regionsRunAlongTheBorder() {
    const auto field = fieldOf(41, [](double x, double y) { return x + 0 * y; });
    QVERIFY(std::abs(areaOf(regionAbove(field, 0.25)) - 0.75 * 2) < 1e-12);
    QVERIFY(std::abs(areaOf(regionAbove(field, -5)) - 4) < 1e-12);
    QVERIFY(regionAbove(field, 5).empty());
  }
  void regionOutsideACircleHasAHole() {
    const auto loops =
        regionAbove(fieldOf(201, [](double x, double y) { return std::hypot(x, y); }), 0.5);
    QCOMPARE(loops.size(), std::size_t(2));
    QVERIFY(std::abs(areaOf(loops) - (4 - M_PI * 0.25)) < 1e-3);
  }
  void missingValuesAreHoles() {
    auto field = fieldOf(21, [](double x, double y) { return x + y > 1.4 ? std::nan("") : x; });
    for (const QPolygonF& line : linesAt(field, 0.55))
      for (const QPointF& p : line) QVERIFY(p.x() + p.y() <= 1.4 + 1e-9);
    const double whole = areaOf(regionAbove(field, -5));
    QVERIFY2(whole < 4 - 0.15 && whole > 3.5, qPrintable(QString::number(whole)));
  }
  void saddleFollowsItsMiddle() {
    LevelField cell{2, 2, 0, 1, 0, 1, {1, 0, 0, 1}};  // high on one diagonal
    QCOMPARE(linesAt(cell, 0.4).size(), std::size_t(2));
    // Mean 0.5 is above 0.4: the high corners hang together in one region, above 0.6 they are two.
    QCOMPARE(regionAbove(cell, 0.4).size(), std::size_t(1));
    QCOMPARE(regionAbove(cell, 0.6).size(), std::size_t(2));
  }
  void bandsSplitTheMeanderAtItsLogarithm() {
    const auto grid = thalweg::testing::meanderGrid(401);
    const LevelScale scale = levelScaleOf(*grid);
    QCOMPARE(scale.offset, 0.05);
    const LevelField field = levelFieldOf(*grid, scale);
    for (int k = 1; k < 13; ++k)
      for (const QPolygonF& line : linesAt(field, k / 13.0))
        for (const QPointF& p : line) {
          const double share = scale.share(thalweg::testing::meander(p.x(), p.y()));
          QVERIFY2(std::abs(share - k / 13.0) < 4e-3, qPrintable(QString::number(share * 13)));
        }
  }
  void scaleOfNegativeAndHugeLosses() {
    PlaneGrid grid{2, 1, 0, 1, 0, 1, {-16, 16}};
    const LevelScale deep = levelScaleOf(grid);
    QCOMPARE(deep.offset, 32.0);
    QCOMPARE(deep.share(-16), 0.0);
    QCOMPARE(deep.share(16), 1.0);
    QVERIFY(deep.share(0) > 0.4 && deep.share(0) < 0.8);
    grid.f = {0, 1e300};
    QVERIFY(levelScaleOf(grid).share(1.0) > 0.05);
    QVERIFY(std::isnan(deep.share(INFINITY)));
    grid.f = {std::nan(""), std::nan("")};
    QVERIFY(std::isfinite(levelScaleOf(grid).share(1.0)));
  }
};

QTEST_GUILESS_MAIN(LevelLinesTest)
#include "level_lines_test.moc"
