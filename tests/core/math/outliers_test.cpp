/// Outliers of spectra that are known.
#include "core/math/outliers.h"

#include <QTest>

#include "core/base/random.h"
#include "core/math/lanczos.h"

using namespace thalweg;

namespace {

/// The eigenvalues of X'X / n for X [n, d] standard normal, and `spikes` in place of the largest.
Vec covarianceWith(Index n, Index d, const std::vector<double>& spikes) {
  Random random(3);
  Mat x(n, d);
  for (double& each : x.reshaped()) each = random.normal();
  const Mat covariance = x.transpose() * x / double(n);
  Vec values = symmetricEigenvalues(covariance, nullptr);
  for (std::size_t k = 0; k < spikes.size(); ++k) values[d - 1 - Index(k)] = spikes[k];
  return values;
}

Outliers of(const Vec& ascending, Index looked) {
  const Vec largest = ascending.reverse().head(looked);
  return outliersOf(largest, Vec::Zero(looked), measureOf(ascending), ascending.size());
}

}  // namespace

class OutliersTest : public QObject {
  Q_OBJECT

 private slots:
  void spikesAreCountedAndTheEdgeIsThatOfTheLaw() {
    const double share = 200.0 / 800.0, edge = std::pow(1 + std::sqrt(share), 2);
    const Outliers found = of(covarianceWith(800, 200, {9, 8, 6.5}), 12);
    QCOMPARE(found.count, Index(3));
    QVERIFY(found.ratio > 6.5 / edge * 0.98 && found.ratio < 6.5 / edge * 1.1);
    QVERIFY2(std::abs(found.edge - edge) < 0.04 * edge, qPrintable(QString::number(found.edge)));
    QCOMPARE(found.above, Index(3));
    QVERIFY(!found.atLeast);
  }

  void zerosBelongToTheBulk() {
    // More dimensions than samples: three quarters of the eigenvalues are 0, and the law has them.
    const double edge = std::pow(1 + std::sqrt(4.0), 2);
    const Outliers found = of(covarianceWith(100, 400, {30, 25}), 9);
    QCOMPARE(found.count, Index(2));
    QVERIFY2(std::abs(found.edge - edge) < 0.05 * edge, qPrintable(QString::number(found.edge)));
    QCOMPARE(found.above, Index(2));
  }

  void whatIsNextToNothingMakesNoRatio() {
    Vec values = Vec::Zero(10);
    values[9] = 5;
    QCOMPARE(of(values, 5).count, Index(0));
    values[8] = 4;
    values[7] = 1e-9;
    QCOMPARE(of(values, 5).count, Index(1));
    const Vec largest = values.reverse().head(2);
    QCOMPARE(outliersOf(largest, Vec::Constant(2, 0.5), measureOf(values), 10).count, Index(0));
  }

  void whereAllKnownAreBeyondTheEdgeItSaysSo() {
    const Vec values = covarianceWith(800, 200, {9, 8, 6.5});
    SpectralMeasure measure = measureOf(values);
    QVERIFY(!of(values, 3).atLeast);
    measure.exact = false;  // as of probes, whose nodes are no eigenvalues
    const Outliers found = outliersOf(values.reverse().head(3), Vec::Zero(3), measure, 200);
    QVERIFY(found.atLeast);
    QCOMPARE(found.above, Index(3));
  }
};

QTEST_GUILESS_MAIN(OutliersTest)
#include "outliers_test.moc"
