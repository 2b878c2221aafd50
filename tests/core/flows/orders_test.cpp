/// How fast each flow closes in on gradient descent when the rate is halved, and where it is not
/// defined.
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/catalog.h"
#include "core/math/matrix_function.h"
#include "core/math/runge_kutta.h"
#include "core/run/problem.h"
#include "tests/support/objectives.h"
#include "tests/support/problems.h"

using namespace thalweg;

namespace {

/// Where the flow is after `time`; no value where it is not defined on the way.
std::optional<Vec> flowed(const std::string& id, const Problem& problem, double h, double time) {
  Evaluator f(problem.objective);
  const Velocity velocity = find(allFlows(), id)->make(problem.start.size());
  Integrator flow([&](const Vec& x, Vec& dx) { return velocity(f, h, x, dx); }, problem.start,
                  1e-14);
  if (!flow.advance(time)) return {};
  return flow.position();
}

Vec descended(const Problem& problem, double h, int steps) {
  Evaluator f(problem.objective);
  Vec x = problem.start, g(x.size());
  for (int n = 0; n < steps; ++n) {
    f.gradient(x, g);
    x -= h * g;
  }
  return x;
}

}  // namespace

class FlowOrders : public QObject {
  Q_OBJECT

 private slots:
  /// Distances after one step on x²/2 + xy/2 + y² + x²y/3 + y⁴/4 + sin x from (0.7, -0.4).
  void localErrorsHaveTheirOrder_data() {
    QTest::addColumn<QList<double>>("distances");
    QTest::addColumn<double>("order");
    QTest::newRow("ngf") << QList{1.2480e-3, 3.4266e-4, 8.9419e-5, 2.2819e-5} << 2.0;
    QTest::newRow("igr") << QList{1.3089e-4, 1.5978e-5, 1.9713e-6, 2.4474e-7} << 3.0;
    QTest::newRow("bea3") << QList{1.5758e-5, 1.0501e-6, 6.7537e-8, 4.2785e-9} << 4.0;
    QTest::newRow("pf") << QList{1.2542e-4, 1.5493e-5, 1.9270e-6, 2.4033e-7} << 3.0;
  }
  void localErrorsHaveTheirOrder() {
    QFETCH(QList<double>, distances);
    QFETCH(double, order);
    const Problem problem = formula("x^2/2 + x*y/2 + y^2 + x^2*y/3 + y^4/4 + sin(x)", {0.7, -0.4});
    double before = 0.0, h = 0.1;
    for (const double expected : distances) {
      const auto point = flowed(QTest::currentDataTag(), problem, h, h);
      QVERIFY(point.has_value());
      const double distance = (descended(problem, h, 1) - *point).norm();
      QVERIFY2(std::abs(distance - expected) <= 1e-4 * expected,
               qPrintable(QString::number(distance, 'g', 8)));
      if (h < 0.05) QVERIFY(std::abs(std::log2(before / distance) - order) <= 0.15);
      before = distance;
      h /= 2;
    }
  }

  void principalFlowIsDescentOnABowl() {
    const Problem bowl{std::make_shared<Bowl>(Vec{{2.0, 0.02}}), Vec{{-0.35, -0.2}}, {}, {}};
    const Vec expected{{-3.5e-6, -0.1911605}};
    QVERIFY((descended(bowl, 0.45, 5) - expected).norm() < 1e-7);
    QVERIFY((*flowed("pf", bowl, 0.45, 5 * 0.45) - descended(bowl, 0.45, 5)).norm() < 1e-12);
    QVERIFY((*flowed("ngf", bowl, 0.45, 5 * 0.45) - Vec{{-0.003888, -0.191199}}).norm() < 1e-6);
    QVERIFY((*flowed("igr", bowl, 0.45, 5 * 0.45) - Vec{{-0.000513, -0.191161}}).norm() < 1e-6);
    QVERIFY(!flowed("pf", bowl, 0.5, 0.5));
    QVERIFY(!flowed("pf", bowl, 0.9, 0.9));
  }

  /// Above 32 parameters the function of the Hessian comes from products: the same flow.
  void principalFlowOfManyParametersIsThatOfFew() {
    Vec curvature(60), start(60);
    Random random(3);
    for (Index i = 0; i < 60; ++i) {
      curvature[i] = random.uniform(-0.5, 3.0);
      start[i] = random.normal();
    }
    const Problem bowl{std::make_shared<Bowl>(curvature), start, {}, {}};
    const auto point = flowed("pf", bowl, 0.2, 1.0);
    QVERIFY(point.has_value());
    QVERIFY((*point - descended(bowl, 0.2, 5)).norm() < 1e-11 * start.norm());
    QVERIFY(!flowed("pf", bowl, 0.5, 0.5));
  }

  void functionOfAnOperatorEqualsTheDenseOne() {
    Random random(8);
    Mat a(80, 80);
    for (double& entry : a.reshaped()) entry = random.normal();
    a = (a + a.transpose()).eval() / 20.0;
    Vec v(80), out(80);
    for (double& entry : v) entry = random.normal();
    Mat vectors;
    const Vec values = symmetricEigenvalues(a, &vectors);
    const Vec expected =
        vectors * (values.array().exp() * (vectors.transpose() * v).array()).matrix();
    int products = 0;
    const Product product = [&](const Vec& u, Vec& au) {
      au.noalias() = a * u;
      ++products;
    };
    QVERIFY(functionTimes(
        product, [](double x) { return std::exp(x); }, v, out));
    QVERIFY((out - expected).norm() <= 1e-12 * expected.norm());
    QVERIFY(products < 50);
    QVERIFY(!functionTimes(
        product, [](double x) { return std::log(x); }, v, out));
    QVERIFY((out - expected).norm() <= 1e-12 * expected.norm());  // left as it was
    QVERIFY(!functionTimes(
        product, [](double x) { return std::exp(x); }, v, out, 6));
  }

  void unknownThirdDerivativesAreToldInASentence() {
    Evaluator wavy(std::make_shared<Wavy>(4));
    const FlowEntry& bea3 = *find(allFlows(), "bea3");
    const Vec x = Vec::Ones(4);
    QVERIFY(whyUndefined(bea3, wavy, x).find("third derivatives") != std::string::npos);
    Vec dx(4);
    QVERIFY(!bea3.make(4)(wavy, 0.1, x, dx));
    QVERIFY(whyUndefined(*find(allFlows(), "pf"), wavy, x).empty());
    const Problem known = formula("x^4 + y^2", {1.0, 1.0});
    Evaluator f(known.objective);
    QVERIFY(whyUndefined(bea3, f, known.start).empty());
  }
};

QTEST_GUILESS_MAIN(FlowOrders)
#include "orders_test.moc"
