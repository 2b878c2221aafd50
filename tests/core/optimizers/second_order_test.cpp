/// What methods with curvature, matrices or samples are known to do.
#include <Eigen/LU>
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/catalog.h"
#include "core/math/newton_schulz.h"
#include "core/math/solve.h"
#include "tests/support/objectives.h"
#include "tests/support/residual_model.h"

using namespace thalweg;

namespace {

Mat randomMatrix(Index rows, Index cols, std::uint64_t seed) {
  Random random(seed);
  return Mat::NullaryExpr(rows, cols, [&] { return random.normal(); });
}

Stepper stepperOf(const std::string& id, const Values& settings, const Vec& x) {
  Result<Stepper> made = find(allOptimizers(), id)->make(settings, x);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

/// 1/2 |W - T|^2 over one weight matrix, row by row.
class Target final : public Objective {
 public:
  Index dimension() const override { return 6; }
  double value(const Vec& x, Scratch*) const override { return 0.5 * (x - target()).squaredNorm(); }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    g = x - target();
    return value(x, s);
  }
  void hessianTimes(const Vec&, const Vec& v, Vec& hv, Scratch*) const override { hv = v; }
  std::vector<ParameterBlock> blocks() const override { return {{"W0", 0, 2, 3, false}}; }

 private:
  static Vec target() { return Vec::LinSpaced(6, 1.0, 6.0); }
};

/// mu log sum exp((a_i x - b_i) / mu).
class LogSumExp final : public Objective {
 public:
  LogSumExp(Mat a, Vec b, double mu) : m_a(std::move(a)), m_b(std::move(b)), m_mu(mu) {}
  Index dimension() const override { return m_a.cols(); }
  double value(const Vec& x, Scratch*) const override {
    const Vec z = (m_a * x - m_b) / m_mu;
    return m_mu * (z.maxCoeff() + std::log((z.array() - z.maxCoeff()).exp().sum()));
  }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    g = m_a.transpose() * shares(x);
    return value(x, s);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const Vec p = shares(x), av = m_a * v;
    hv = m_a.transpose() * (p.cwiseProduct(av) - p * p.dot(av)) / m_mu;
  }

 private:
  Vec shares(const Vec& x) const {
    const Vec z = (m_a * x - m_b) / m_mu;
    const Vec p = (z.array() - z.maxCoeff()).exp();
    return p / p.sum();
  }
  Mat m_a;
  Vec m_b;
  double m_mu;
};

void compare(const Vec& x, const std::vector<double>& expected, double allowed) {
  for (std::size_t i = 0; i < expected.size(); ++i)
    QVERIFY2(std::abs(x[Index(i)] - expected[i]) <= allowed,
             qPrintable(QString("%1: %2 instead of %3")
                            .arg(i)
                            .arg(x[Index(i)], 0, 'g', 12)
                            .arg(expected[i], 0, 'g', 12)));
}

}  // namespace

class SecondOrder : public QObject {
  Q_OBJECT

 private slots:
  void newtonSchulzMatchesItsTable() {
    Mat x{{3, 1, 0}, {0, 2, -1}};
    SchulzRoom room;
    newtonSchulz(x, room);
    compare(Vec{{x(0, 0), x(0, 1), x(0, 2), x(1, 0), x(1, 1), x(1, 2)}},
            {0.9790920323, 0.3237762403, 0.0012938852, -0.0038816556, 0.6579035623, -0.3295987238},
            1e-9);
  }

