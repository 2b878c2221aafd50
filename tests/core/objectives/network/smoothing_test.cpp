/// What keeps a network smooth: the penalty on its gradients, spectral normalisation, dropout, and
/// the measures of its complexity.
#include <Eigen/SVD>
#include <QTest>
#include <cmath>

#include "core/objectives/network/input_gradient.h"
#include "core/objectives/oracle.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

NetworkSpec smallSpec(const std::string& activation, const std::string& loss = "mse") {
  return {.layers = {4, 6, 5, 3}, .activation = activation, .loss = loss};
}

Net iris(const NetworkSpec& spec) { return network(spec, data("iris")); }

double nearness(const Vec& a, const Vec& b) { return (a - b).norm() / (1e-12 + b.norm()); }

/// H v by central differences of exact gradients.
Vec slopeOfGradient(const NetworkObjective& net, const Vec& x, const Vec& v, double h) {
  Vec up(x.size()), down(x.size());
  net.gradient(x + h * v, up, nullptr);
  net.gradient(x - h * v, down, nullptr);
  return (up - down) / (2 * h);
}

}  // namespace

class SmoothingTest : public QObject {
  Q_OBJECT

 private slots:
  void inputJacobianIsThatOfTheOutputs() {
    const Net net = iris(smallSpec("tanh"));
    const Vec x = start(*net);
    const Mat features = net->trainingSamples().features.leftCols(5);
    double sum = 0.0;
    const double h = 1e-5;
    for (Index i = 0; i < 4; ++i) {
      Mat up = features, down = features;
      up.row(i).array() += h;
      down.row(i).array() -= h;
      sum +=
          ((net->outputs(x, up, nullptr) - net->outputs(x, down, nullptr)) / (2 * h)).squaredNorm();
    }
    const InputGradient term(layerPlan(net->spec()), *activationOf("tanh"));
    QVERIFY(std::abs(term.value(x, features, 0.0, nullptr) - sum / 5) < 1e-9 * sum);
  }

  void complexityOfALinearModelIsItsWeights() {
    const Net net = iris({.layers = {4, 3}, .activation = "tanh", .loss = "mse"});
    const Vec x = start(*net);
    const InputGradient term(layerPlan(net->spec()), *activationOf("tanh"));
    const double weights = x.head(12).squaredNorm();
    QVERIFY(std::abs(term.value(x, net->trainingSamples().features, 0.0, nullptr) - weights) <
            1e-13 * weights);
  }

  void derivativesMatchDifferences_data() {
    QTest::addColumn<QString>("activation");
    QTest::addColumn<bool>("normalised");
    QTest::addColumn<double>("penalty");
    for (const Activation& row : allActivations()) {
      const QString id = QString::fromStdString(row.card.id);
      QTest::addRow("%s penalty", qPrintable(id)) << id << false << 0.05;
    }
    QTest::addRow("normalised") << "tanh" << true << 0.0;
    QTest::addRow("both") << "softplus" << true << 0.05;
  }
  void derivativesMatchDifferences() {
    QFETCH(QString, activation);
    QFETCH(bool, normalised);
    QFETCH(double, penalty);
    NetworkSpec spec = smallSpec(activation.toStdString(), "cross-entropy");
    spec.gradientPenalty = penalty;
    spec.spectralNormalisation = normalised;
    const Net net = iris(spec);
    const Vec x = start(*net), v = randomVec(x.size(), 3), u = randomVec(x.size(), 4);
    Vec g(x.size()), hv(x.size()), hu(x.size());
    const double f = net->gradient(x, g, nullptr);
    QVERIFY(std::abs(f - net->value(x, nullptr)) < 1e-13 * f);
    const double h = 1e-5;
    const double slope =
        (net->value(x + h * v, nullptr) - net->value(x - h * v, nullptr)) / (2 * h);
    QVERIFY2(std::abs(slope - g.dot(v)) < 1e-7 * (1 + std::abs(slope)),
             qPrintable(QString::number(slope - g.dot(v))));
    net->hessianTimes(x, v, hv, nullptr);
    net->hessianTimes(x, u, hu, nullptr);
    QVERIFY(std::abs(u.dot(hv) - v.dot(hu)) < 1e-11 * (1 + std::abs(u.dot(hv))));
    // The kinks of piecewise linear ones are not crossed by so short a way.
    const bool kinked = activation == "relu" || activation == "leakyrelu" || activation == "elu";
    const double off = nearness(slopeOfGradient(*net, x, v, kinked ? 1e-8 : 1e-5), hv);
    QVERIFY2(off < (kinked ? 2e-6 : 1e-7), qPrintable(QString::number(off)));
  }

  void samplesAddUp() {
    for (const bool normalised : {false, true}) {
      NetworkSpec spec = smallSpec("tanh");
      spec.gradientPenalty = 0.1;
      spec.spectralNormalisation = normalised;
      const Net net = iris(spec);
      const Vec x = start(*net);
      const std::vector<Index> rows = mixed(7, net->samples());
      Mat j, k;
      Vec losses, g(x.size());
      net->perSampleGradients(x, rows, j, losses, nullptr);
      const double f = net->gradientOn(x, rows, g, nullptr);
      QVERIFY(nearness(j.colwise().mean().transpose(), g) < 1e-12);
      QVERIFY(std::abs(losses.mean() - f) < 1e-13 * f);
      net->sampleGram(x, rows, k, losses, nullptr);
      QVERIFY((k - j * j.transpose()).norm() < 1e-12 * k.norm());
      QCOMPARE(net->residualsPerSample(), Index(0));
    }
  }

