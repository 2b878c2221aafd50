/// Gradient noise against the same things worked out from the gradients of all samples.
#include "core/run/noise.h"

#include <QTest>
#include <chrono>
#include <numeric>

#include "core/math/lanczos.h"
#include "core/math/second_moment.h"
#include "core/run/run.h"
#include "tests/core/objectives/network/networks.h"
#include "tests/support/numpy_random.h"
#include "tests/support/objectives.h"
#include "tests/support/patience.h"
#include "tests/support/residual_model.h"

using namespace thalweg;

namespace {

/// Everything about the noise, dense.
struct Known {
  Mat j;  // [n, d]
  Vec g;
  Mat sigma, h;
};

Known knownAt(Evaluator& f, const Vec& x) {
  const FiniteSum& sum = *f.objective().asFiniteSum();
  std::vector<Index> rows(std::size_t(sum.samples()));
  std::iota(rows.begin(), rows.end(), 0);
  Known known;
  Vec losses;
  sum.perSampleGradients(x, rows, known.j, losses, f.scratch());
  known.g = known.j.colwise().mean();
  const Mat centred = known.j.rowwise() - known.g.transpose();
  known.sigma = centred.transpose() * centred / double(rows.size());
  f.hessian(x, known.h);
  return known;
}

bool within(const char* what, const Estimate& found, double expected, double errors,
            double rounding = 1e-12) {
  const double off = std::abs(found.value - expected);
  if (off <= errors * found.error + rounding * std::abs(expected)) return true;
  qWarning("%s: %.12g beside %.12g, error %.3g", what, found.value, expected, found.error);
  return false;
}

}  // namespace

class NoiseTest : public QObject {
  Q_OBJECT

 private slots:
  /// More parameters than samples, and more samples than parameters.
  void covarianceOfTheGradients_data() {
    QTest::addColumn<int>("samples");
    QTest::newRow("few samples") << 40;
    QTest::newRow("many samples") << 700;
  }
  void covarianceOfTheGradients() {
    QFETCH(int, samples);
    const test::Net net = test::suited({.loss = "cross-entropy"}, {.samples = samples});
    Evaluator f(net);
    const Vec x = test::start(*net);
    const Known known = knownAt(f, x);
    const NoiseResult found = noiseAt(f, x, {.top = 4, .probes = 60, .batch = 10, .batches = 30});
    QVERIFY(!found.stopped && found.finite);
    QVERIFY(within("trace", found.trace, known.sigma.trace(), 0));
    QCOMPARE(found.trace.error, 0.0);
    const Vec values = symmetricEigenvalues(known.sigma);
    QCOMPARE(found.values.size(), Index(4));
    for (Index k = 0; k < 4; ++k) {
      const double largest = values[values.size() - 1];
      QVERIFY(std::abs(found.values[k] - values[values.size() - 1 - k]) <= 1e-7 * largest);
      const Vec u = found.vectors.col(k);
      QVERIFY(std::abs(u.norm() - 1) < 1e-12);
      const double residual = (known.sigma * u - found.values[k] * u).norm();
      QVERIFY(residual <= 1e-6 * largest);
      QVERIFY(std::abs(residual - found.residuals[k]) <= 1e-10 * largest);
    }
    const double curved = (known.sigma * known.h).trace(), frobenius = known.h.norm();
    QVERIFY(within("with the Hessian", found.curved, curved, 5));
    QVERIFY(found.curved.error > 0 && found.curved.error < 0.3 * std::abs(curved));
    QVERIFY(within("frobenius", found.frobenius, frobenius, 5));
    QVERIFY(
        within("alignment", found.alignment, curved / (2 * found.loss * frobenius * frobenius), 5));
    QVERIFY(found.products >= 60 + 30 && found.gradients > 60);
  }

  /// Batches of one, where each sample curves along its own gradient alone: the mean of the squared
  /// lengths. Of all samples: what the whole gradient meets, without error.
  void batchSharpnessOfALinearModel() {
    NumpyRandom random(3);
    const Mat a = random.normals(50, 8);
    const auto model = std::make_shared<ResidualModel>(a, random.normals(50, 1).col(0));
    Evaluator f(model);
    const Vec x = Vec::LinSpaced(8, -1, 1);
    const NoiseRequest one{.top = 0, .alignment = false, .batch = 1, .batches = 4000};
    const NoiseResult found = noiseAt(f, x, one);
    const double expected = a.rowwise().squaredNorm().mean();
    QVERIFY(within("of one sample", found.batchSharpness, expected, 4));
    QVERIFY(found.batchSharpness.error < 0.02 * expected);
    const Known known = knownAt(f, x);
    NoiseRequest all = one;
    all.batch = 0;
    const NoiseResult whole = noiseAt(f, x, all);
    QVERIFY(within("of all", whole.batchSharpness,
                   known.g.dot(known.h * known.g) / known.g.squaredNorm(), 0));
    QCOMPARE(whole.batchSharpness.error, 0.0);
    QCOMPARE(whole.products, 1);
  }