  void muonAndShampooOnAMatrix() {
    Vec x = Vec::Zero(6);
    Oracle oracle(std::make_shared<Target>());
    Stepper muon = stepperOf("muon", {}, x);
    muon.step(x, oracle);
    compare(x, {-0.0113658055, 0.0011548388, 0.0136754832, 0.0112670964, 0.008112258, 0.0049574196},
            1e-9);
    muon.step(x, oracle);
    muon.step(x, oracle);
    compare(x, {-0.035749318, 0.0032328731, 0.0422150641, 0.034490062, 0.0244297002, 0.0143693385},
            1e-9);
    x.setZero();
    Stepper shampoo = stepperOf("shampoo", {}, x);
    shampoo.step(x, oracle);
    compare(x, {-0.05777297, 0.01151252, 0.08079802, 0.07067197, 0.05657535, 0.04247873}, 1e-7);
    shampoo.step(x, oracle);
    shampoo.step(x, oracle);
    compare(x, {-0.12335266, 0.02733296, 0.17801857, 0.15743026, 0.12827826, 0.09912626}, 1e-7);
  }

  void soapDescendsAndIsAdamOnVectors() {
    Vec x = Vec::Zero(6);
    Oracle oracle(std::make_shared<Target>());
    Stepper soap = stepperOf("soap", {{"learning_rate", 0.05}, {"weight_decay", 0.0}}, x);
    const double before = oracle.value(x);
    for (int i = 0; i < 500; ++i) soap.step(x, oracle);
    QVERIFY2(oracle.value(x) < 1e-3 * before, qPrintable(QString::number(oracle.value(x))));

    // A single row is not turned: from the second step on it is Adam.
    const auto model = bowl(Vec{{10.0, 1.0}});
    Vec a{{1.0, -2.0}}, b = a;
    Oracle same(model);
    Stepper turned = stepperOf("soap", {{"learning_rate", 0.1}, {"weight_decay", 0.0}}, a);
    Stepper plain =
        stepperOf("adam", {{"learning_rate", 0.1}, {"beta1", 0.95}, {"beta2", 0.95}}, b);
    turned.step(a, same);
    QVERIFY(a == b);
    for (int i = 0; i < 20; ++i) {
      turned.step(a, same);
      plain.step(b, same);
    }
    QVERIFY((a - b).norm() < 1e-7);
  }

  void svenSolvesLinearModels() {
    const Mat a = randomMatrix(8, 20, 1);
    const Vec b = randomMatrix(8, 1, 2);
    const auto model = std::make_shared<ResidualModel>(a, b);
    const Vec start = randomMatrix(20, 1, 3);
    Vec x = start;
    Oracle oracle(model);
    const Values whole{{"learning_rate", 1.0}, {"k", std::int64_t(8)}, {"rtol", 0.0}};
    Values settings = whole;
    settings["residuals"] = std::string("signed");
    Stepper once = stepperOf("sven", settings, x);
    once.step(x, oracle);
    QVERIFY((a * x - b).norm() < 1e-12);
    // The shortest correction: orthogonal to what the samples do not see.
    const Vec shortest = a.transpose() * (a * a.transpose()).inverse() * (b - a * start);
    QVERIFY((x - start - shortest).norm() < 1e-10);

    settings["learning_rate"] = 0.5;
    x = start;
    Stepper half = stepperOf("sven", settings, x);
    for (int i = 0; i < 10; ++i) half.step(x, oracle);
    const double ratio = (a * x - b).norm() / (a * start - b).norm();
    QVERIFY(std::abs(ratio * 1024 - 1) < 1e-9);
  }

  void svenKnowsPowersOfTheLoss() {
    const Mat a = randomMatrix(8, 20, 1);
    const Vec b = randomMatrix(8, 1, 2);
    for (const auto& [kappa, left] :
         {std::pair{1.0, 0.0}, std::pair{2.0, 0.5}, std::pair{3.0, 2.0 / 3.0}}) {
      Vec x = randomMatrix(20, 1, 3);
      const double before = (a * x - b).norm();
      Oracle oracle(std::make_shared<ResidualModel>(a, b));
      Stepper stepper = stepperOf(
          "sven", {{"learning_rate", 1.0}, {"k", std::int64_t(8)}, {"rtol", 0.0}, {"kappa", kappa}},
          x);
      stepper.step(x, oracle);
      QVERIFY2(std::abs((a * x - b).norm() / before - left) < 1e-8,
               qPrintable(QString::number((a * x - b).norm() / before)));
    }
  }

