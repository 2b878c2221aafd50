/// Which texts are no expressions, and with which words they are refused.
#include <QTest>

#include "core/objectives/expression/expression.h"

using namespace thalweg;

namespace {

const std::map<std::string, double> constants{{"a", 3.0}, {"beta", -0.5}, {"_k2", 7.0}};

void columns() {
  for (const char* name : {"text", "where", "what"}) QTest::addColumn<QString>(name);
}

void row(const char* text, int column, const char* what) {
  const QString where = QString("column %1").arg(column);
  QTest::newRow(text) << QString::fromUtf8(text) << where
                      << QString("expression, %1: %2").arg(where, what);
}

void operand(const char* text, int column, const char* found) {
  row(text, column, qPrintable(QString("a number, a name, '-' or '(' is expected, ") + found));
}

}  // namespace

class RefusalsTest : public QObject {
  Q_OBJECT

 private slots:
  void refusalSaysWhereAndWhatIsExpected_data() {
    columns();
    operand("+x", 1, "not '+'");
    operand("x +", 4, "but the text ends");
    operand("x + * y", 5, "not '*'");
    operand("x ** 2", 4, "not '*'");
    operand("x^", 3, "but the text ends");
    operand("()", 2, "not ')'");
    operand("sin()", 5, "not ')'");
    operand("min(,y)", 5, "not ','");
    operand("min(x,)", 7, "not ')'");
    operand(".", 1, "not '.'");
    operand("x + $", 5, "not '$'");
    operand("x + π", 5, "not 'π'");
    operand("ππ", 1, "not 'π'");
    operand("-", 2, "but the text ends");
    row("2x", 2, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'x'");
    row("2 e", 3, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'e'");
    row("2e", 2, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'e'");
    row("2e+", 2, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'e'");
    row("x y", 3, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'y'");
    row("1.5.2", 4,
        "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not '.2'");
    row("0x10", 2,
        "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not 'x10'");
    row("x(y)", 2,
        "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not '('");
    row("x²", 2, "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not '²'");
    row("x = y", 3,
        "an operator (+ - * / ^ < <= > >= == != and or) or the end is expected, not '='");
    row("(x y)", 4, "an operator or ')' is expected, not 'y'");
    row("(x,y)", 3, "an operator or ')' is expected, not ','");
    row("x)", 2,
        "')' closes no bracket, an operator (+ - * / ^ < <= > >= == != and or) or the end is "
        "expected");
    row("x, y", 2, "',' stands only between the arguments of a function");
    row("2*(x+1", 7, "the text ends where ')' is expected for the '(' at column 3");
    row("sin(x", 6, "the text ends where ')' is expected for the '(' at column 4");
    row("sin x", 5, "'(' after the function sin is expected, not 'x'");
    row("sin", 4, "'(' after the function sin is expected, but the text ends");
    row("sin(x, y)", 6, "')' is expected, sin takes one argument");
    row("min(x)", 6, "',' is expected, min takes two arguments");
    row("max(x,y,1)", 8, "')' is expected, max takes two arguments");
  }
  void conditionsAndSumsLikewise_data() {
    columns();
    row("x < y < 3", 7, "'<' can not follow another comparison, write a < b and b < c");
    operand("x <", 4, "but the text ends");
    operand("x < > y", 5, "not '>'");
    operand("not", 4, "but the text ends");
    row("1 + not x", 5, "'not' stands only before a whole comparison, use brackets: (not a < b)");
    row("and x", 1, "'and' stands only between two conditions");
    row("x and or y", 7, "'or' stands only between two conditions");
    row("if(x, y)", 8, "',' is expected, if takes three arguments");
    row("if(x, y, 1, 2)", 11, "')' is expected, if takes three arguments");
    row("clamp(x)", 8, "',' is expected, clamp takes three arguments");
    row("erf", 4, "'(' after the function erf is expected, but the text ends");
    row("sum(i, 1, 3)", 12, "',' is expected, sum takes four arguments: sum(i, from, to, term)");
    row("sum(i)", 6, "',' is expected, sum takes four arguments: sum(i, from, to, term)");
    row("sum(i, 1, 3, i, 2)", 15,
        "')' is expected, sum takes four arguments: sum(i, from, to, term)");
    row("sum(x, 1, 3, i)", 5,
        "the first argument of sum is a new name for its index such as i, not 'x'");
    row("sum(2, 1, 3, i)", 5,
        "the first argument of sum is a new name for its index such as i, not '2'");
    row("sum(i, x, 3, i)", 8, "the bounds of sum must not depend on the variables");
    row("sum(i, 1, 2.5, i)", 11,
        "2.5 is no bound of a sum, whole numbers from -1000000 to 1000000 are");
    row("sum(i, 1, 0/0, i)", 11,
        "nan is no bound of a sum, whole numbers from -1000000 to 1000000 are");
    row("1 + sum(i, 0, 1e6, i)", 5, "the sum has 1000001 terms, at most 100000 are allowed");
    row("sum(i, 1, 0, i + $)", 18, "a number, a name, '-' or '(' is expected, not '$'");
    row("sum(i, 1, 2, i) + i", 19,
        "'i' has no value, a name other than x, y, x0, x1.., pi and e is a constant that must be "
        "given; did you mean 'x'?");
    row("x[1.5]", 3, "x[1.5] is not allowed, variables are x[0] to x[999]");
    row("x[-1]", 3, "x[-1] is not allowed, variables are x[0] to x[999]");
    row("sum(i, 998, 1000, x[i])", 21, "x[1000] is not allowed, variables are x[0] to x[999]");
    row("x[y]", 3, "the index of x must not depend on the variables");
    row("x[1", 4, "the text ends where ']' is expected for the '[' at column 2");
    row("x[1)", 4, "an operator or ']' is expected, not ')'");
    row("1e999", 1, "1e999 is too large, numbers up to 1.8e308 are allowed");
    row("x1000", 1, "'x1000' is not allowed, variables are x0 to x999");
    row("x99999999999999999999", 1,
        "'x99999999999999999999' is not allowed, variables are x0 to x999");
    row("x + sine(y)", 5,
        "'sine' is no function, the functions are abs, sqrt, exp, log, sin, cos, tan, asin, acos, "
        "atan, sinh, cosh, tanh, min, max, asinh, acosh, atanh, cbrt, log2, log10, erf, gamma, "
        "lgamma, sign, floor, clamp, if, sum; did you mean 'sin'?");
    row("x + bete*y", 5,
        "'bete' has no value, a name other than x, y, x0, x1.., pi and e is a constant that must "
        "be given; did you "
        "mean 'beta'?");
    row("x + omega", 5,
        "'omega' has no value, a name other than x, y, x0, x1.., pi and e is a constant that must "
        "be given");
    row("z", 1,
        "'z' has no value, a name other than x, y, x0, x1.., pi and e is a constant that must be "
        "given; did "
        "you mean 'x'?");
    row("x01", 1,
        "'x01' has no value, a name other than x, y, x0, x1.., pi and e is a constant that must be "
        "given; "
        "did you mean 'x0'?");
  }
  void conditionsAndSumsLikewise() { refusalSaysWhereAndWhatIsExpected(); }
  void refusalSaysWhereAndWhatIsExpected() {
    QFETCH(QString, text);
    QFETCH(QString, where);
    QFETCH(QString, what);
    const auto made = Expression::parse(text.toStdString(), constants);
    QVERIFY(!made);
    QCOMPARE(QString::fromStdString(made.error().what), what);
    QCOMPARE(QString::fromStdString(made.error().where), where);
  }
};

QTEST_GUILESS_MAIN(RefusalsTest)
#include "refusals_test.moc"
