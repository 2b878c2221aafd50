/// What every landscape of the catalogue promises.
#include <QTest>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/random.h"
#include "core/catalog.h"
#include "core/math/lanczos.h"

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

  /// Along coordinates, at most so many of them.
  static std::vector<Index> coordinatesOf(Index d) {
    std::vector<Index> chosen;
    for (Index k = 0; k < std::min<Index>(d, 12); ++k)
      chosen.push_back(k * d / std::min<Index>(d, 12));
    return chosen;
  }

  /// Up one way and down another, or flat to the second order.
  static bool curvesBothWays(Evaluator& f, const Vec& x) {
    Mat h;
    f.hessian(x, h);
    const Vec curvatures = symmetricEigenvalues(h);
    return h.isZero(0) || (curvatures.minCoeff() < 0 && curvatures.maxCoeff() > 0);
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
    Vec g(d), up(d), down(d), hv(d), hvUp(d), hvDown(d), third(d);
    for (int k = 0; k < (d > 100 ? 3 : 20); ++k) {
      const Vec x = pointIn(land.box, random);
      const double value = f.gradient(x, g);
      QCOMPARE(value, f.value(x));
      double bend = 0;
      for (const Index i : coordinatesOf(d)) {
        f.hessianTimes(x, Vec::Unit(d, i), hv);
        bend = std::max(bend, hv.norm());
      }
      const double scale = 1.0 + g.norm() + bend;
      for (const Index i : coordinatesOf(d)) {
        const double step = 1e-5;
        const Vec unit = Vec::Unit(d, i);
        QVERIFY(std::abs((f.value(x + step * unit) - f.value(x - step * unit)) / (2 * step) -
                         g[i]) < 1e-7 * scale);
        f.gradient(x + step * unit, up);
        f.gradient(x - step * unit, down);
        f.hessianTimes(x, unit, hv);
        QVERIFY(((up - down) / (2 * step) - hv).norm() < 1e-6 * scale);
        // The change of H v along v is the third derivative along v.
        QVERIFY(f.thirdTimes(x, unit, third));
        f.hessianTimes(x + step * unit, unit, hvUp);
        f.hessianTimes(x - step * unit, unit, hvDown);
        const Vec change = (hvUp - hvDown) / (2 * step);
        QVERIFY2((change - third).norm() < 2e-6 * (scale + third.norm()),
                 qPrintable(QString("%1 %2").arg((change - third).norm()).arg(third.norm())));
      }
    }
  }

  void partsOfDerivativesAgree_data() { everyLandscape(); }
  /// The whole Hessian and its products; products are linear, third derivatives quadratic; many
  /// values at once are those of one at a time.
  void partsOfDerivativesAgree() {
    const Landscape land = *entry().make({});
    Evaluator f(land.objective);
    const Index d = land.objective->dimension();
    Random random(11);
    const Vec x = pointIn(land.box, random);
    Vec v(d), w(d), hv(d), hw(d), both(d), a(d), b(d), c(d);
    for (Index i = 0; i < d; ++i) v[i] = random.normal(), w[i] = random.normal();
    f.hessianTimes(x, v, hv);
    f.hessianTimes(x, w, hw);
    f.hessianTimes(x, v + 2 * w, both);
    QVERIFY((both - hv - 2 * hw).norm() <= 1e-12 * (1 + hv.norm() + hw.norm()));
    QVERIFY(std::abs(v.dot(hw) - w.dot(hv)) <= 1e-12 * (1 + v.norm() * hw.norm()));
    QVERIFY(f.thirdTimes(x, v, a) && f.thirdTimes(x, v + w, b) && f.thirdTimes(x, v - w, c));
    Vec e(d);
    QVERIFY(f.thirdTimes(x, w, e));
    QVERIFY((b + c - 2 * a - 2 * e).norm() <= 1e-11 * (1 + b.norm() + c.norm()));
    if (d <= 50) {
      Mat h;
      f.hessian(x, h);
      QVERIFY((h * v - hv).norm() <= 1e-13 * (1 + hv.norm() + h.norm() * v.norm()));
    }
    Mat points(67, d);
    for (Index k = 0; k < points.rows(); ++k) points.row(k) = pointIn(land.box, random).transpose();
    std::vector<double> many(67);
    f.values(points, many);
    for (Index k = 0; k < points.rows(); ++k)
      QCOMPARE(many[std::size_t(k)], f.value(points.row(k).transpose()));
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
      double bend = 0;
      Vec hv(g.size());
      for (const Index i : coordinatesOf(g.size())) {
        f.hessianTimes(point.x, Vec::Unit(g.size(), i), hv);
        bend = std::max(bend, hv.norm());
      }
      QVERIFY2(g.norm() < 1e-8 * (1 + bend), qPrintable(QString::number(g.norm())));
      if (point.kind == PointKind::saddle) QVERIFY(curvesBothWays(f, point.x));
      for (int k = 0; point.kind == PointKind::minimum && k < 50; ++k) {
        Vec near = point.x;
        for (double& xi : near) xi += 1e-3 * random.normal();
        QVERIFY(f.value(near) >= point.f);
      }
    }
  }

  void startAndRatesWork_data() { everyLandscape(); }
  /// In some hundred steps every rate brings f down by a good part of the way to the lowest known
  /// point (or to what the best of them finds), and none throws it up.
  void startAndRatesWork() {
    const Landscape land = *entry().make({});
    for (std::size_t i = 0; i < land.box.size(); ++i)
      QVERIFY(land.start[Index(i)] > land.box[i].low && land.start[Index(i)] < land.box[i].high);
    std::set<std::string> given;
    std::vector<std::pair<std::string, double>> ends;
    double lowest = std::numeric_limits<double>::infinity();
    for (const KnownPoint& point : land.points)
      if (point.kind == PointKind::minimum) lowest = std::min(lowest, point.f);
    const bool bottomless = land.points.empty() == false && std::isinf(lowest);
    const double before = Evaluator(land.objective).value(land.start);
    for (const auto& [id, rate] : entry().rates) {
      given.insert(id);
      Vec x = land.start;
      Stepper stepper = *find(allOptimizers(), id)->make({{"learning_rate", rate}}, x);
      Oracle oracle(land.objective);
      double last = before;
      for (int k = 0; k < 300; ++k) {
        stepper.step(x, oracle);
        last = oracle.value(x);
        QVERIFY2(std::isfinite(last) && x.allFinite(), id.c_str());
        QVERIFY2(last <= before + 0.5 * std::max(1.0, std::abs(before)), id.c_str());
      }
      ends.emplace_back(id, last);
    }
    for (const char* id : {"sgd", "momentum", "nesterov", "adam", "rmsprop", "adagrad"})
      QVERIFY2(given.count(id), id);
    if (std::isinf(lowest))
      for (const auto& end : ends) lowest = std::min(lowest, end.second);
    for (const auto& [id, end] : ends)
      QVERIFY2(bottomless ? end < before : end < before - 0.2 * (before - lowest),
               qPrintable(QString("%1: from %2 to %3, lowest %4")
                              .arg(id.c_str())
                              .arg(before)
                              .arg(end)
                              .arg(lowest)));
  }
};

QTEST_GUILESS_MAIN(LandscapePromises)
#include "promises_test.moc"
