/// Linear models: derivatives against differences, one loss against another, rows against the
/// whole.
#include "core/objectives/data/linear_model.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/base/random.h"

using namespace thalweg;

namespace {

LinearModel model(LinearLoss loss, Index outputs, Index samples, double ridge) {
  Random random(3);
  LinearModel::Spec spec{Mat(4, samples), Mat::Zero(outputs, samples), loss, true, ridge};
  for (double& each : spec.features.reshaped()) each = random.normal();
  for (Index i = 0; i < samples; ++i) {
    if (loss == LinearLoss::halfSquared) spec.targets.col(i).setConstant(random.normal());
    if (loss == LinearLoss::logistic) spec.targets(0, i) = random.sign() > 0;
    if (loss == LinearLoss::softmax)
      spec.targets(Index(random.below(std::uint64_t(outputs))), i) = 1;
  }
  return LinearModel(std::move(spec));
}

Vec point(Index d, std::uint64_t seed) {
  Random random(seed);
  Vec x(d);
  for (double& each : x) each = random.normal();
  return x;
}

}  // namespace

class LinearModelTest : public QObject {
  Q_OBJECT

  void losses() {
    QTest::addColumn<int>("loss");
    QTest::addColumn<int>("outputs");
    QTest::newRow("half squared") << int(LinearLoss::halfSquared) << 3;
    QTest::newRow("logistic") << int(LinearLoss::logistic) << 1;
    QTest::newRow("softmax") << int(LinearLoss::softmax) << 3;
  }

 private slots:
  void derivativesMatchDifferences_data() { losses(); }
  void derivativesMatchDifferences() {
    QFETCH(int, loss);
    QFETCH(int, outputs);
    const LinearModel f = model(LinearLoss(loss), outputs, 150, 0.3);  // more than one chunk
    const auto work = f.scratch();
    const Index d = f.dimension();
    QCOMPARE(d, Index(5 * outputs));
    const Vec x = point(d, 1), v = point(d, 2);
    Vec g(d), up(d), down(d), hv(d), third(d);
    QCOMPARE(f.gradient(x, g, work.get()), f.value(x, work.get()));
    const double step = 1e-5;
    const double slope =
        (f.gradient(x + step * v, up, work.get()) - f.gradient(x - step * v, down, work.get())) /
        (2 * step);
    QVERIFY(std::abs(slope - g.dot(v)) < 1e-8 * (1 + std::abs(slope)));
    f.hessianTimes(x, v, hv, work.get());
    QVERIFY(((up - down) / (2 * step) - hv).norm() < 1e-8 * (1 + hv.norm()));
    QVERIFY(f.thirdTimes(x, v, third, work.get()));
    f.hessianTimes(x + step * v, v, up, work.get());
    f.hessianTimes(x - step * v, v, down, work.get());
    QVERIFY(((up - down) / (2 * step) - third).norm() < 1e-7 * (1 + third.norm()));
    if (loss == int(LinearLoss::halfSquared)) QVERIFY(third.isZero(0));
    f.gaussNewtonTimes(x, v, up, work.get());
    QVERIFY(up == hv);
  }

  void rowsMakeTheWhole_data() { losses(); }
  void rowsMakeTheWhole() {
    QFETCH(int, loss);
    QFETCH(int, outputs);
    const LinearModel f = model(LinearLoss(loss), outputs, 150, 0.3);
    const auto work = f.scratch();
    const Vec x = point(f.dimension(), 1);
    Vec g(x.size()), some(x.size()), mean = Vec::Zero(x.size());
    const double whole = f.gradient(x, g, work.get());
    std::vector<Index> rows(150);
    std::iota(rows.begin(), rows.end(), 0);
    QVERIFY(std::abs(f.gradientOn(x, rows, some, work.get()) - whole) < 1e-13 * (1 + whole));
    QVERIFY((some - g).norm() < 1e-13 * (1 + g.norm()));
    double sum = 0;
    for (const Index row : rows) {
      sum += f.gradientOn(x, std::span(&row, 1), some, work.get()) / 150;
      mean += some / 150;
    }
    QVERIFY(std::abs(sum - whole) < 1e-13 * (1 + whole) &&
            (mean - g).norm() < 1e-13 * (1 + g.norm()));
  }

  /// Softmax of the outputs (0, z) is the logistic model of z.
  void softmaxOfTwoIsLogistic() {
    const LinearModel one = model(LinearLoss::logistic, 1, 40, 0);
    Random random(3);
    LinearModel::Spec spec{Mat(4, 40), Mat::Zero(2, 40), LinearLoss::softmax};
    for (double& each : spec.features.reshaped()) each = random.normal();
    for (Index i = 0; i < 40; ++i) spec.targets(random.sign() > 0 ? 1 : 0, i) = 1;
    const LinearModel two(std::move(spec));
    const Vec x = point(5, 9);
    Vec y = Vec::Zero(10), g(5), h(10);
    y.segment(4, 4) = x.head(4);
    y[9] = x[4];
    const auto work = one.scratch(), other = two.scratch();
    QVERIFY(std::abs(one.gradient(x, g, work.get()) - two.gradient(y, h, other.get())) < 1e-14);
    QVERIFY((g.head(4) - h.segment(4, 4)).norm() < 1e-14 && std::abs(g[4] - h[9]) < 1e-14);
    QCOMPARE(one.accuracy(x, work.get()), two.accuracy(y, other.get()));
  }

  void largeOutputsDoNotOverflow() {
    for (const LinearLoss loss : {LinearLoss::logistic, LinearLoss::softmax}) {
      const LinearModel f = model(loss, loss == LinearLoss::logistic ? 1 : 3, 20, 0);
      const auto work = f.scratch();
      const Vec x = 1e4 * point(f.dimension(), 4);
      Vec g(x.size());
      QVERIFY(std::isfinite(f.gradient(x, g, work.get())) && g.allFinite());
      QVERIFY(f.value(x, work.get()) > 100);
    }
  }
};

QTEST_GUILESS_MAIN(LinearModelTest)
#include "linear_model_test.moc"
