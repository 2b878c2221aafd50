/// Landscapes against typed formulas, which are differentiated by other code, and against numbers
/// from the papers.
#include <QElapsedTimer>
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/catalog.h"
#include "core/math/lanczos.h"
#include "core/objectives/expression/expression_objective.h"

using namespace thalweg;

namespace {

Landscape landscape(const char* id, const Values& settings = {}) {
  const Result<Landscape> made = find(allLandscapes(), id)->make(settings);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

double error(const Vec& a, const Vec& b) { return (a - b).norm() / (1 + b.norm()); }

/// x after each of the given numbers of points, the start being the first.
std::vector<double> adamOn(const char* id, const std::vector<int>& points) {
  const Landscape land = landscape(id);
  Vec x = land.start;
  Stepper stepper = *find(allOptimizers(), "adam")
                         ->make({{"learning_rate", 0.1}, {"beta1", 0.95}, {"epsilon", 1e-8}}, x);
  Oracle oracle(land.objective);
  std::vector<double> found;
  int at = 1;
  for (const int point : points) {
    for (; at < point; ++at) stepper.step(x, oracle);
    found.push_back(x[0]);
  }
  return found;
}

}  // namespace

class LandscapeValues : public QObject {
  Q_OBJECT

 private slots:
  void agreeWithTypedFormulas_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("dimension");  // 0: the landscape has no such setting
    QTest::addColumn<QString>("text");
    const auto row = [](const char* id, int n, const char* text) {
      QTest::addRow("%s %d", id, n) << QString(id) << n << QString(text);
    };
    const char* rosenbrock = "sum(i, 0, n-2, (1-x[i])^2 + 100*(x[i+1]-x[i]^2)^2)";
    const char* rastrigin = "sum(i, 0, n-1, 10 + x[i]^2 - 10*cos(2*pi*x[i]))";
    const char* tang = "sum(i, 0, n-1, x[i]^4 - 16*x[i]^2 + 5*x[i])/2";
    const char* ackley =
        "20 + e - 20*exp(-0.2*sqrt(sum(i, 0, n-1, x[i]^2)/n)) - exp(sum(i, 0, n-1, "
        "cos(2*pi*x[i]))/n)";
    const char* levy =
        "sin(pi*(1+(x[0]-1)/4))^2 + sum(i, 0, n-2, ((x[i]-1)/4)^2 * (1 + "
        "10*sin(pi*(1+(x[i]-1)/4)+1)^2)) + ((x[n-1]-1)/4)^2 * (1 + sin(2*pi*(1+(x[n-1]-1)/4))^2)";
    const char* chebyshev = "(x-1)^2/4 + sum(i, 0, n-2, abs(x[i+1] - 2*x[i]^2 + 1))";
    for (const int n : {2, 3, 7}) {
      row("rosenbrock", n, rosenbrock);
      row("rastrigin", n, rastrigin);
      row("styblinskitang", n, tang);
      row("ackley", n, ackley);
      row("levy", n, levy);
      row("chebyshevrosenbrock", n, chebyshev);
    }
    row("rastrigin", 1, rastrigin);
    row("ackley", 1, ackley);
    row("levy", 1, levy);
    row("absolute", 0, "abs(x) + 3*abs(y)");
    row("doublewell", 0, "(x^2-1)^2 + y^2/2 + 0.3*x");
    row("factorisation", 0, "(x*y-1)^2");
    row("logsumexp", 0, "log(exp(x+3*y) + exp(x-3*y) + exp(-x))");
    row("diffgrad1", 0, "if(x <= 0, (x+0.3)^2, (x-0.2)^2 + 0.05)");
    row("diffgrad2", 0, "if(x <= -0.9, -40*x - 35.15, x^3 + x*sin(8*x) + 0.85)");
    row("diffgrad3", 0,
        "if(x <= -0.5 or x > 0.5, x^2, if(x > -0.4 and x <= 0.4, 7*abs(x)/8, 0.75 - abs(x)))");
  }
  void agreeWithTypedFormulas() {
    QFETCH(QString, id);
    QFETCH(int, dimension);
    QFETCH(QString, text);
    Values settings;
    if (dimension > 0) settings["dimension"] = std::int64_t(dimension);
    const Landscape land = landscape(qPrintable(id), settings);
    const Index d = land.objective->dimension();
    if (dimension > 0) QCOMPARE(d, Index(dimension));
    const auto typed = expressionObjective(text.toStdString(), {{"n", double(d)}}, d);
    QVERIFY2(bool(typed), typed ? "" : typed.error().what.c_str());
    Evaluator ours(land.objective), theirs(*typed);
    Random random(5);
    Vec x(d), v(d), a(d), b(d);
    for (int trial = 0; trial < 40; ++trial) {
      for (Index i = 0; i < d; ++i) {
        const Interval& side = land.box[std::size_t(i)];
        x[i] = random.uniform(side.low, side.high);
        v[i] = random.normal();
      }
      const double f = ours.gradient(x, a), g = theirs.gradient(x, b);
      QVERIFY(std::abs(f - g) <= 1e-12 * (1 + std::abs(g)));
      QVERIFY(error(a, b) < 1e-12);
      ours.hessianTimes(x, v, a);
      theirs.hessianTimes(x, v, b);
      QVERIFY(error(a, b) < 1e-12);
      QVERIFY(ours.thirdTimes(x, v, a) && theirs.thirdTimes(x, v, b));
      QVERIFY(error(a, b) < 1e-11);
    }
  }

