#include "core/math/fast_tanh.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <vector>

using namespace thalweg;

namespace {

std::vector<double> tanhs(const std::vector<double>& x) {
  std::vector<double> y(x.size());
  fastTanh(x.data(), y.data(), Index(x.size()));
  return y;
}

/// Distance in units of the last place of the exact value.
double ulps(double got, long double exact) {
  const double near = double(exact);
  const double ulp = std::nextafter(std::abs(near), 2.0) - std::abs(near);
  return double(std::abs((long double)(got)-exact) / (long double)(ulp));
}

double worst(const std::vector<double>& x) {
  const std::vector<double> y = tanhs(x);
  double most = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i)
    most = std::max(most, ulps(y[i], std::tanh((long double)(x[i]))));
  return most;
}

}  // namespace

class FastTanhTest : public QObject {
  Q_OBJECT

 private slots:
  void withinFourUlpsEvenlySpaced() {
    std::vector<double> x;
    for (int i = -2'200'000; i <= 2'200'000; ++i) x.push_back(i * 1e-5 + 3e-7);
    const double most = worst(x);
    qInfo("largest error %.2f ulp", most);
    QVERIFY(most <= 4.0);
  }
  void withinFourUlpsAtEveryMagnitude() {
    std::vector<double> x;
    for (double magnitude = 5e-324; magnitude < 1e3; magnitude *= 1.0007 + 1e-323 / magnitude) {
      x.push_back(magnitude);
      x.push_back(-magnitude);
    }
    QVERIFY(x.size() > 1'000'000);
    const double most = worst(x);
    qInfo("largest error %.2f ulp", most);
    QVERIFY(most <= 4.0);
  }
  void oddToTheLastBit() {
    for (double x = 1e-9; x < 30; x *= 1.01) QCOMPARE(tanhs({-x})[0], -tanhs({x})[0]);
  }
  void edgesOfTheLine() {
    const double infinity = std::numeric_limits<double>::infinity();
    const auto y = tanhs({0.0, -0.0, infinity, -infinity, 1e308, std::nan(""), 5e-324, 19.1});
    QCOMPARE(y[0], 0.0);
    QVERIFY(!std::signbit(y[0]));
    QVERIFY(y[1] == 0.0 && std::signbit(y[1]));
    QCOMPARE(y[2], 1.0);
    QCOMPARE(y[3], -1.0);
    QCOMPARE(y[4], 1.0);
    QVERIFY(std::isnan(y[5]));
    QCOMPARE(y[6], 5e-324);
    QCOMPARE(y[7], 1.0);
    for (const double x : {0.3, 3.0, 18.0}) QVERIFY(tanhs({x})[0] < 1.0);
  }
  void placeDoesNotMatter() {
    const std::vector<double> x(11, 0.7123);
    for (const double y : tanhs(x)) QCOMPARE(y, tanhs({0.7123})[0]);
  }
  void logisticKeepsItsTail() {
    for (double x = -700; x < 700; x += 0.37) {
      double in[doublesWide] = {x};
      Eigen::internal::pstoreu(in, packets::logisticOf(Eigen::internal::ploadu<Doubles>(in)));
      QVERIFY2(ulps(in[0], 1.0L / (1.0L + std::exp((long double)(-x)))) <= 4.0,
               qPrintable(QString::number(x)));
    }
  }
};

QTEST_GUILESS_MAIN(FastTanhTest)
#include "fast_tanh_test.moc"
