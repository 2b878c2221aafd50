#include "core/math/trace.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"

using namespace thalweg;

namespace {

Mat randomSymmetric(Index d, std::uint64_t seed) {
  Random random(seed);
  Mat a(d, d);
  for (double& entry : a.reshaped()) entry = random.normal();
  return 0.5 * (a + a.transpose());
}

Product productOf(const Mat& a) {
  return [&a](const Vec& v, Vec& av) { av.noalias() = a * v; };
}

}  // namespace

class TraceTest : public QObject {
  Q_OBJECT

 private slots:
  /// Variance of a probe: 2 (|A|_F^2 - sum a_ii^2), seen in 20,000 probes.
  void varianceOfHutchinsonIsThatOfTheory() {
    const Mat a = randomSymmetric(12, 4);
    const TraceEstimate found = hutchinson(productOf(a), 12, {.probes = 20000});
    const double variance = 2 * (a.squaredNorm() - a.diagonal().squaredNorm());
    const double measured = found.trace.error * found.trace.error * 20000;
    QVERIFY2(std::abs(measured - variance) < 0.1 * variance,
             qPrintable(QString("%1 beside %2").arg(measured).arg(variance)));
    QVERIFY(std::abs(found.trace.value - a.trace()) < 4 * found.trace.error);
    QVERIFY(std::abs(found.frobenius.value - a.norm()) < 4 * found.frobenius.error);
    for (Index i = 0; i < 12; ++i)
      QVERIFY(std::abs(found.diagonal[i] - a(i, i)) < 5 * found.diagonalError[i]);
  }

  /// The error that is told is the one that is made: over many seeds, 4 in 100 beyond two errors at
  /// most twice as often as for a normal one.
  void errorIsHonest() {
    const Mat a = randomSymmetric(150, 6);
    for (const bool sketched : {false, true}) {
      int beyond = 0;
      double spread = 0.0, told = 0.0;
      for (std::uint64_t seed = 0; seed < 100; ++seed) {
        const TraceOptions options{.probes = 30, .seed = seed};
        const TraceEstimate found = sketched ? hutchPlusPlus(productOf(a), 150, options)
                                             : hutchinson(productOf(a), 150, options);
        beyond += std::abs(found.trace.value - a.trace()) > 2 * found.trace.error;
        spread += std::pow(found.trace.value - a.trace(), 2);
        told += std::pow(found.trace.error, 2);
      }
      QVERIFY2(beyond <= 12, qPrintable(QString::number(beyond)));
      QVERIFY2(spread < 1.5 * told && told < 1.5 * spread,
               qPrintable(QString("%1 beside %2").arg(spread).arg(told)));
    }
  }

  void sketchIsExactForLowRank() {
    const Mat part = randomSymmetric(300, 8).leftCols(10);
    Mat a = part * part.transpose();
    a *= 15.0 / a.trace();
    const TraceEstimate found = hutchPlusPlus(productOf(a), 300, {.probes = 10});
    QCOMPARE(found.products, 30);
    QVERIFY2(std::abs(found.trace.value - 15.0) < 1e-12,
             qPrintable(QString::number(found.trace.value - 15.0)));
    QVERIFY(found.trace.error < 1e-12);
    QVERIFY(std::abs(found.frobenius.value - a.norm()) < 1e-12 * a.norm());
  }

  /// The same products, a smaller error where few eigenvalues carry the matrix.
  void sketchBeatsPlainProbes() {
    const Index d = 200;
    const Mat noise = randomSymmetric(d, 3), part = randomSymmetric(d, 5).leftCols(8);
    const Mat a = 0.02 * noise + part * part.transpose();
    const double plain = hutchinson(productOf(a), d, {.probes = 60}).trace.error;
    const double sketched = hutchPlusPlus(productOf(a), d, {.probes = 20}).trace.error;
    QVERIFY2(sketched < 0.1 * plain, qPrintable(QString("%1 %2").arg(sketched).arg(plain)));
  }

  void smallMatricesAreReadOff() {
    const Mat a = randomSymmetric(20, 1);
    const TraceEstimate found = hutchPlusPlus(productOf(a), 20, {});
    QVERIFY(std::abs(found.trace.value - a.trace()) < 1e-13 && found.trace.error == 0.0);
    QVERIFY(std::abs(found.frobenius.value - a.norm()) < 1e-13);
    QCOMPARE(found.products, 20);
  }

  void stopsWhenAsked() {
    const Mat a = randomSymmetric(200, 1);
    for (const int after : {3, 35, 70}) {
      int asked = 0;
      const TraceOptions options{.probes = 30, .stopping = [&] { return asked++ >= after; }};
      const TraceEstimate found = hutchPlusPlus(productOf(a), 200, options);
      QVERIFY(found.stopped);
      QCOMPARE(found.products, after);
    }
  }
};

QTEST_GUILESS_MAIN(TraceTest)
#include "trace_test.moc"
