#include "core/math/slq.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/math/lanczos.h"
#include "core/math/tridiagonal.h"

using namespace thalweg;

namespace {

/// 495 eigenvalues evenly random in [-0.1, 0.1] and the outliers 1 .. 5, turned by reflections.
Mat bulkAndOutliers() {
  const Index d = 500;
  Random random(2);
  Vec values(d);
  for (Index i = 0; i < d; ++i) values[i] = i < 495 ? random.uniform(-0.1, 0.1) : double(i - 494);
  Mat a = values.asDiagonal();
  for (int k = 0; k < 4; ++k) {
    Vec u(d);
    for (double& entry : u) entry = random.normal();
    u.normalize();
    const Vec au = a * u;
    a += -2 * u * au.transpose() - 2 * au * u.transpose() + (4 * u.dot(au)) * u * u.transpose();
  }
  return 0.5 * (a + a.transpose());
}

Product productOf(const Mat& a) {
  return [&a](const Vec& v, Vec& av) { av.noalias() = a * v; };
}

double massAbove(const SpectralMeasure& measure, double level) {
  return (measure.nodes.array() > level).select(measure.weights, 0.0).sum();
}

}  // namespace

class SlqTest : public QObject {
  Q_OBJECT

 private slots:
  void outliersAndMomentsAreThose() {
    const Mat a = bulkAndOutliers();
    const SpectralMeasure measure =
        stochasticLanczos(productOf(a), 500, {.probes = 10, .steps = 80});
    QCOMPARE(measure.products, 800);
    QCOMPARE(measure.probes(), Index(10));
    QVERIFY(std::abs(measure.weights.sum() - 1.0) < 1e-12);
    QVERIFY(std::abs(massAbove(measure, 0.5) - 0.01) < 0.004);
    for (int outlier = 1; outlier <= 5; ++outlier)
      QVERIFY((measure.nodes.array() - outlier).abs().minCoeff() < 1e-10);
    const Vec values = symmetricEigenvalues(a);
    for (int power = 0; power <= 3; ++power) {
      const Estimate moment = momentOf(measure, power);
      const double exact = values.array().pow(power).mean();
      QVERIFY2(std::abs(moment.value - exact) <= 4 * moment.error + 1e-12,
               qPrintable(QString("%1: %2 +- %3 for %4")
                              .arg(power)
                              .arg(moment.value)
                              .arg(moment.error)
                              .arg(exact)));
      QVERIFY(std::abs(moment.value - exact) <= 0.3 * exact + 1e-12);
    }
  }

  /// m steps integrate polynomials to degree 2m - 1 as v'A^k v / d does.
  void quadratureOfOneProbeIsExactToItsDegree() {
    const Mat a = bulkAndOutliers();
    const SpectralMeasure measure =
        stochasticLanczos(productOf(a), 500, {.probes = 1, .steps = 4, .seed = 3});
    Random random(3, 0);
    Vec v(500), power(500);
    for (double& entry : v) entry = random.sign();
    power = v;
    for (int k = 0; k <= 8; ++k) {
      const double exact = v.dot(power) / 500.0, found = momentOf(measure, k).value;
      const double size = std::pow(5.0, k) / 500.0;
      if (k <= 7)
        QVERIFY2(std::abs(found - exact) <= 1e-12 * std::max(1.0, size),
                 qPrintable(QString::number(found - exact)));
      else
        QVERIFY(std::abs(found - exact) > 1e-9 * size);
      power = a * power;
    }
  }

  /// Without reorthogonalisation copies of 5 appear within 80 steps.
  void noGhostsAppear() {
    const Mat a = bulkAndOutliers();
    LanczosBasis basis(500, 120);
    Random random(7);
    Vec v(500);
    for (double& entry : v) entry = random.sign();
    basis.begin(v);
    for (int k = 0; k < 120; ++k) QVERIFY(basis.grow(productOf(a)));
    Vec values;
    Mat vectors;
    tridiagonalEigenpairs(basis.diagonal(), basis.offDiagonal(), values, vectors);
    for (int outlier = 1; outlier <= 5; ++outlier)
      QCOMPARE(((values.array() - outlier).abs() < 1e-3).count(), Index(1));
    QVERIFY((basis.vectors().transpose() * basis.vectors() - Mat::Identity(120, 120)).norm() <
            1e-12);
  }

  void semicircleIsSeen() {
    Random random(5);
    const Index d = 1000;
    Mat a(d, d);
    for (double& entry : a.reshaped()) entry = random.normal();
    a = (a + a.transpose()).eval() / std::sqrt(2.0 * double(d));
    const SpectralMeasure measure = stochasticLanczos(productOf(a), d, {.probes = 4, .steps = 60});
    QVERIFY(std::abs(momentOf(measure, 2).value - 1.0) < 0.05);
    QVERIFY(std::abs(momentOf(measure, 4).value - 2.0) < 0.15);
    QVERIFY(std::abs(measure.nodes.maxCoeff() - 2.0) < 0.1);
    QVERIFY(std::abs(measure.nodes.minCoeff() + 2.0) < 0.1);
  }

  void densityIntegratesToOneAndKeepsItsMoments() {
    const Mat a = bulkAndOutliers();
    const SpectralMeasure measure =
        stochasticLanczos(productOf(a), 500, {.probes = 5, .steps = 60});
    for (const double share : {0.002, 0.01, 0.05}) {
      const Density density = broadened(measure, share, 4096);
      const double step = density.at[1] - density.at[0];
      const auto integral = [&](const Vec& values) {
        return step * (values.sum() - 0.5 * (values[0] + values[values.size() - 1]));
      };
      QVERIFY(std::abs(integral(density.value) - 1.0) < 1e-12);
      QVERIFY(density.value.minCoeff() >= 0.0 && density.error.minCoeff() >= 0.0);
      const double mean = integral(density.value.cwiseProduct(density.at));
      QVERIFY(std::abs(mean - momentOf(measure, 1).value) < 1e-6);
      const double second = integral(density.value.cwiseProduct(density.at.cwiseAbs2()));
      const double expected = momentOf(measure, 2).value + density.broadening * density.broadening;
      QVERIFY(std::abs(second - expected) < 1e-5 * expected);
    }
  }

  void exactMeasureHasNoError() {
    const SpectralMeasure measure = measureOf(Vec{{1.0, 2.0, 2.0, 3.0}});
    QCOMPARE(momentOf(measure, 1).value, 2.0);
    QCOMPARE(momentOf(measure, 1).error, 0.0);
    QCOMPARE(momentOf(measure, 2).value, 4.5);
    QCOMPARE(broadened(measure).error.maxCoeff(), 0.0);
    const Density point = broadened(measureOf(Vec::Constant(3, 7.0)));
    QVERIFY(point.broadening > 0 && point.value.allFinite());
  }

  void stoppedKeepsWholeProbes() {
    const Mat a = bulkAndOutliers();
    int asked = 0;
    const SpectralMeasure measure = stochasticLanczos(
        productOf(a), 500,
        {.probes = 5, .steps = 20, .stopping = [&asked] { return ++asked > 50; }});
    QVERIFY(measure.stopped);
    QCOMPARE(measure.products, 50);
    QCOMPARE(measure.probes(), Index(2));
    QVERIFY(std::abs(measure.weights.sum() - 1.0) < 1e-12);
  }
};

QTEST_GUILESS_MAIN(SlqTest)
#include "slq_test.moc"