  void normalisedLayersHaveNormOne() {
    NetworkSpec spec = smallSpec("identity");
    spec.bias = false;
    spec.spectralNormalisation = true;
    const Net net = iris(spec);
    const Vec x = start(*net);
    const Vec y = net->weightsAt(x);
    for (const ParameterBlock& block : net->blocks()) {
      const Mat w = Eigen::Map<const Mat>(y.data() + block.offset, block.cols, block.rows);
      QVERIFY(std::abs(Eigen::BDCSVD<Mat>(w).singularValues()[0] - 1.0) < 1e-13);
    }
    // The loss does not change with the scale of the weights, so its slope along them is 0.
    QVERIFY(std::abs(net->value(3.0 * x, nullptr) - net->value(x, nullptr)) < 1e-13);
    Vec g(x.size());
    net->gradient(x, g, nullptr);
    QVERIFY(std::abs(g.dot(x)) < 1e-13 * g.norm() * x.norm());
    // A 1-Lipschitz network: outputs differ by no more than inputs.
    const Mat& features = net->trainingSamples().features;
    const Mat outputs = net->outputs(x, features, nullptr);
    for (Index i = 1; i < features.cols(); ++i)
      QVERIFY((outputs.col(i) - outputs.col(0)).norm() <=
              (features.col(i) - features.col(0)).norm() * (1 + 1e-12));
  }

  void gaussNewtonOfANormalisedNetworkIsPositive() {
    NetworkSpec spec = smallSpec("tanh");
    spec.spectralNormalisation = true;
    const Net net = iris(spec);
    const Vec x = start(*net);
    Vec gv(x.size());
    for (const std::uint64_t seed : {1, 2, 3}) {
      const Vec v = randomVec(x.size(), seed);
      net->gaussNewtonTimes(x, v, gv, nullptr);
      QVERIFY(v.dot(gv) > 0.0);
    }
  }

  void droppedUnitsAverageOut() {
    const Net net = iris(smallSpec("identity"));
    const Vec x = start(*net);
    const auto scratch = net->scratch();
    Vec g(x.size()), mean = Vec::Zero(x.size()), whole(x.size());
    net->gradient(x, whole, scratch.get());
    const int draws = 4000;
    // The gradient by the last bias is linear in what is dropped: its mean is that of the network.
    for (int step = 0; step < draws; ++step) {
      net->gradientDropping(x, {}, {0.3, 1, step}, g, scratch.get());
      mean += g / draws;
    }
    QVERIFY((mean.tail(3) - whole.tail(3)).norm() < 0.02 * whole.tail(3).norm());
    // The same step gives the same bytes; another step, seed or none other ones.
    Vec again(x.size());
    const double loss = net->gradientDropping(x, {}, {0.3, 1, 5}, g, scratch.get());
    QCOMPARE(net->gradientDropping(x, {}, {0.3, 1, 5}, again, nullptr), loss);
    QVERIFY(g == again);
    QVERIFY(net->gradientDropping(x, {}, {0.3, 1, 6}, again, nullptr) != loss);
    QVERIFY(net->gradientDropping(x, {}, {0.3, 2, 5}, again, nullptr) != loss);
    net->gradientDropping(x, {}, {0.0, 2, 5}, again, nullptr);
    QVERIFY(nearness(again, whole) < 1e-14);
  }

  void droppedGradientIsThatOfTheThinnedNetwork() {
    const Net net = iris(smallSpec("tanh", "cross-entropy"));
    const Vec x = start(*net), v = randomVec(x.size(), 8);
    const std::vector<Index> rows = mixed(40, net->samples());
    const Dropout dropout{0.4, 3, 7};
    Vec g(x.size()), other(x.size());
    net->gradientDropping(x, rows, dropout, g, nullptr);
    const double h = 1e-5;
    const double slope = (net->gradientDropping(x + h * v, rows, dropout, other, nullptr) -
                          net->gradientDropping(x - h * v, rows, dropout, other, nullptr)) /
                         (2 * h);
    QVERIFY(std::abs(slope - g.dot(v)) < 1e-8 * (1 + std::abs(slope)));
    Oracle oracle(net);
    oracle.dropUnits(dropout);
    oracle.beginStep(7);
    QVERIFY(nearness(oracle.whole(x), g) > 1e-3);
    const Vec seen = oracle.gradient(x);
    net->gradientDropping(x, {}, dropout, g, nullptr);
    QVERIFY(seen == g);
    QCOMPARE(oracle.gradients(), std::int64_t(1));
  }

  void whatDoesNotGoTogetherIsRefused() {
    const auto refusal = [](NetworkSpec spec) {
      const auto made = makeNetwork(spec, data("digits"));
      return made ? std::string() : made.error().what;
    };
    NetworkSpec spec{.layers = {64, 10}, .loss = "mse"};
    spec.gradientPenalty = -1.0;
    QVERIFY(refusal(spec).find("gradient_penalty = -1 is not allowed: 0 to") == 0);
    spec.gradientPenalty = 0.1;
    spec.layers = {64, 10};
    spec.convolution = {{2}, "average"};
    QVERIFY(refusal(spec).find("gradient_penalty = 0.1 is not allowed with convolutions") == 0);
    spec = {.layers = {64, 10}, .loss = "mse", .weightDecay = 0.1};
    spec.spectralNormalisation = true;
    QVERIFY(refusal(spec).find("weight_decay = 0.1 is not allowed with spectral_normalisation") ==
            0);
  }
};

QTEST_GUILESS_MAIN(SmoothingTest)
#include "smoothing_test.moc"