  /// Residuals that do not depend on the slopes make the noise 2 f H: the alignment is 1.
  void alignmentIsOneWhereResidualsAreIndependentOfSlopes() {
    const Index n = 4000;
    NumpyRandom random(11);
    const Mat a = random.normals(n, 6);
    Evaluator f(std::make_shared<ResidualModel>(a, random.normals(n, 1).col(0)));
    const NoiseResult found = noiseAt(f, Vec::Zero(6), {.top = 0, .probes = 400, .batches = 0});
    QVERIFY(within("alignment", found.alignment, 1.0, 4, 0.1));
    QVERIFY(std::isnan(found.batchSharpness.value));
  }

  void cloudIsTheNoiseInAPlane() {
    const test::Net net = test::suited({.loss = "mse"}, {.samples = 90});
    Evaluator f(net);
    const Vec x = test::start(*net);
    const Known known = knownAt(f, x);
    const Vec a = test::randomVec(x.size(), 1).normalized(), b = test::randomVec(x.size(), 2);
    const GradientCloud cloud = gradientCloud(f, x, a, b);
    QCOMPARE(cloud.points.cols(), Index(90));
    QVERIFY(test::relative(cloud.points.row(0).transpose(), known.j * a) < 1e-13);
    QVERIFY(test::relative(cloud.points.row(1).transpose(), known.j * b) < 1e-13);
    QVERIFY(std::abs(cloud.mean[1] - known.g.dot(b)) < 1e-13 * known.g.norm() * b.norm());
    const double scale = known.sigma.norm() * b.norm();
    QVERIFY(std::abs(cloud.covariance(0, 0) - a.dot(known.sigma * a)) < 1e-12 * scale);
    QVERIFY(std::abs(cloud.covariance(0, 1) - a.dot(known.sigma * b)) < 1e-12 * scale);
  }

  /// RandomState(1).randn(6, 8): the rates of each condition and of the operator itself.
  void conditionsOfTheRandomInstance() {
    Evaluator f(std::make_shared<ResidualModel>(NumpyRandom(1).normals(6, 8), Vec::Zero(6)));
    const double known[2][5] = {{0.21213, 0.25728, 0.21344, 0.573617, 0.158815},
                                {0.47790, 0.53031, 0.42648, 0.573617, 0.381362}};
    for (const int batch : {1, 4}) {
      const Result<SgdConditions> found = sgdConditions(f, Vec::Zero(8), batch, true);
      QVERIFY(bool(found));
      const double rates[5] = {found->identity, found->jensen, found->hessian, found->descent,
                               found->exact};
      for (int k = 0; k < 5; ++k)
        QVERIFY2(std::abs(rates[k] - known[batch == 4][k]) < 1e-5,
                 qPrintable(QString::number(rates[k])));
    }
    // All of them without replacement is gradient descent.
    const Result<SgdConditions> whole = sgdConditions(f, Vec::Zero(8), 6, false);
    QVERIFY(std::abs(whole->exact - whole->descent) < 1e-10);
  }

  /// Samples of two residuals each: the operator as a matrix of Kronecker products.
  void conditionsOfSeveralOutputs() {
    const Index n = 5, d = 3;
    const Mat rows = NumpyRandom(5).normals(2 * n, d);
    Mat h = Mat::Zero(d, d), pairs = Mat::Zero(d * d, d * d);
    const auto kron = [d](const Mat& a, const Mat& b) {
      Mat k(d * d, d * d);
      for (Index i = 0; i < d; ++i)
        for (Index j = 0; j < d; ++j) k.block(i * d, j * d, d, d) = a(i, j) * b;
      return k;
    };
    for (Index i = 0; i < n; ++i) {
      const Mat own =
          rows.row(i).transpose() * rows.row(i) + rows.row(n + i).transpose() * rows.row(n + i);
      h += own / double(n);
      pairs += kron(own, own) / double(n);
    }
    const SecondMoment moment(rows, 2.0, true, 2);
    for (const double eta : {0.05, 0.2}) {
      const Mat step = Mat::Identity(d, d) - eta * h;
      const Mat t = kron(step, step) + eta * eta / 2.0 * (pairs - kron(h, h));
      const double radius = symmetricEigenvalues(t).maxCoeff();
      QVERIFY(std::abs(moment.radius(eta) - radius) < 1e-8 * radius);
    }
    const double critical = moment.criticalRate();
    for (const double bound :
         {moment.boundByIdentity(), moment.boundByTrace(), moment.boundByHessian()})
      QVERIFY(bound >= critical * (1 - 1e-9));
  }