  void bothFormsOfSvenAreOne_data() {
    QTest::addColumn<int>("kept");
    QTest::newRow("all") << 12;
    QTest::newRow("three") << 3;
  }
  void bothFormsOfSvenAreOne() {
    QFETCH(int, kept);
    const auto model =
        std::make_shared<ResidualModel>(randomMatrix(12, 30, 4), Vec(randomMatrix(12, 1, 5)));
    Vec x = randomMatrix(30, 1, 6), y = x;
    Oracle oracle(model);
    Values settings{{"learning_rate", 0.3}, {"k", std::int64_t(kept)}};
    Stepper gram = stepperOf("sven", settings, x);
    settings["form"] = std::string("svd");
    Stepper svd = stepperOf("sven", settings, y);
    for (int i = 0; i < 3; ++i) {
      gram.step(x, oracle);
      svd.step(y, oracle);
    }
    QVERIFY2((x - y).norm() < 1e-10, qPrintable(QString::number((x - y).norm())));
  }

  void svenIsGaussNewtonWithManySamples() {
    const Mat a = randomMatrix(30, 5, 7);
    const Vec b = randomMatrix(30, 1, 8);
    Vec x = randomMatrix(5, 1, 9);
    const Vec best = (a.transpose() * a).inverse() * (a.transpose() * b);
    Oracle oracle(std::make_shared<ResidualModel>(a, b));
    Stepper stepper = stepperOf("sven",
                                {{"learning_rate", 1.0},
                                 {"k", std::int64_t(30)},
                                 {"rtol", 0.0},
                                 {"residuals", std::string("signed")}},
                                x);
    stepper.step(x, oracle);
    QVERIFY((x - best).norm() < 1e-11);
  }

  void conjugateGradientsEndOnAQuadratic_data() {
    QTest::addColumn<QString>("form");
    for (const char* form : {"FR", "PR+", "HS", "DY"}) QTest::newRow(form) << form;
  }
  void conjugateGradientsEndOnAQuadratic() {
    QFETCH(QString, form);
    const Vec curvature{{1.0, 4.0, 9.0, 16.0, 25.0}};
    Vec x = -curvature.cwiseInverse(), g(5);
    const auto model = bowl(curvature);
    Oracle oracle(model);
    Stepper stepper =
        stepperOf("conjugate_gradient",
                  {{"form", form.toStdString()}, {"line_search", std::string("exact")}}, x);
    const std::vector<double> norms{2.2360679775, 1.76, 1.45, 1.11, 0.707};
    for (const double expected : norms) {
      model->gradient(x, g, nullptr);
      QVERIFY2(std::abs(g.norm() - expected) < 6e-3, qPrintable(QString::number(g.norm())));
      stepper.step(x, oracle);
    }
    model->gradient(x, g, nullptr);
    QVERIFY(g.norm() < 1e-13);
  }

  void levenbergMarquardtSolvesLeastSquares() {
    const Mat a = randomMatrix(30, 5, 7);
    const Vec b = randomMatrix(30, 1, 8);
    Vec x = randomMatrix(5, 1, 9);
    const Vec best = (a.transpose() * a).inverse() * (a.transpose() * b);
    Oracle oracle(std::make_shared<ResidualModel>(a, b));
    Stepper stepper = stepperOf("levenberg_marquardt", {{"damping", 0.0}}, x);
    stepper.step(x, oracle);
    QVERIFY((x - best).norm() < 1e-10);
  }