  /// Table of Dubey et al.'s three functions under Adam: 0.1, beta1 0.95, from -1, at plotted
  /// points 2, 10, 50, 100 and 300 of which the start is the first.
  void adamOnTheCurvesOfDiffGrad() {
    const std::vector<int> points{2, 10, 50, 100, 300};
    const auto near = [](const std::vector<double>& a, const std::vector<double>& b) {
      for (std::size_t i = 0; i < b.size(); ++i)
        if (std::abs(a[i] - b[i]) > 1e-8) return false;
      return a.size() == b.size();
    };
    QVERIFY(near(adamOn("diffgrad1", points),
                 {-0.900000001, -0.183396968, 0.117947313, 0.219070534, 0.200114932}));
    QVERIFY(near(adamOn("diffgrad2", points),
                 {-0.9, -0.40489045, 0.03586548, -0.014801035, 0.000090135}));
    QVERIFY(near(adamOn("diffgrad3", points),
                 {-0.9, -0.19000147, 0.083628844, 0.01450601, 0.000510139}));
  }
  void curvesOfDiffGradAtTheirSeams() {
    const auto slope = [](const char* id, double x) {
      Vec g(1);
      Evaluator(landscape(id).objective).gradient(Vec{{x}}, g);
      return g[0];
    };
    QCOMPARE(slope("diffgrad1", 0), 0.6);
    QCOMPARE(slope("diffgrad1", 1e-300), -0.4);
    QCOMPARE(slope("diffgrad2", -0.9), -40.0);
    QCOMPARE(slope("diffgrad3", -0.5), -1.0);
    QCOMPARE(slope("diffgrad3", -0.4), 1.0);
    QCOMPARE(slope("diffgrad3", 0), -0.875);
    QCOMPARE(slope("diffgrad3", 0.4), 0.875);
    QCOMPARE(slope("diffgrad3", 0.5), -1.0);
    QCOMPARE(slope("diffgrad3", 0.75), 1.5);
  }

