/// Values and derivatives of typed formulas against the reference, differences, and sums worked out
/// by hand.
#include "core/objectives/expression/expression_objective.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <cmath>
#include <numbers>
#include <random>

using namespace thalweg;

namespace {

constexpr double eulersConstant = 0.57721566490153286;

std::shared_ptr<const ExpressionObjective> objectiveOf(
    const char* text, const std::map<std::string, double>& constants = {}) {
  auto made = expressionObjective(text, constants);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

struct Derivatives {
  double f = 0;
  Vec g;
  Mat h;
};

Derivatives derivativesOf(const Objective& objective, const Vec& x) {
  Derivatives d{0, Vec(x.size()), Mat()};
  const auto scratch = objective.scratch();
  d.f = objective.gradient(x, d.g, scratch.get());
  objective.hessian(x, d.h, scratch.get());
  return d;
}

/// The same number, or both NaN.
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

struct Row {
  QByteArray function;
  Vec x, g;
  double f;
  Mat h;
};

std::vector<Row> referenceRows() {
  QFile file(THALWEG_TEST_DATA "/functions/functions.csv");
  if (!file.open(QIODevice::ReadOnly)) qFatal("%s is missing", qPrintable(file.fileName()));
  file.readLine();
  std::vector<Row> rows;
  while (!file.atEnd()) {
    const QList<QByteArray> cells = file.readLine().trimmed().split(',');
    std::vector<double> n;
    for (qsizetype i = 1; i < cells.size(); ++i) n.push_back(cells[i].toDouble());
    if (n.size() != 8) qFatal("a row has %zu numbers", n.size());
    rows.push_back(
        {cells[0], Vec{{n[0], n[1]}}, Vec{{n[3], n[4]}}, n[2], Mat{{n[5], n[6]}, {n[6], n[7]}}});
  }
  return rows;
}

}  // namespace

class ExpressionObjectiveTest : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheReference_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("text");
    QFile file(THALWEG_TEST_DATA "/functions/functions.json");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonArray functions = QJsonDocument::fromJson(file.readAll())["functions"].toArray();
    QCOMPARE(functions.size(), 20);
    for (const QJsonValue& each : functions)
      QTest::newRow(qPrintable(each["name"].toString()))
          << each["name"].toString() << each["expr"].toString();
  }
  void agreesWithTheReference() {
    QFETCH(QString, name);
    QFETCH(QString, text);
    static const std::vector<Row> all = referenceRows();
    const auto objective = objectiveOf(qPrintable(text));
    const auto scratch = objective->scratch();
    int rows = 0;
    double worst = 0;
    for (const Row& row : all) {
      if (row.function != name.toUtf8()) continue;
      ++rows;
      const Derivatives d = derivativesOf(*objective, row.x);
      const auto share = [](double error, double scale) { return error / std::max(1.0, scale); };
      worst = std::max({worst, share(std::abs(d.f - row.f), std::abs(row.f)),
                        share((d.g - row.g).cwiseAbs().maxCoeff(), row.g.cwiseAbs().maxCoeff()),
                        share((d.h - row.h).cwiseAbs().maxCoeff(), row.h.cwiseAbs().maxCoeff())});
      QCOMPARE(objective->value(row.x, scratch.get()), d.f);  // to the last bit
    }
    QCOMPARE(rows, 20);
    qInfo("largest relative error %.2g", worst);
    QVERIFY(worst < 1e-12);
  }

  void everyFunctionHasItsDerivatives_data() {
    QTest::addColumn<QString>("text");
    for (const char* name : {"x", "first", "second"}) QTest::addColumn<double>(name);
    const auto row = [](const char* text, double x, double first, double second) {
      QTest::addRow("%s at %g", text, x) << QString(text) << x << first << second;
    };
    const double inf = INFINITY;
    row("x^2", 0, 0, 2);
    row("x^3", 0, 0, 0);
    row("x^3", -2, 12, -12);
    row("x^1", 0, 1, 0);
    row("x^0", 0, 0, 0);
    row("x^4", 0, 0, 0);
    row("x^20", 0, 0, 0);
    row("x^20", -1, -20, 380);
    row("x^-1", 2, -0.25, 0.25);
    row("x^-3", -2, -3 / 16.0, -12 / 32.0);
    row("x^2.5", 0, 0, 0);
    row("x^2.5", 4, 2.5 * 8, 3.75 * 2);
    row("x^0.5", 4, 0.25, -1 / 32.0);
    row("sqrt(x)", 0, inf, -inf);
    row("2^x", 3, 8 * std::log(2.0), 8 * std::log(2.0) * std::log(2.0));
    row("e^x", 1, std::exp(1.0), std::exp(1.0));
    row("0^x", 2, 0, 0);
    row("x^x", 2, 4 * (1 + std::log(2.0)), 4 * std::pow(1 + std::log(2.0), 2) + 2);
    row("x^(y+3)", 0, 0, 0);  // y is 0.5
    row("x^(y+1.5)", 0, 0, 2);
    row("abs(x)", -3, -1, 0);
    row("abs(x)", 0, 0, 0);
    row("abs(x)^2", 0, 0, 0);  // as abs itself is taken to be flat there
    row("abs(x^3)", -2, -12, 12);
    row("exp(x)", 0, 1, 1);
    row("log(x)", 4, 0.25, -1 / 16.0);
    row("sin(x)", 1, std::cos(1.0), -std::sin(1.0));
    row("cos(x)", 1, -std::sin(1.0), -std::cos(1.0));
    row("tan(x)", 1, 1 / std::pow(std::cos(1.0), 2),
        2 * std::tan(1.0) / std::pow(std::cos(1.0), 2));
    row("asin(x)", 0.6, 1.25, 0.6 / 0.512);
    row("acos(x)", 0.6, -1.25, -0.6 / 0.512);
    row("atan(x)", 2, 0.2, -4 / 25.0);
    row("sinh(x)", 1, std::cosh(1.0), std::sinh(1.0));
    row("cosh(x)", 1, std::sinh(1.0), std::cosh(1.0));
    row("tanh(x)", 1, std::pow(std::cosh(1.0), -2),
        -2 * std::tanh(1.0) * std::pow(std::cosh(1.0), -2));
    row("tanh(x)", 25, 4 * std::exp(-50.0), -8 * std::exp(-50.0));  // 1 - tanh^2 would be 0
    row("min(x^2, 5)", 2, 4, 2);
    row("min(x^2, 3)", 2, 0, 0);
    row("max(x^2, 3)", 2, 4, 2);
    row("max(x, y)", 0.5, 1, 0);  // a tie: the first
    row("min(1, sqrt(x))", 4, 0, 0);
    row("1/x", 2, -0.25, 0.25);
    row("x/(1+x^2)", 1, 0, -0.5);
    row("x*x*x", 3, 27, 18);
    row("x-x", 3, 0, 0);
    row("sqrt(y)*x", 0, std::sqrt(0.5), 0);
    row("7", 3, 0, 0);
    row("asinh(x)", 0.75, 0.8, -0.75 * 0.512);
    row("acosh(x)", 1.25, 1 / 0.75, -1.25 / 0.421875);
    row("atanh(x)", 0.5, 4 / 3.0, 16 / 9.0);
    row("cbrt(x)", 8, 1 / 12.0, -1 / 144.0);
    row("log2(x)", 4, 0.25 / std::log(2.0), -1 / 16.0 / std::log(2.0));
    row("log10(x)", 4, 0.25 / std::log(10.0), -1 / 16.0 / std::log(10.0));
    row("erf(x)", 1, 2 / std::sqrt(std::numbers::pi) / std::exp(1.0),
        -4 / std::sqrt(std::numbers::pi) / std::exp(1.0));
    // psi(2) = 1 - C, psi'(2) = pi^2/6 - 1, gamma(2) = 1.
    row("gamma(x)", 2, 1 - eulersConstant,
        std::pow(1 - eulersConstant, 2) + std::pow(std::numbers::pi, 2) / 6 - 1);
    row("lgamma(x)", 2, 1 - eulersConstant, std::pow(std::numbers::pi, 2) / 6 - 1);
    row("sign(x)", 2, 0, 0);
    row("floor(x)*x", 2.5, 2, 0);
    row("sqrt(x > 1)", 0, 0, 0);  // the infinite slope of the root meets a level step
    row("x*(x > 1)", 3, 1, 0);
    row("clamp(x^2, 0, 9)", 2, 4, 2);
    row("clamp(x^2, 0, 3)", 2, 0, 0);
    row("if(x > 1, x^2, x^3)", 2, 4, 2);
    row("if(x > 1, x^2, x^3)", 1, 3, 6);
    row("if(x > 0, log(x), x^2)", -1, -2, 2);
    row("sum(i, 1, 3, x^i)", 2, 1 + 4 + 12, 2 + 12);
  }
  void everyFunctionHasItsDerivatives() {
    QFETCH(QString, text);
    QFETCH(double, x);
    QFETCH(double, first);
    QFETCH(double, second);
    const Derivatives d = derivativesOf(*objectiveOf(qPrintable(text)), Vec{{x, 0.5}});
    const auto near = [](double a, double b) {
      return a == b || std::abs(a - b) <= 1e-14 * std::abs(b);
    };
    QVERIFY2(near(d.g[0], first), qPrintable(QString::number(d.g[0], 'g', 17)));
    QVERIFY2(near(d.h(0, 0), second), qPrintable(QString::number(d.h(0, 0), 'g', 17)));
  }

  void powerHasItsMixedDerivatives() {
    const Derivatives d = derivativesOf(*objectiveOf("x^y"), Vec{{2.0, 3.0}});
    const double l = std::log(2.0);
    QCOMPARE(d.g[0], 12.0);
    QCOMPARE(d.g[1], 8 * l);
    QCOMPARE(d.h(0, 0), 12.0);
    QCOMPARE(d.h(0, 1), 4 * (1 + 3 * l));
    QCOMPARE(d.h(1, 1), 8 * l * l);
    const Derivatives zero = derivativesOf(*objectiveOf("x^y"), Vec{{0.0, 3.0}});
    QVERIFY(zero.g == Vec::Zero(2) && zero.h == Mat::Zero(2, 2));
  }

  void infiniteSlopesStayWhereTheyAre() {
    const Derivatives d = derivativesOf(*objectiveOf("x*x + 3*x*y + sqrt(y)"), Vec{{1.0, 0.0}});
    QCOMPARE(d.g[0], 2.0);
    QCOMPARE(d.h(0, 0), 2.0);
    QCOMPARE(d.h(0, 1), 3.0);
    QCOMPARE(d.h(1, 1), -INFINITY);
    const Derivatives idle =
        derivativesOf(*objectiveOf("min(x, 1 + sqrt(y)) + sqrt(max(x, y))"), Vec{{0.0, 0.0}});
    QCOMPARE(idle.g[1], 0.0);
    QCOMPARE(idle.g[0], INFINITY);
  }

  void noValueMeansNoDerivatives() {
    const Derivatives d = derivativesOf(*objectiveOf("y + 0*sqrt(x)"), Vec{{-1.0, 2.0}});
    QVERIFY(std::isnan(d.f));
    QVERIFY(d.g.array().isNaN().all());
    QVERIFY(d.h.array().isNaN().all());
    QVERIFY(std::isnan(
        derivativesOf(*objectiveOf("sqrt(x^2+y^2)"), Vec{{0.0, 0.0}}).g[0]));  // the tip of a cone
  }

  void productsAreThoseOfTheHessian() {
    std::mt19937_64 random(20240117);
    std::normal_distribution<double> normal;
    const auto objective = objectiveOf(
        "exp(x0*x1) * sin(x2 - x3^2) / (2 + cos(x4)) + tanh(x5*x0)^3 + x1^(x2^2+1) + "
        "atan(x3*x4*x5)");
    const auto scratch = objective->scratch();
    for (int trial = 0; trial < 50; ++trial) {
      Vec x(6), v(6), hv(6);
      for (Index i = 0; i < 6; ++i) {
        x[i] = 0.2 + std::abs(normal(random));
        v[i] = normal(random);
      }
      Mat h;
      objective->hessian(x, h, scratch.get());
      objective->hessianTimes(x, v, hv, scratch.get());
      QVERIFY(h == h.transpose());
      QVERIFY((h * v - hv).norm() <= 1e-13 * h.norm() * v.norm());
    }
  }

  void sixDimensionsAgreeWithDifferences() {
    const auto objective = objectiveOf(
        "x0^2*x1 + sin(x2*x3) + exp(-x4^2)*x5 + log(1 + x0^2 + x5^2) + sqrt(1 + x1^4) / cosh(x2) + "
        "asin(x3/9) * "
        "acos(x4/9) + max(x0, x1 + 20) * min(x5, 30) + x2^x3 + abs(x4 - 8)^1.5 + 2^x5");
    QCOMPARE(objective->dimension(), Index(6));
    const Vec x{{0.7, -1.3, 1.9, 0.4, -0.6, 1.1}};
    const Derivatives d = derivativesOf(*objective, x);
    const auto scratch = objective->scratch();
    // The error of a central difference is h^2/6 of the third derivative and 1e-16/h of the value:
    // least near 1e-5.
    const double step = 1e-5;
    Vec up(6), down(6);
    for (Index i = 0; i < 6; ++i) {
      Vec ahead = x, behind = x;
      ahead[i] += step;
      behind[i] -= step;
      const double slope = (objective->gradient(ahead, up, scratch.get()) -
                            objective->gradient(behind, down, scratch.get())) /
                           (2 * step);
      QVERIFY(std::abs(slope - d.g[i]) < 1e-8 * (1 + std::abs(d.g[i])));
      const Vec column = (up - down) / (2 * step);
      QVERIFY2((column - d.h.col(i)).norm() < 1e-8 * (1 + d.h.norm()),
               qPrintable(QString::number(i)));
    }
  }

  /// The second difference of the gradient along v, by Richardson's rule from two steps.
  void thirdDerivativesAgreeWithDifferences_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"x^3*y^2 + x*y",
                             "sin(x*y)*exp(y)",
                             "x^y",
                             "y^x",
                             "x/(1+y^2) + y/x",
                             "x^2.5 + y^5 + x^-3",
                             "2^x + log(x+y) + log2(x) + log10(y)",
                             "sqrt(x*y) + cbrt(x+y)",
                             "tan(x/3) + cos(x)*sin(y)",
                             "asin(x*y/4) + acos(x/4) + atan(x*y)",
                             "sinh(x)*cosh(y) + tanh(x-y)",
                             "asinh(x*y) + acosh(2+x) + atanh(y/3)",
                             "erf(x*y)",
                             "gamma(x+y) + lgamma(x*y)",
                             "max(x^3, y) + min(y^4, 50)",
                             "if(x > 1, x^3*y, y)",
                             "abs(x-5)^3",
                             "sum(i, 1, 4, (x*y)^i)",
                             "(x^2*y)^2 + exp(sin(x)*y^2)/y",
                             "floor(x)*x^3 + clamp(y^3, 0, 9)"})
      QTest::newRow(text) << QString(text);
  }
  void thirdDerivativesAgreeWithDifferences() {
    QFETCH(QString, text);
    const auto objective = objectiveOf(qPrintable(text));
    const auto scratch = objective->scratch();
    const Vec x{{1.3, 0.8}}, v{{0.6, -0.9}};
    Vec middle(2), out(2);
    objective->gradient(x, middle, scratch.get());
    const auto second = [&](double step) {
      Vec up(2), down(2);
      objective->gradient(x + step * v, up, scratch.get());
      objective->gradient(x - step * v, down, scratch.get());
      return Vec((up - 2 * middle + down) / (step * step));
    };
    const Vec expected = (4 * second(1e-3) - second(2e-3)) / 3;
    QVERIFY(objective->thirdTimes(x, v, out, scratch.get()));
    QVERIFY2(
        (out - expected).norm() < 1e-7 * (1 + expected.norm()),
        qPrintable(
            QString("%1 %2, not %3 %4").arg(out[0]).arg(out[1]).arg(expected[0]).arg(expected[1])));
  }

  void thirdDerivativesWorkedOutByHand() {
    Vec out(2);
    const auto third = [&](const char* text, const Vec& x, const Vec& v) {
      const auto objective = objectiveOf(text);
      return objective->thirdTimes(x, v, out, objective->scratch().get()) ? out : Vec();
    };
    // Rosenbrock: f_xxx = 2400 x, f_xxy = -400, the others 0.
    QVERIFY(third("(1-x)^2 + 100*(y-x^2)^2", Vec{{2.0, 1.0}}, Vec{{3.0, 5.0}}) ==
            (Vec{{4800.0 * 9 - 800.0 * 15, -400.0 * 9}}));
    QVERIFY(third("5*x^2 + x*y", Vec{{2.0, 1.0}}, Vec{{3.0, 5.0}}) == Vec::Zero(2));
    QVERIFY(third("sqrt(y) + x^3", Vec{{2.0, 0.0}}, Vec{{1.0, 0.0}}) == (Vec{{6.0, 0.0}}));
    QVERIFY(third("log(x)", Vec{{-1.0, 0.0}}, Vec{{1.0, 0.0}}).array().isNaN().all());
  }

  void manyValuesAreThoseOfOneAtATime() {
    const auto objective = objectiveOf(
        "(1-x)^2 + a*(y-x^2)^2 - cos(x*y)/tan(x) + max(x^3, -y) + x^y + 2^x + if(x < y or "
        "x > 1, erf(x), gamma(y)) + floor(x)*clamp(y, x, 1)",
        {{"a", 7.5}});
    const auto scratch = objective->scratch();
    for (const std::size_t nx : {1u, 63u, 64u, 65u, 200u}) {
      const std::size_t ny = 5;
      std::vector<double> xs(nx), ys(ny), f(nx * ny), g(nx * ny);
      for (std::size_t i = 0; i < nx; ++i) xs[i] = -2 + 0.031 * double(i);
      for (std::size_t j = 0; j < ny; ++j) ys[j] = 1.5 - 0.7 * double(j);
      objective->valuesOnGrid(xs, ys, f, scratch.get());
      Mat points(Index(nx * ny), 2);
      for (std::size_t j = 0; j < ny; ++j)
        for (std::size_t i = 0; i < nx; ++i) points.row(Index(j * nx + i)) << xs[i], ys[j];
      objective->values(points, g, scratch.get());
      for (std::size_t k = 0; k < f.size(); ++k) {
        const double one = objective->value(points.row(Index(k)).transpose(), scratch.get());
        QVERIFY(same(f[k], one) && same(g[k], one));
      }
    }
  }

  void manyValuesOfWhatNeedsNoOperation() {
    std::vector<double> xs{1, 2, 3}, ys{4, 5}, f(6);
    for (const auto& [text, expected] : {std::pair{"y", std::vector<double>{4, 4, 4, 5, 5, 5}},
                                         {"2*pi/pi", std::vector<double>(6, 2.0)}}) {
      const auto objective = objectiveOf(text);
      objective->valuesOnGrid(xs, ys, f, objective->scratch().get());
      QCOMPARE(f, expected);
    }
  }
};

QTEST_GUILESS_MAIN(ExpressionObjectiveTest)
#include "expression_objective_test.moc"
