/// Derivatives of log gamma against closed forms.
#include "core/math/special.h"

#include <QTest>
#include <cmath>
#include <numbers>

using namespace thalweg;

namespace {

constexpr double pi = std::numbers::pi, euler = std::numbers::egamma;
constexpr double zeta3 = 1.2020569031595942854;

bool near(double a, double b) { return std::abs(a - b) <= 4e-15 * std::abs(b); }

}  // namespace

class SpecialTest : public QObject {
  Q_OBJECT

 private slots:
  void closedForms() {
    QVERIFY(near(digamma(1), -euler));
    QVERIFY(near(digamma(0.5), -euler - 2 * std::log(2.0)));
    QVERIFY(near(digamma(-0.5), 2 - euler - 2 * std::log(2.0)));
    QVERIFY(near(trigamma(1), pi * pi / 6));
    QVERIFY(near(trigamma(0.5), pi * pi / 2));
    QVERIFY(near(trigamma(-0.5), pi * pi / 2 + 4));
    QVERIFY(near(tetragamma(1), -2 * zeta3));
    QVERIFY(near(tetragamma(0.5), -14 * zeta3));
    // Two large numbers of opposite sign: what is left keeps their absolute error.
    QVERIFY(std::abs(tetragamma(-0.5) - (16 - 14 * zeta3)) < 5e-14);
    QVERIFY(near(logAbsGamma(-0.5), std::log(2 * std::sqrt(pi))));
  }
  void largeArguments() {
    QVERIFY(near(digamma(1e10), std::log(1e10) - 0.5e-10));
    QVERIFY(near(trigamma(1e10), 1e-10 + 0.5e-20));
    QVERIFY(near(tetragamma(1e5), -1e-10 - 1e-15 - 0.5e-20));
  }
  /// psi(x + 1) = psi(x) + 1/x and its derivatives, on both sides of the places where the method
  /// changes.
  void stepsOfOne() {
    for (const double x : {-12.3, -1.7, 0.1, 0.9, 3.4, 10.5, 11.2, 11.9, 12.1, 40.0}) {
      QVERIFY(std::abs(digamma(x + 1) - digamma(x) - 1 / x) < 1e-13);
      QVERIFY(std::abs(trigamma(x + 1) - trigamma(x) + 1 / (x * x)) < 1e-12 * trigamma(x));
      QVERIFY(std::abs(tetragamma(x + 1) - tetragamma(x) - 2 / (x * x * x)) <
              1e-12 * (1 + std::abs(tetragamma(x))));
    }
  }
  void polesDoNotExist() {
    for (const double x : {0.0, -1.0, -7.0})
      QVERIFY(std::isnan(digamma(x)) && std::isnan(trigamma(x)) && std::isnan(tetragamma(x)));
  }
};

QTEST_GUILESS_MAIN(SpecialTest)
#include "special_test.moc"