  void gnsDoublesOnConvexQuadratics_data() {
    QTest::addColumn<QString>("matrix");
    for (const char* matrix : {"hessian", "gauss-newton", "none"}) QTest::newRow(matrix) << matrix;
  }
  void gnsDoublesOnConvexQuadratics() {
    QFETCH(QString, matrix);
    Vec x{{1.0, -2.0, 0.5}};
    Oracle oracle(bowl(Vec{{3.0, 1.0, 0.2}}));
    Stepper stepper = stepperOf("gns", {{"matrix", matrix.toStdString()}}, x);
    double gamma = 1.0;
    for (int i = 0; i < 3; ++i, gamma *= 2) {
      const Vec before = x;
      stepper.step(x, oracle);
      if (matrix == "none") {
        QVERIFY(x != before);
        continue;
      }
      QCOMPARE(stepper.learningRate(), gamma);
      QVERIFY((x - before).norm() <= gamma * (1 + 1e-12));
    }
  }

  void gnsNeedsItsPublishedIterations() {
    const Landscape land = *find(allLandscapes(), "rosenbrock")->make({});
    Vec x{{-1.2, 1.0}};
    Oracle oracle(land.objective);
    Stepper stepper = stepperOf("gns", {}, x);
    int steps = 0;
    for (; oracle.value(x) >= 1e-8 && steps < 100; ++steps) stepper.step(x, oracle);
    QCOMPARE(steps, 43);
  }

  void gnsOnCentredLogSumExp_data() {
    QTest::addColumn<double>("mu");
    QTest::addColumn<int>("most");
    QTest::newRow("smooth") << 1.0 << 10;
    QTest::newRow("sharp") << 0.1 << 60;
  }
  /// Rows are centred so that the minimum is at zero; it is reached in few steps.
  void gnsOnCentredLogSumExp() {
    QFETCH(double, mu);
    QFETCH(int, most);
    Mat a = randomMatrix(60, 20, 11);
    const Vec b = randomMatrix(60, 1, 12);
    const Vec weights = ((-b).array() / mu - ((-b).array() / mu).maxCoeff()).exp();
    a.rowwise() -= (weights.transpose() * a / weights.sum()).eval();
    Vec x = Vec::Ones(20), g(20);
    const auto f = std::make_shared<LogSumExp>(a, b, mu);
    Oracle oracle(f);
    Stepper stepper = stepperOf("gns", {}, x);
    int steps = 0;
    for (; oracle.gradient(x).norm() > 1e-8 && steps < 200; ++steps) stepper.step(x, oracle);
    QVERIFY2(steps < most, qPrintable(QString::number(steps)));
    QVERIFY(oracle.value(x) <= oracle.value(Vec::Zero(20)) + 1e-9);
  }

  void saddlesAreLeft_data() {
    QTest::addColumn<QString>("id");
    for (const char* id : {"trust_region", "cubic_newton"}) QTest::newRow(id) << id;
  }
  /// From the ridge of x^4/4 - x^2/2 + y^2/2 with no gradient along x.
  void saddlesAreLeft() {
    QFETCH(QString, id);
    class Ridge final : public Objective {
     public:
      Index dimension() const override { return 2; }
      double value(const Vec& x, Scratch*) const override {
        return std::pow(x[0], 4) / 4 - x[0] * x[0] / 2 + x[1] * x[1] / 2;
      }
      double gradient(const Vec& x, Vec& g, Scratch* s) const override {
        g[0] = std::pow(x[0], 3) - x[0];
        g[1] = x[1];
        return value(x, s);
      }
      void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
        hv[0] = (3 * x[0] * x[0] - 1) * v[0];
        hv[1] = v[1];
      }
    };
    Vec x{{0.0, 1.0}};
    Oracle oracle(std::make_shared<Ridge>());
    Stepper stepper = stepperOf(id.toStdString(), {}, x);
    for (int i = 0; i < 40; ++i) stepper.step(x, oracle);
    QVERIFY2(std::abs(std::abs(x[0]) - 1) < 1e-6 && std::abs(x[1]) < 1e-6,
             qPrintable(QString("%1 %2").arg(x[0]).arg(x[1])));
  }
};

QTEST_GUILESS_MAIN(SecondOrder)
#include "second_order_test.moc"