  void twoDimensionsAreThoseOfTheFormula() {
    // The numbers of the planar formula to the last bit, as if there were no other dimension.
    Evaluator f(landscape("rosenbrock", {{"dimension", std::int64_t(2)}}).objective);
    const Vec x{{-1.37, 0.41}};
    QCOMPARE(f.value(x),
             (1.0 - x[0]) * (1.0 - x[0]) + 100.0 * ((x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0])));
    QCOMPARE(landscape("rosenbrock").start, (Vec{{-1.5, 2.0}}));
  }

  void quadraticMayBeASaddle() {
    const Landscape land = landscape("quadratic", {{"condition", 4.0}, {"second", -2.0}});
    QCOMPARE(Evaluator(land.objective).value(Vec{{1.0, 3.0}}), 2.0 - 9.0);
    QVERIFY(land.points[0].kind == PointKind::saddle);
    QCOMPARE(Evaluator(landscape("quadratic").objective).value(Vec{{1.0, -2.0}}), 7.0);
  }

  void startsMayBeChosen() {
    for (const char* where : {"slope", "plateau", "far plateau"}) {
      const Landscape land = landscape("beale", {{"beginning", std::string(where)}});
      Vec g(2);
      Evaluator(land.objective).gradient(land.start, g);
      QVERIFY2(std::string(where) == "slope" ? g.norm() > 50 : g.norm() < 10, where);
    }
    const Vec alike = landscape("factorisation", {{"beginning", std::string("balanced")}}).start;
    QCOMPARE(alike[0], alike[1]);
    const Vec apart = landscape("factorisation").start;
    QVERIFY(apart[0] > 10 * apart[1]);
  }

  void spectrumIsTheChosenOne_data() {
    QTest::addColumn<QString>("spread");
    for (const char* spread : {"logarithmic", "linear", "clusters"})
      QTest::newRow(spread) << QString(spread);
  }
  void spectrumIsTheChosenOne() {
    QFETCH(QString, spread);
    const Landscape land = landscape(
        "spectrum",
        {{"dimension", std::int64_t(31)}, {"condition", 1000.0}, {"spread", spread.toStdString()}});
    Mat h;
    Evaluator(land.objective).hessian(land.start, h);
    QVERIFY((h - Mat(h.diagonal().asDiagonal())).norm() > 100);  // it is turned
    const Vec values = symmetricEigenvalues(h);
    QVERIFY(std::abs(values[0] - 1) < 1e-11 && std::abs(values[30] - 1000) < 1e-10);
    if (spread == "logarithmic") QVERIFY(std::abs(values[10] - 10) < 1e-11);
    if (spread == "linear") QVERIFY(std::abs(values[10] - 334) < 1e-10);
    if (spread == "clusters") {
      QVERIFY(std::abs(values[14] - 100.9) < 1e-10 && std::abs(values[15] - 900.1) < 1e-10);
      QVERIFY(std::abs(values[22] - values[21] - 99.9 / 15) < 1e-10);
    }
    // The start has the same share of every direction: f = half the sum of the curvatures.
    QVERIFY(std::abs(Evaluator(land.objective).value(land.start) - values.sum() / 2) <
            1e-12 * values.sum());
    const Landscape plain = landscape("spectrum", {{"rotated", false}});
    Evaluator(plain.objective).hessian(plain.start, h);
    QVERIFY(h.isDiagonal(0));
  }
  void spectrumOfTenThousandIsFast() {
    const Landscape land = landscape("spectrum", {{"dimension", std::int64_t(10000)}});
    Evaluator f(land.objective);
    Vec g(10000);
    QElapsedTimer timer;
    timer.start();
    for (int k = 0; k < 20; ++k) f.gradient(land.start, g);
    QVERIFY2(timer.elapsed() < 1000, "products must not be quadratic in the number of variables");
  }

  /// f+ = (1 - eta lambda + eta^2 f^2/n) f, lambda+ = lambda + (eta f^2/n)(eta lambda - 4)
  /// (Lewkowycz et al. 2020), with lambda = (|u|^2 + |v|^2)/n.
  void catapultFollowsItsRecursion() {
    const double n = 1000;
    const Landscape land =
        landscape("catapult", {{"width", std::int64_t(1000)}, {"seed", std::int64_t(1)}});
    Evaluator f(land.objective);
    const double lambda0 = land.start.squaredNorm() / n;
    for (const double product : {1.5, 2.5, 3.5, 3.9, 4.1}) {
      const double eta = product / lambda0;
      Vec x = land.start, g(2000);
      double lambda = lambda0, out = x.head(1000).dot(x.tail(1000)) / std::sqrt(n);
      double most = 0, last = 0;
      const double first = 0.5 * out * out;
      for (int k = 0; k < 300 && std::isfinite(last); ++k) {
        last = f.gradient(x, g);
        most = std::max(most, last);
        if (k < 20 && last < 1e6) {
          // What is lost in the largest loss on the way stays.
          QVERIFY(std::abs(last - 0.5 * out * out) <= 1e-12 * (1e-12 + most));
          QVERIFY(std::abs(x.squaredNorm() / n - lambda) <= 1e-12 * lambda);
        }
        const double before = out;
        out *= 1 - eta * lambda + eta * eta * before * before / n;
        lambda += eta * before * before / n * (eta * lambda - 4);
        x -= eta * g;
      }
      if (product > 4) {
        QVERIFY(!(last < first));
      } else {
        QVERIFY(last < 1e-9 && eta * lambda < 2);
        QVERIFY(product < 2 ? most <= first * (1 + 1e-12) : most > 10 * first);
      }
    }
  }

  void leastSquaresKnowsItsFloor() {
    const Landscape land = landscape("leastsquares", {{"noise", 0.0}});
    QCOMPARE(land.points.size(), std::size_t(1));
    QVERIFY(std::abs(land.points[0].f) < 1e-24);
    QVERIFY(landscape("leastsquares", {{"samples", std::int64_t(3)}}).objective->dimension() == 10);
    const FiniteSum* sum = land.objective->asFiniteSum();
    QVERIFY(sum && sum->samples() == 100);
  }

  void regressionsRefuseDataWithoutTheirClasses() {
    const auto two = find(allLandscapes(), "logistic")->make({{"dataset", std::string("digits")}});
    QVERIFY(!two && two.error().what.find("10 classes; 2 classes are needed") != std::string::npos);
    const auto none =
        find(allLandscapes(), "softmax")->make({{"dataset", std::string("diabetes")}});
    QVERIFY(!none && none.error().what.find("no classes") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(LandscapeValues)
#include "values_test.moc"
