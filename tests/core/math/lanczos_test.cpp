#include "core/math/lanczos.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"

using namespace thalweg;

namespace {

/// Q diag(values) Q' with a seeded orthogonal Q made of reflections.
Mat withSpectrum(const Vec& values) {
  const Index d = values.size();
  Random random(11);
  Mat a = values.asDiagonal();
  for (int k = 0; k < 3; ++k) {
    Vec u(d);
    for (double& ui : u) ui = random.normal();
    u.normalize();
    const Mat q = Mat::Identity(d, d) - 2 * u * u.transpose();
    a = q * a * q;
  }
  return 0.5 * (a + a.transpose());
}

Product productOf(const Mat& a) {
  return [&a](const Vec& v, Vec& av) { av.noalias() = a * v; };
}

}  // namespace

class LanczosTest : public QObject {
  Q_OBJECT

 private slots:
  void largestPairsAreThoseOfTheDenseSolver() {
    Vec values = Vec::LinSpaced(200, -5.0, 1.0);
    values[199] = 3.0;
    values[198] = 2.5;
    values[197] = 2.4999;
    const Mat a = withSpectrum(values);
    const Eigenpairs top = largestEigenpairs(productOf(a), 200, {.count = 4});
    QVERIFY(top.complete);
    const Vec all = symmetricEigenvalues(a);
    for (Index k = 0; k < 4; ++k) {
      QVERIFY(std::abs(top.values[k] - all[199 - k]) < 1e-10);
      QVERIFY(top.residuals[k] < 1e-8);
      QVERIFY(std::abs((a * top.vectors.col(k) - top.values[k] * top.vectors.col(k)).norm() -
                       top.residuals[k]) < 1e-12);
    }
    QVERIFY((top.vectors.transpose() * top.vectors - Mat::Identity(4, 4)).norm() < 1e-10);
  }

  /// The largest in size is negative: the algebraically largest is asked for.
  void negativeGiantIsNotMistakenForTheTop() {
    Vec values = Vec::LinSpaced(100, 0.0, 1.0);
    values[0] = -50.0;
    const Eigenpairs top = largestEigenpairs(productOf(withSpectrum(values)), 100, {});
    QVERIFY(std::abs(top.values[0] - 1.0) < 1e-10);
  }

  void warmStartNeedsFewerProductsAndSeesACrossing() {
    Vec values = Vec::LinSpaced(300, 0.0, 1.0);
    values[299] = 4.0;
    const Mat before = withSpectrum(values);
    const Eigenpairs cold = largestEigenpairs(productOf(before), 300, {});
    values[100] = 4.5;  // overtakes
    const Mat after = withSpectrum(values);
    const Eigenpairs crossed = largestEigenpairs(productOf(after), 300, {.warm = &cold.vectors});
    QVERIFY(std::abs(crossed.values[0] - 4.5) < 1e-10);
    const Eigenpairs warm = largestEigenpairs(productOf(before), 300, {.warm = &cold.vectors});
    QVERIFY(warm.products <= cold.products);
  }

  void smallMatricesEndExactly() {
    for (const Index d : {1, 2, 3, 5}) {
      const Vec values = Vec::LinSpaced(d, 1.0, double(d));
      const Mat a = withSpectrum(values);
      const Eigenpairs top = largestEigenpairs(productOf(a), d, {.count = d});
      QVERIFY(top.complete);
      QCOMPARE(top.values.size(), d);
      for (Index k = 0; k < d; ++k) QVERIFY(std::abs(top.values[k] - double(d - k)) < 1e-12);
    }
  }

  void planarFormAgreesWithItsMatrix() {
    Random random(5);
    for (int k = 0; k < 100; ++k) {
      Mat a(2, 2);
      const double b = k % 10 == 0 ? 0.0 : random.normal();
      a << random.normal(), b, b, random.normal();
      Mat vectors;
      const Vec values = symmetricEigenvalues(a, &vectors);
      QVERIFY(values[0] <= values[1]);
      QVERIFY((a * vectors - vectors * values.asDiagonal()).norm() < 1e-14 * (1 + a.norm()));
    }
  }

  /// A matrix with three different eigenvalues: its invariant subspaces end after three products.
  void repeatedEigenvaluesAreGivenAsOften() {
    Vec values = Vec::Constant(200, 1.0);
    values[199] = values[198] = 3.0;
    values[197] = values[196] = values[195] = 2.0;
    const Mat a = withSpectrum(values);
    const Eigenpairs top = largestEigenpairs(productOf(a), 200, {.count = 8});
    QVERIFY(top.complete);
    QCOMPARE(top.values.size(), Index(8));
    for (Index k = 0; k < 8; ++k) QVERIFY(std::abs(top.values[k] - values[199 - k]) < 1e-10);
    QVERIFY((top.vectors.transpose() * top.vectors - Mat::Identity(8, 8)).norm() < 1e-10);
    const Mat one = Mat::Identity(50, 50);
    const Eigenpairs same = largestEigenpairs(productOf(one), 50, {.count = 5});
    QCOMPARE(same.values.size(), Index(5));
    QVERIFY((same.values.array() - 1.0).abs().maxCoeff() < 1e-14);
  }

  /// The square of the residual over the gap bounds the error of a value: fewer products do.
  void valuesToAToleranceTakeFewerProducts() {
    Vec values = Vec::LinSpaced(400, -0.1, 0.1);
    for (int k = 0; k < 6; ++k) values[399 - k] = 2.0 - 0.2 * k;
    const Mat a = withSpectrum(values);
    const Eigenpairs tight = largestEigenpairs(productOf(a), 400, {.count = 6});
    const Eigenpairs enough =
        largestEigenpairs(productOf(a), 400, {.count = 6, .valueTolerance = 1e-6});
    QVERIFY(enough.complete && enough.products < tight.products);
    for (Index k = 0; k < 6; ++k) {
      const double exact = 2.0 - 0.2 * double(k);
      QVERIFY(std::abs(enough.values[k] - exact) <= 1e-6 * exact);
      QVERIFY(
          std::abs((a * enough.vectors.col(k) - enough.values[k] * enough.vectors.col(k)).norm() -
                   enough.residuals[k]) < 1e-12);
    }
  }

  void fullBasisBeginsAgainFromTheBest() {
    Vec values = Vec::LinSpaced(300, 0.0, 1.0);
    values[299] = 1.02;
    const Eigenpairs top =
        largestEigenpairs(productOf(withSpectrum(values)), 300, {.tolerance = 1e-7, .basis = 40});
    QVERIFY(top.products > 40);
    QVERIFY(top.complete && !top.stopped);
    QVERIFY(std::abs(top.values[0] - 1.02) < 1e-10);
    // Too small a basis gives what it has, with a residual that says how good it is.
    const Eigenpairs poor =
        largestEigenpairs(productOf(withSpectrum(Vec::LinSpaced(300, 0.0, 1.0))), 300,
                          {.tolerance = 1e-12, .basis = 6});
    QVERIFY(!poor.complete && poor.residuals[0] > 1e-12);
  }

  void stopsWhenAsked() {
    const Mat a = withSpectrum(Vec::LinSpaced(300, 0.0, 1.0));
    int asked = 0;
    const Eigenpairs top =
        largestEigenpairs(productOf(a), 300, {.stopping = [&asked] { return ++asked > 5; }});
    QVERIFY(!top.complete && top.stopped);
    QCOMPARE(top.products, 5);
  }
};

QTEST_GUILESS_MAIN(LanczosTest)
#include "lanczos_test.moc"
