/// What every landscape of the catalogue promises.
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/catalog.h"

using namespace thalweg;

class LandscapePromises : public QObject {
  Q_OBJECT

  void everyLandscape() {
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < allLandscapes().size(); ++i)
      QTest::newRow(allLandscapes()[i].card.id.c_str()) << int(i);
  }
  const LandscapeEntry& entry() {
    QFETCH(int, row);
    return allLandscapes()[std::size_t(row)];
  }
  /// A seeded point of the box.
  static Vec pointIn(const std::vector<Interval>& box, Random& random) {
    Vec x(Index(box.size()));
    for (std::size_t i = 0; i < box.size(); ++i)
      x[Index(i)] = random.uniform(box[i].low, box[i].high);
    return x;
  }

 private slots:
  void cardIsComplete_data() { everyLandscape(); }
  void cardIsComplete() {
    const Card& card = entry().card;
    for (const std::string* text :
         {&card.id, &card.title, &card.summary, &card.formula, &card.reference})
      QVERIFY(!text->empty());
    for (const auto& [id, rate] : entry().rates)
      QVERIFY2(find(allOptimizers(), id) && rate > 0, id.c_str());
  }

  void derivativesMatchDifferences_data() { everyLandscape(); }
  void derivativesMatchDifferences() {
    const Landscape land = *entry().make({});
    Evaluator f(land.objective);
    const Index d = land.objective->dimension();
    Random random(7);
    Vec g(d), up(d), down(d), hv(d);
    Mat h;
    for (int k = 0; k < 20; ++k) {
      const Vec x = pointIn(land.box, random);
      const double value = f.gradient(x, g);
      QCOMPARE(value, f.value(x));
      f.hessian(x, h);
      const double scale = 1.0 + g.norm() + h.norm();
      for (Index i = 0; i < d; ++i) {
        const double step = 1e-5;
        Vec a = x, b = x;
        a[i] += step;
        b[i] -= step;
        QVERIFY(std::abs((f.value(a) - f.value(b)) / (2 * step) - g[i]) < 1e-7 * scale);
        f.gradient(a, up);
        f.gradient(b, down);
        QVERIFY(((up - down) / (2 * step) - h.col(i)).norm() < 1e-6 * scale);
        f.hessianTimes(x, Vec::Unit(d, i), hv);
        QVERIFY((hv - h.col(i)).norm() <= 1e-14 * scale);
      }
    }
  }

  void knownPointsAreStationary_data() { everyLandscape(); }
  void knownPointsAreStationary() {
    const Landscape land = *entry().make({});
    Evaluator f(land.objective);
    Vec g(land.start.size());
    Random random(3);
    for (const KnownPoint& point : land.points) {
      QVERIFY(std::abs(f.gradient(point.x, g) - point.f) <
              1e-12 * std::max(1.0, std::abs(point.f)));
      if (!point.smooth) continue;
      // Stationary to the digits of the point: half of them, times the curvature there.
      Mat h;
      f.hessian(point.x, h);
      QVERIFY2(g.norm() < 1e-8 * (1 + h.norm()), qPrintable(QString::number(g.norm())));
      for (int k = 0; point.kind == PointKind::minimum && k < 50; ++k) {
        Vec near = point.x;
        for (double& xi : near) xi += 1e-3 * random.normal();
        QVERIFY(f.value(near) >= point.f);
      }
    }
  }

  void startAndRatesGiveADescent_data() { everyLandscape(); }
  void startAndRatesGiveADescent() {
    const Landscape land = *entry().make({});
    for (std::size_t i = 0; i < land.box.size(); ++i)
      QVERIFY(land.start[Index(i)] > land.box[i].low && land.start[Index(i)] < land.box[i].high);
    for (const auto& [id, rate] : entry().rates) {
      Vec x = land.start;
      Stepper stepper = *find(allOptimizers(), id)->make({{"learning_rate", rate}}, x);
      Oracle oracle(land.objective);
      const double before = oracle.value(x);
      double lowest = before;
      // A surface without a floor may be left for good: what counts is that the way led down.
      for (int k = 0; k < 60 && x.allFinite(); ++k) {
        stepper.step(x, oracle);
        lowest = std::fmin(lowest, oracle.value(x));
      }
      QVERIFY2(lowest < before, id.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(LandscapePromises)
#include "promises_test.moc"
