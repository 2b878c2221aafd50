/// The language of expressions: what texts mean, and how much of it is allowed.
#include "core/objectives/expression/expression.h"

#include <QTest>
#include <cmath>
#include <numbers>

using namespace thalweg;
using expression::Tape;
using expression::TapeScratch;

namespace {

const std::map<std::string, double> constants{{"a", 3.0}, {"beta", -0.5}, {"_k2", 7.0}};

double valueAt(const Tape& tape, double x, double y) {
  TapeScratch scratch = tape.scratch();
  std::vector<double> point(static_cast<std::size_t>(tape.dimension()), 0.0);
  point[0] = x;
  point[1] = y;
  return tape.value(point.data(), scratch);
}

std::size_t operationsIn(const char* text) {
  return Expression::parse(text, constants)->tape.code().size();
}

}  // namespace

class ExpressionTest : public QObject {
  Q_OBJECT

 private slots:
  void textMeans_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("expected");
    const double x = 1.25, y = -0.75;
    const auto row = [](const char* text, double expected) {
      QTest::newRow(text) << QString(text) << expected;
    };
    row("1", 1);
    row(".5", 0.5);
    row("1.", 1);
    row("2.5e-3", 2.5e-3);
    row("2.5E+3", 2500);
    row("1e2", 100);
    row("1e-400", 0);
    row("007", 7);
    row("pi", std::numbers::pi);
    row("e", std::numbers::e);
    row("e^2", std::exp(2.0));
    row("x", x);
    row("y", y);
    row("x0 - x1", x - y);
    row("x0 + x + y + x1", x + x + y + y);
    row(" \t\r\n x \n", x);
    row("1-2-3", -4);
    row("24/4/3", 2);
    row("2+3*4", 14);
    row("2*3+4", 10);
    row("(2+3)*4", 20);
    row("2-3+4", 3);
    row("12/3*2", 8);
    row("2^3^2", 512);
    row("(2^3)^2", 64);
    row("-x^2", -x * x);
    row("(-x)^2", x * x);
    row("x^-2", 1 / (x * x));
    row("2^-x^2", std::pow(2.0, -x * x));
    row("-2^2", -4);
    row("--x", x);
    row("---x", -x);
    row("3*-x", -3 * x);
    row("3--x", 3 + x);
    row("3 - - -x", 3 - x);
    row("-x*-y", x * y);
    row("2/-x", -2 / x);
    row("-3^-1", -1.0 / 3);
    row("(-y)^3", 0.421875);
    row("(y)^3", -0.421875);
    row("y^17", std::pow(y, 17.0));
    row("y^-17", std::pow(y, -17.0));
    row("y^(1+2)", -0.421875);
    row("y^a", -0.421875);
    row("y^0", 1);
    row("0^0", 1);
    row("x^0.5", std::sqrt(x));
    row("x^1.5", std::pow(x, 1.5));
    row("x^y", std::pow(x, y));
    row("a*beta + _k2", 5.5);
    row("abs(y)", -y);
    row("sqrt(x)", std::sqrt(x));
    row("exp(y)", std::exp(y));
    row("log(x)", std::log(x));
    row("sin(x)", std::sin(x));
    row("cos(x)", std::cos(x));
    row("tan(x)", std::tan(x));
    row("asin(y)", std::asin(y));
    row("acos(y)", std::acos(y));
    row("atan(x)", std::atan(x));
    row("sinh(x)", std::sinh(x));
    row("cosh(x)", std::cosh(x));
    row("tanh(x)", std::tanh(x));
    row("min(x,y)", y);
    row("max(x, y)", x);
    row("min (x, max(y, -2)) ^ 2", y * y);
    row("2*sin(x)^2", 2 * std::sin(x) * std::sin(x));
  }
  void functionsAndConditionsMean_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("expected");
    const double x = 1.25, y = -0.75;
    const auto row = [](const char* text, double expected) {
      QTest::newRow(text) << QString(text) << expected;
    };
    row("asinh(y)", std::asinh(y));
    row("acosh(x)", std::acosh(x));
    row("atanh(y)", std::atanh(y));
    row("cbrt(y)", std::cbrt(y));
    row("log2(x)", std::log2(x));
    row("log10(x)", std::log10(x));
    row("erf(y)", std::erf(y));
    row("gamma(x)", std::tgamma(x));
    row("lgamma(y)", std::lgamma(y));
    row("sign(y)", -1);
    row("sign(0*x)", 0);
    row("floor(y)", -1);
    row("clamp(x, -1, 1)", 1);
    row("clamp(y, -1, 1)", y);
    row("clamp(y, 0, 1)", 0);
    row("if(x > 1, y, 7)", y);
    row("if(x <= 1, y, 7)", 7);
    row("if(-0.5, 1, 2)", 1);
    row("x < y", 0);
    row("x > y", 1);
    row("x >= 1.25", 1);
    row("y <= -0.75", 1);
    row("x == 5/4", 1);
    row("x != 5/4", 0);
    row("1 + x < 2*y + 5", 1);
    row("not x < y", 1);
    row("not not 7", 1);
    row("not not not 7", 0);
    row("x > 1 and y < 0", 1);
    row("x > 1 and y > 0", 0);
    row("x < 1 or y < 0", 1);
    row("1 or 0 and 0", 1);
    row("(1 or 0) and 0", 0);
    row("not 0 and 0", 0);
    row("if(y > 0, log(y), -y)", -y);
    row("if(y > 0 and log(y) > 1, 1, 2)", 2);
    row("if(y < 0 or log(y) > 1, 1, 2)", 1);
    row("3*(x > 1) + 2*(y > 0)", 3);
    row("sum(i, 1, 4, i)", 10);
    row("sum(i, 0, 1, x[i])", x + y);
    row("sum(i, 0, 0, (x[i+1] - x[i]^2)^2)", (y - x * x) * (y - x * x));
    row("sum(i, 1, 3, sum(j, 1, i, i*j))", 25);
    row("sum(i, 1, 3, sum(i, 1, 2, i) + i)", 15);
    row("sum(i, -2, 2, i^2*x)", 10 * x);
    row("sum(i, 3, 1, x[i-50])", 0);
    row("sum(i, 1, a, 2)", 6);
    row("2*sum(i, 1, 2, x)^2", 8 * x * x);
    row("x[0] + x[1]", x + y);
    row("x[a-3]", x);
    row("x[2*sum(i, 1, 3, i) - 11]", y);
  }
  void functionsAndConditionsMean() { textMeans(); }
  void textMeans() {
    QFETCH(QString, text);
    QFETCH(double, expected);
    const auto made = Expression::parse(text.toStdString(), constants);
    QVERIFY2(bool(made), made ? "" : made.error().what.c_str());
    const double got = valueAt(made->tape, 1.25, -0.75);
    QVERIFY2(std::abs(got - expected) <= 4e-16 * std::abs(expected),
             qPrintable(QString::number(got, 'g', 17)));
  }

  void whatDoesNotExistIsNaN_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"sqrt(y)",
                             "log(y)",
                             "y^0.5",
                             "y^1.5",
                             "y^y",
                             "asin(x)",
                             "acos(x)",
                             "0/0",
                             "sqrt(-1)",
                             "min(sqrt(y), x)",
                             "min(x, sqrt(y))",
                             "max(sqrt(y), x)",
                             "0*log(y)",
                             "1^log(y)",
                             "log(y)^(x-x)",
                             "x0^sqrt(-1)",
                             "(x/x)^log(-1)",
                             "(x-x+1)^sqrt(-1)",
                             "sqrt(-1)^(x-x)",
                             "log(y)^2",
                             "abs(log(y))",
                             "sign(log(y))",
                             "floor(log(y))",
                             "not log(y)",
                             "log(y) < 1",
                             "log(y) != log(y)",
                             "if(log(y), 1, 2)",
                             "log(y) and 1",
                             "0 or log(y)",
                             "if(x > 1, log(y), 1)",
                             "acosh(y)",
                             "atanh(x)",
                             "gamma(-1)",
                             "clamp(log(y), 0, 1)"})
      QTest::newRow(text) << QString(text);
  }
  void whatDoesNotExistIsNaN() {
    QFETCH(QString, text);
    const auto made = Expression::parse(text.toStdString());
    QVERIFY(bool(made));
    QVERIFY(std::isnan(valueAt(made->tape, 1.25, -0.75)));
  }

  void constantsMustBeFiniteAndHaveNamesOfTheirOwn() {
    const auto taken = Expression::parse("x", {{"sin", 1.0}});
    QVERIFY(!taken);
    QCOMPARE(taken.error().where, std::string("sin"));
    QVERIFY(taken.error().what.starts_with(
        "constant 'sin' has the name of a variable, number or function"));
    for (const char* name : {"x", "y", "x7", "pi", "e", "max"})
      QVERIFY(!Expression::parse("1", {{name, 1.0}}));
    const auto infinite = Expression::parse("x + a", {{"a", INFINITY}});
    QVERIFY(!infinite);
    QCOMPARE(infinite.error().what,
             std::string("constant a = inf is not allowed: a finite number is"));
    QCOMPARE(infinite.error().where, std::string("a"));
    QVERIFY(bool(Expression::parse("x", {{"unused", 1.0}})));
    for (const char* name : {"and", "or", "not"}) QVERIFY(!Expression::parse("1", {{name, 1.0}}));
    const auto shared = Expression::parse("gamma*gamma(3) + sum", {{"gamma", 5.0}, {"sum", 0.5}});
    QVERIFY(bool(shared));
    QCOMPARE(valueAt(shared->tape, 0, 0), 10.5);
  }

  void constantsWantedAreNamedInOrder() {
    using Names = std::vector<std::string>;
    QCOMPARE(constantsWantedBy("b*x + a*sin(c0*y) - b + x3*e^pi"), (Names{"b", "a", "c0"}));
    QCOMPARE(constantsWantedBy("z + (w * "), (Names{"z", "w"}));
    QCOMPARE(constantsWantedBy("foo(x) + § q"), (Names{"q"}));
    QCOMPARE(constantsWantedBy(""), Names{});
    QCOMPARE(constantsWantedBy("2e"), Names{});
    QCOMPARE(constantsWantedBy("sum(i, 1, n, a*x[i]^k) + i"), (Names{"n", "a", "k", "i"}));
    QCOMPARE(constantsWantedBy("if(x > c and not y <= gamma, gamma(x), 1)"), (Names{"c", "gamma"}));
  }

  void dimensionCoversEveryVariable() {
    QCOMPARE(Expression::parse("x")->tape.dimension(), Index(2));
    QCOMPARE(Expression::parse("x", {}, 1)->tape.dimension(), Index(1));
    QCOMPARE(Expression::parse("7", {}, 4)->tape.dimension(), Index(4));
    QCOMPARE(Expression::parse("x5 + x", {})->tape.dimension(), Index(6));
    QCOMPARE(Expression::parse("x5^0", {})->tape.dimension(), Index(6));
    QCOMPARE(Expression::parse("x999", {})->tape.dimension(), Index(1000));
  }

  void constantsCostNothingAndRepeatsAreSharedOnce() {
    QCOMPARE(operationsIn("2*pi"), std::size_t(0));
    QCOMPARE(operationsIn("sin(a)^2 + cos(a)^2"), std::size_t(0));
    QCOMPARE(operationsIn("x"), std::size_t(0));
    QCOMPARE(operationsIn("2*pi*x"), std::size_t(1));
    QCOMPARE(operationsIn("sin(x*y) + sin(y*x)"), std::size_t(3));  // product, sine, sum
    QCOMPARE(operationsIn("x*x + x^2"), std::size_t(2));
    QCOMPARE(operationsIn("x^1"), std::size_t(0));
    QCOMPARE(operationsIn("sin(x)^0"), std::size_t(0));
    QCOMPARE(operationsIn("if(a > 2, x, sin(y))"), std::size_t(0));
    QCOMPARE(operationsIn("sum(i, 1, 1000, a*i)"), std::size_t(0));
    QCOMPARE(operationsIn("x > y or y < x"), std::size_t(2));
  }
};

QTEST_GUILESS_MAIN(ExpressionTest)
#include "expression_test.moc"
