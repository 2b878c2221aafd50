#include "core/math/second_moment.h"

#include <QTest>

#include "tests/support/numpy_random.h"

using namespace thalweg;

class SecondMomentTest : public QObject {
  Q_OBJECT

  static bool near(double found, double expected, double tolerance) {
    if (std::abs(found - expected) <= tolerance) return true;
    qWarning("%.10g beside %.10g", found, expected);
    return false;
  }

 private slots:
  /// n orthogonal samples of squared length n: the critical rate is 2 / (1 + (n - 1) / B).
  void orthogonalSamples() {
    const Mat samples = std::sqrt(5.0) * Mat::Identity(5, 7);
    for (const double batch : {1.0, 2.0, 4.0, 10.0})
      QVERIFY(near(SecondMoment(samples, batch).criticalRate(), 2 / (1 + 4 / batch), 1e-10));
    // All of them without replacement are gradient descent.
    QVERIFY(near(SecondMoment(samples, 5, false).criticalRate(), 2.0, 1e-10));
  }

  /// RandomState(1).randn(6, 8).
  void randomInstance() {
    const Mat samples = NumpyRandom(1).normals(6, 8);
    const SecondMoment one(samples, 1), four(samples, 4);
    QVERIFY(near(one.trace(), 7.773724, 1e-6));
    QVERIFY(near(one.largest(), 3.486646, 1e-6));
    QVERIFY(near(one.frobenius(), 4.352787, 1e-6));
    QVERIFY(near(one.criticalRate(), 0.158815, 1e-5));
    QVERIFY(near(SecondMoment(samples, 2).criticalRate(), 0.261550, 1e-5));
    QVERIFY(near(four.criticalRate(), 0.381362, 1e-5));
    QVERIFY(near(SecondMoment(samples, 16).criticalRate(), 0.534182, 1e-5));
    QVERIFY(near(SecondMoment(samples, 1e15).criticalRate(), 0.573617, 1e-5));
    QVERIFY(near(one.boundByIdentity(), 0.21213, 1e-5));
    QVERIFY(near(one.boundByTrace(), 0.25728, 1e-5));
    QVERIFY(near(one.boundByHessian(), 0.21344, 1e-5));
    QVERIFY(near(four.boundByIdentity(), 0.47790, 1e-5));
    QVERIFY(near(four.boundByTrace(), 0.53031, 1e-5));
    QVERIFY(near(four.boundByHessian(), 0.42648, 1e-5));
  }

  void boundsAreNecessaryConditions() {
    NumpyRandom random(7);
    for (int trial = 0; trial < 10; ++trial) {
      const Mat samples = random.normals(3 + trial, 6);
      for (const double batch : {1.0, 3.0}) {
        const SecondMoment moment(samples, batch);
        const double critical = moment.criticalRate();
        for (const double bound : {moment.boundByIdentity(), moment.boundByTrace(),
                                   moment.boundByHessian(), 2 / moment.largest()})
          QVERIFY(bound >= critical * (1 - 1e-9));
        QVERIFY(moment.radius(0.999 * critical) < 1.0 && moment.radius(1.001 * critical) > 1.0);
      }
    }
  }

  /// The operator against the mean of many simulated paths: E |delta|^2 after a few steps.
  void operatorIsTheMeanOfPaths() {
    const Mat samples = NumpyRandom(1).normals(6, 8);
    const double eta = 0.05;
    NumpyRandom random(3);
    double mean = 0.0;
    const int paths = 200000;
    const Vec start = samples.row(0).transpose().normalized();
    for (int p = 0; p < paths; ++p) {
      Vec delta = start;
      for (int step = 0; step < 2; ++step) {
        const Vec x = samples.row(Index(random.uniform() * 6)).transpose();
        delta -= eta * x.dot(delta) * x;
      }
      mean += delta.squaredNorm() / paths;
    }
    Mat v = start * start.transpose();
    const Mat h = samples.transpose() * samples / 6.0, id = Mat::Identity(8, 8);
    for (int step = 0; step < 2; ++step) {
      Mat noise = Mat::Zero(8, 8);
      for (Index i = 0; i < 6; ++i) {
        const Mat hi = samples.row(i).transpose() * samples.row(i);
        noise += hi * v * hi / 6.0;
      }
      v = ((id - eta * h) * v * (id - eta * h) + eta * eta * (noise - h * v * h)).eval();
    }
    QVERIFY(near(mean, v.trace(), 0.01 * v.trace()));
  }
};

QTEST_GUILESS_MAIN(SecondMomentTest)
#include "second_moment_test.moc"
