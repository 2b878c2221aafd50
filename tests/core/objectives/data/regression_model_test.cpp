/// Linear models: derivatives against differences, one loss against another, rows against the
/// whole.
#include "core/objectives/data/regression_model.h"

#include <QTest>
#include <cmath>
#include <numeric>

#include "core/base/random.h"

using namespace thalweg;

namespace {

RegressionModel model(RegressionLoss loss, Index outputs, Index samples, double ridge) {
  Random random(3);
  RegressionModel::Spec spec{{Mat(4, samples), Mat::Zero(outputs, samples), {}}, loss, true, ridge};
  for (double& each : spec.samples.features.reshaped()) each = random.normal();
  for (Index i = 0; i < samples; ++i) {
    if (loss == RegressionLoss::halfSquared)
      spec.samples.targets.col(i).setConstant(random.normal());
    if (loss == RegressionLoss::logistic) spec.samples.targets(0, i) = random.sign() > 0;
    if (loss == RegressionLoss::softmax)
      spec.samples.targets(Index(random.below(std::uint64_t(outputs))), i) = 1;
  }
  return RegressionModel(std::move(spec));
}

Vec point(Index d, std::uint64_t seed) {
  Random random(seed);
  Vec x(d);
  for (double& each : x) each = random.normal();
  return x;
}

}  // namespace

class RegressionModelTest : public QObject {
  Q_OBJECT

  void losses() {
    QTest::addColumn<int>("loss");
    QTest::addColumn<int>("outputs");
    QTest::newRow("half squared") << int(RegressionLoss::halfSquared) << 3;
    QTest::newRow("logistic") << int(RegressionLoss::logistic) << 1;
    QTest::newRow("softmax") << int(RegressionLoss::softmax) << 3;
  }

 private slots:
  void derivativesMatchDifferences_data() { losses(); }
  void derivativesMatchDifferences() {
    QFETCH(int, loss);
    QFETCH(int, outputs);
    const RegressionModel f =
        model(RegressionLoss(loss), outputs, 150, 0.3);  // more than one chunk
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
    if (loss == int(RegressionLoss::halfSquared)) QVERIFY(third.isZero(0));
    f.gaussNewtonTimes(x, v, up, work.get());
    QVERIFY(up == hv);
  }

  void rowsMakeTheWhole_data() { losses(); }
  void rowsMakeTheWhole() {
    QFETCH(int, loss);
    QFETCH(int, outputs);
    const RegressionModel f = model(RegressionLoss(loss), outputs, 150, 0.3);
    const auto work = f.scratch();
    const Vec x = point(f.dimension(), 1);
    Vec g(x.size()), some(x.size()), mean;
    const double whole = f.gradient(x, g, work.get());
    std::vector<Index> rows(150);
    std::iota(rows.begin(), rows.end(), 0);
    QVERIFY(std::abs(f.gradientOn(x, rows, some, work.get()) - whole) < 1e-13 * (1 + whole));
    QVERIFY((some - g).norm() < 1e-13 * (1 + g.norm()));
    QVERIFY(std::abs(f.valueOn(x, rows, work.get()) - whole) < 1e-13 * (1 + whole));
    Mat each;
    Vec losses, weights = Vec::LinSpaced(150, -1, 2);
    f.perSampleGradients(x, rows, each, losses, work.get());
    QVERIFY(std::abs(losses.mean() - whole) < 1e-13 * (1 + whole));
    QVERIFY((each.colwise().mean().transpose() - g).norm() < 1e-13 * (1 + g.norm()));
    const double weighted = f.gradientWeighted(x, rows, weights, some, work.get());
    QVERIFY(std::abs(weighted - weights.dot(losses)) < 1e-12 * (1 + std::abs(weighted)));
    QVERIFY((some - each.transpose() * weights).norm() < 1e-12 * (1 + some.norm()));
    const std::vector<Index> three{5, 140, 5};
    f.gradientOn(x, three, some, work.get());
    mean = (2 * each.row(5) + each.row(140)).transpose() / 3;
    QVERIFY((some - mean).norm() < 1e-13 * (1 + mean.norm()));
    const Vec v = point(x.size(), 2);
    Vec hv(x.size()), on(x.size());
    f.hessianTimes(x, v, hv, work.get());
    f.hessianTimesOn(x, rows, v, on, work.get());
    QVERIFY((hv - on).norm() < 1e-13 * (1 + hv.norm()));
    Mat said;
    f.outputsAt(x, f.trainingSamples().features, said, work.get());
    QVERIFY(said.rows() == outputs && said.cols() == 150);
  }

  void squaresHaveResiduals() {
    const RegressionModel f = model(RegressionLoss::halfSquared, 2, 30, 0);
    const auto work = f.scratch();
    const Vec x = point(f.dimension(), 1);
    std::vector<Index> rows(30);
    std::iota(rows.begin(), rows.end(), 0);
    Mat j;
    Vec r, g(x.size());
    QCOMPARE(f.residualsPerSample(), Index(2));
    QVERIFY(f.residualJacobian(x, rows, j, r, work.get()));
    QVERIFY(std::abs(r.squaredNorm() / 60 - f.gradient(x, g, work.get())) < 1e-14);
    QVERIFY((j.transpose() * r / 30 - g).norm() < 1e-14);
    QVERIFY(!model(RegressionLoss::halfSquared, 2, 30, 0.1)
                 .residualJacobian(x, rows, j, r, work.get()));
  }

  /// Softmax of the outputs (0, z) is the logistic model of z.
  void softmaxOfTwoIsLogistic() {
    const RegressionModel one = model(RegressionLoss::logistic, 1, 40, 0);
    Random random(3);
    RegressionModel::Spec spec{{Mat(4, 40), Mat::Zero(2, 40), {}}, RegressionLoss::softmax};
    for (double& each : spec.samples.features.reshaped()) each = random.normal();
    for (Index i = 0; i < 40; ++i) spec.samples.targets(random.sign() > 0 ? 1 : 0, i) = 1;
    const RegressionModel two(std::move(spec));
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
    for (const RegressionLoss loss : {RegressionLoss::logistic, RegressionLoss::softmax}) {
      const RegressionModel f = model(loss, loss == RegressionLoss::logistic ? 1 : 3, 20, 0);
      const auto work = f.scratch();
      const Vec x = 1e4 * point(f.dimension(), 4);
      Vec g(x.size());
      QVERIFY(std::isfinite(f.gradient(x, g, work.get())) && g.allFinite());
      QVERIFY(f.value(x, work.get()) > 100);
    }
  }
};

QTEST_GUILESS_MAIN(RegressionModelTest)
#include "regression_model_test.moc"