  void conditionsOfANetwork() {
    const test::Net net = test::suited({.loss = "mse"}, {.samples = 100});
    Evaluator f(net);
    const Vec x = test::start(*net);
    const Result<SgdConditions> one = sgdConditions(f, x, 1, false),
                                many = sgdConditions(f, x, 50, false);
    QVERIFY(one && many);
    QCOMPARE(one->samples, Index(25));  // of ten outputs each: 256 rows
    QVERIFY(one->identity < many->identity && one->descent == many->descent);
    QVERIFY(one->identity <= one->jensen);
    const test::Net classes = test::suited({.loss = "cross-entropy"}, {.samples = 30});
    Evaluator g(classes);
    const Result<SgdConditions> refused = sgdConditions(g, x, 1, false);
    QVERIFY(!refused && refused.error().what.find("sum of squares") != std::string::npos);
    QVERIFY(sgdConditions(f, x, 101, false).error().what.find("1 to 100") != std::string::npos);
  }

  void stopsPromptly() {
    const test::Net net = test::network({.layers = {64, 100, 10}}, test::data("digits"));
    Evaluator f(net);
    const Vec x = test::start(*net);
    using Clock = std::chrono::steady_clock;
    for (const int milliseconds : {1, 30, 60, 150, 300}) {
      const Clock::time_point end = Clock::now() + std::chrono::milliseconds(milliseconds);
      const NoiseResult found =
          noiseAt(f, x, {.batch = 32, .batches = 4000}, [end] { return Clock::now() >= end; });
      if (milliseconds < 100) QVERIFY(found.stopped);
      const double late = std::chrono::duration<double>(Clock::now() - end).count();
      QVERIFY2(late < test::promptly, qPrintable(QString::number(late)));
    }
  }

  void conditionsStopPromptly() {
    const test::Net net =
        test::network({.layers = {64, 100, 100, 10}, .loss = "mse"}, test::data("digits"));
    Evaluator f(net);
    const Vec x = test::start(*net);
    using Clock = std::chrono::steady_clock;
    int stopped = 0;
    for (const int milliseconds : {0, 5, 20, 50, 100}) {
      const Clock::time_point end = Clock::now() + std::chrono::milliseconds(milliseconds);
      const auto found = sgdConditions(f, x, 8, false, [end] { return Clock::now() >= end; });
      stopped += found->stopped ? 1 : 0;
      const double late = std::chrono::duration<double>(Clock::now() - end).count();
      QVERIFY2(!found->stopped || late < test::promptly, qPrintable(QString::number(late)));
    }
    QVERIFY(stopped > 0);
  }

  /// A run keeps both columns with their errors, and no others.
  void aRunMeasuresItsNoise() {
    const test::Net net = test::suited({.loss = "cross-entropy"}, {.samples = 60});
    const Problem problem{net, test::start(*net), {}, {}};
    Experiment e;
    e.optimizers.push_back({"sgd", "", {{"learning_rate", 0.1}}});
    e.run.steps = 10;
    e.run.batch = 7;
    e.measure.noiseEvery = 5;
    e.measure.noiseBatches = 12;
    const auto run = Run::prepare(e, 0, problem, true);
    runNow(**run);
    const Record& record = (*run)->record();
    QCOMPARE(record.quantities, (std::vector<std::string>{"noise_trace", "batch_sharpness"}));
    std::size_t seen = 0;
    Evaluator f(net);
    for (const ChunkPtr& chunk : record.chunks())
      for (const Measurement& m : chunk->measured) {
        ++seen;
        QVERIFY(std::isfinite(m.value) && m.value > 0);
        QVERIFY(m.quantity == 0 ? m.error == 0.0 : m.error > 0.0);
        if (m.quantity == 0) {
          const Known known = knownAt(f, chunk->snapshot(std::size_t(m.step)).x);
          QVERIFY(std::abs(m.value - known.sigma.trace()) < 1e-10 * m.value);
        }
      }
    QCOMPARE(seen, std::size_t(6));
    QCOMPARE((*run)->summary().products, 36);
  }
};

QTEST_GUILESS_MAIN(NoiseTest)
#include "noise_test.moc"
