/// What is drawn of long runs stays small and true.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "app/model/thinned.h"

namespace thalweg {

class ThinnedTest : public QObject {
  Q_OBJECT

 private slots:
  void shortColumnsAreWhole() {
    ThinnedColumn column;
    for (int i = 0; i < 5000; ++i) column.add(0.5 * i);
    std::vector<double> x, y;
    column.appendTo(x, y);
    QVERIFY(column.isWhole());
    QCOMPARE(x.size(), std::size_t(5000));
    for (int i = 0; i < 5000; ++i) {
      QCOMPARE(x[std::size_t(i)], double(i));
      QCOMPARE(y[std::size_t(i)], 0.5 * i);
    }
  }

  void longColumnsKeepTheirPeaks() {
    ThinnedColumn column;
    constexpr int steps = 1000000;
    for (int i = 0; i < steps; ++i)
      column.add(i == 123457 ? 50.0 : i == 777777 ? -50.0 : std::sin(1e-4 * i));
    std::vector<double> x, y;
    column.appendTo(x, y);
    QCOMPARE(column.size(), std::int64_t(steps));
    QVERIFY(!column.isWhole());
    QVERIFY(x.size() <= 4 * ThinnedColumn::mostBlocks);
    QVERIFY(std::is_sorted(x.begin(), x.end()));
    for (std::size_t i = 0; i < x.size(); ++i) {
      const int step = int(x[i]);
      QCOMPARE(y[i], step == 123457 ? 50.0 : step == 777777 ? -50.0 : std::sin(1e-4 * step));
    }
    QCOMPARE(*std::max_element(y.begin(), y.end()), 50.0);
    QCOMPARE(*std::min_element(y.begin(), y.end()), -50.0);
  }

  void whatIsNotANumberGivesWay() {
    ThinnedColumn column;
    for (int i = 0; i < 100000; ++i) column.add(i % 2 == 0 ? std::nan("") : double(i));
    std::vector<double> x, y;
    column.appendTo(x, y);
    for (const double value : y) QVERIFY(std::isfinite(value));
  }

  void shortPathsAreWhole() {
    ThinnedPath path;
    for (int i = 0; i < int(ThinnedPath::mostPoints); ++i) path.add(i, {0.0, 0.0}, i);
    QCOMPARE(path.size(), ThinnedPath::mostPoints);
    QCOMPARE(path.steps().back(), int(ThinnedPath::mostPoints) - 1);
  }

  /// A fast beginning, then two million steps about a place: the beginning is not lost.
  void longPathsKeepTheirShape() {
    const auto placeOf = [](int i) {
      const double far = 5 * std::exp(-0.01 * i);
      return QPointF(far * std::cos(0.05 * i) + 0.01 * std::sin(0.7 * i), far * std::sin(0.05 * i));
    };
    ThinnedPath path;
    constexpr int steps = 2000000;
    for (int i = 0; i < steps; ++i) path.add(i, placeOf(i), i);
    QVERIFY(path.size() <= ThinnedPath::mostPoints);
    QCOMPARE(path.steps().front(), 0);
    QCOMPARE(path.steps().back(), steps - 1);
    QCOMPARE(path.points().back(), placeOf(steps - 1));
    std::size_t early = 0;
    for (std::size_t k = 0; k < path.size(); ++k) {
      QCOMPARE(path.points()[k], placeOf(path.steps()[k]));
      QCOMPARE(path.f()[k], double(path.steps()[k]));
      early += path.steps()[k] < 400;
    }
    QVERIFY2(early > 150, qPrintable(QString::number(early)));
    // Between two points kept the path is never far from the first of them.
    for (std::size_t k = 0; k + 1 < path.size(); ++k)
      for (int step = path.steps()[k]; step < path.steps()[k + 1]; step += 97) {
        const QPointF off = placeOf(step) - path.points()[k];
        QVERIFY(std::hypot(off.x(), off.y()) < 0.06);
      }
  }

  /// Rests at first, then jumps between its start and a far place.
  void aPathThatComesBack() {
    ThinnedPath path;
    for (int i = 0; i < 20000; ++i) path.add(i, {i > 2 && i % 2 == 0 ? 1e9 : 0.0, 0.0}, 0.0);
    QVERIFY(path.size() <= ThinnedPath::mostPoints);
    QCOMPARE(path.steps().back(), 19999);
  }

  void aPathThatLeavesTheWorld() {
    ThinnedPath path;
    for (int i = 0; i < 20000; ++i) path.add(i, {std::pow(1.1, i), 0.0}, 0.0);
    QVERIFY(path.size() <= ThinnedPath::mostPoints);
    const auto known = std::upper_bound(path.steps().begin(), path.steps().end(), 100);
    QVERIFY2(known - path.steps().begin() > 30, "the beginning is lost");
    QCOMPARE(path.points().front(), QPointF(1, 0));
  }
};

}  // namespace thalweg

QTEST_GUILESS_MAIN(thalweg::ThinnedTest)
#include "window_thinned_test.moc"
