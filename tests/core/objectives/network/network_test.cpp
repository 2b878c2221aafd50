#include "core/objectives/network/network.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/loss.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define THALWEG_COUNTS_ALLOCATIONS
namespace {
thread_local long allocations = 0;
}
extern "C" {
void* __libc_malloc(std::size_t);
/// In place of the C library's, to count.
void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
}
#endif

namespace {

const NetworkSpec odd{.layers = {64, 7, 5, 10}};  // widths that fill no packet

}  // namespace

class NetworkTest : public QObject {
  Q_OBJECT

 private slots:
  void derivativesMatchDifferences_data() {
    QTest::addColumn<QString>("activation");
    QTest::addColumn<QString>("loss");
    QTest::addColumn<bool>("bias");
    for (const Activation& activation : allActivations())
      for (const LossEntry& loss : allLosses())
        for (const bool bias : {true, false})
          QTest::addRow("%s %s %s", activation.card.id.c_str(), loss.card.id.c_str(),
                        bias ? "biased" : "unbiased")
              << QString::fromStdString(activation.card.id) << QString::fromStdString(loss.card.id)
              << bias;
  }
  void derivativesMatchDifferences() {
    QFETCH(QString, activation);
    QFETCH(QString, loss);
    QFETCH(bool, bias);
    const auto net =
        suited({.activation = activation.toStdString(), .loss = loss.toStdString(), .bias = bias},
               {.samples = 37});
    const Vec x = start(*net), v = randomVec(x.size(), 1).normalized(),
              u = randomVec(x.size(), 2).normalized();
    const auto scratch = net->scratch();
    Vec g(x.size()), hv(x.size()), hu(x.size()), gv(x.size()), up(x.size()), down(x.size());
    const double e = 1e-5;
    const double above = net->gradient(x + e * v, up, scratch.get()),
                 below = net->gradient(x - e * v, down, scratch.get());
    net->gradient(x, g, scratch.get());
    QVERIFY(std::abs((above - below) / (2 * e) - g.dot(v)) < 1e-9 * (1 + g.norm()));
    net->hessianTimes(x, v, hv, scratch.get());
    net->hessianTimes(x, u, hu, scratch.get());
    QVERIFY(std::abs(u.dot(hv) - v.dot(hu)) < 1e-14 * (1 + hv.norm()));
    // Where relu is 0 for one side of the difference the two need not agree.
    if (activation != "relu") QVERIFY(((up - down) / (2 * e) - hv).norm() < 1e-8 * (1 + hv.norm()));
    net->gaussNewtonTimes(x, v, gv, scratch.get());
    QVERIFY(v.dot(gv) >= 0.0);
  }
  void gaussNewtonIsTheHessianOfALinearModel() {
    const auto net = network({.layers = {64, 10}}, data("digits", {.samples = 100}));
    const Vec x = start(*net), v = randomVec(x.size(), 1);
    Vec hv(x.size()), gv(x.size());
    net->hessianTimes(x, v, hv, nullptr);
    net->gaussNewtonTimes(x, v, gv, nullptr);
    QVERIFY(hv == gv);
  }
  void lossesAreRelated() {
    const auto set = data("digits", {});
    NetworkSpec spec = odd;
    spec.loss = "mse";
    const auto mean = network(spec, set);
    spec.loss = "half-squared-error";
    const auto half = network(spec, set);
    const Vec x = start(*mean);
    const double ratio = half->value(x, nullptr) / mean->value(x, nullptr);
    QVERIFY(std::abs(ratio - 5.0) < 1e-13);  // ten outputs, halved
  }
  void crossEntropyOfEqualOutputsIsTheirLogarithm() {
    const auto net = network(odd, data("digits", {}));
    QVERIFY(std::abs(net->value(Vec::Zero(net->dimension()), nullptr) - std::log(10.0)) < 1e-14);
  }
  void largeOutputsDoNotOverflow() {
    const auto net = network({.layers = {64, 10}}, data("digits", {.samples = 50}));
    Vec g(net->dimension());
    const double loss = net->gradient(1e4 * randomVec(net->dimension(), 3), g, nullptr);
    QVERIFY(std::isfinite(loss) && loss > 100.0 && g.allFinite());
  }
  void nanGoesThrough_data() {
    QTest::addColumn<QString>("activation");
    QTest::addColumn<QString>("precision");
    for (const Activation& row : allActivations())
      for (const char* precision : {"float64", "float32"})
        QTest::addRow("%s %s", row.card.id.c_str(), precision)
            << QString::fromStdString(row.card.id) << precision;
  }
  void nanGoesThrough() {
    QFETCH(QString, activation);
    QFETCH(QString, precision);
    for (const LossEntry& loss : allLosses()) {
      const auto net = suited({.activation = activation.toStdString(),
                               .loss = loss.card.id,
                               .precision = precision.toStdString()},
                              {.samples = 40});
      Vec x = start(*net), g(x.size());
      x[3] = std::nan("");
      QVERIFY(std::isnan(net->value(x, nullptr)));
      QVERIFY(std::isnan(net->gradient(x, g, nullptr)));
      QCOMPARE(net->accuracy(x, nullptr), 0.0);
    }
  }
  void batchOfAllIsTheWhole() {
    const auto net = network(odd, data("digits", {}));
    const auto scratch = net->scratch();
    const Vec x = start(*net);
    std::vector<Index> rows(std::size_t(net->samples()));
    std::iota(rows.begin(), rows.end(), Index(0));
    Vec whole(x.size()), batch(x.size());
    const double loss = net->gradient(x, whole, scratch.get());
    QCOMPARE(net->gradientOn(x, rows, batch, scratch.get()), loss);
    QVERIFY(batch == whole);
  }
  void batchIsTheNetworkOfItsRows() {
    const auto net = network(odd, data("digits", {}));
    const auto part = network(odd, data("digits", {.firstSample = 300, .samples = 33}));
    const Vec x = start(*net);
    std::vector<Index> rows(33);
    std::iota(rows.begin(), rows.end(), Index(300));
    Vec batch(x.size()), expected(x.size());
    QCOMPARE(net->gradientOn(x, rows, batch, nullptr), part->gradient(x, expected, nullptr));
    QVERIFY(batch == expected);
    std::reverse(rows.begin(), rows.end());
    net->gradientOn(x, rows, batch, nullptr);
    QVERIFY((batch - expected).norm() < 1e-14 * expected.norm());
  }
  void keptPassesAreNeverStale() {
    const auto net = network(odd, data("digits", {.samples = 500}));
    const auto scratch = net->scratch();
    const Vec a = start(*net), b = a + 1e-3 * randomVec(a.size(), 4), v = randomVec(a.size(), 5);
    Vec kept(a.size()), fresh(a.size()), g(a.size());
    for (const Vec* x : {&a, &b, &b, &a, &a}) {
      net->hessianTimes(*x, v, kept, scratch.get());
      net->hessianTimes(*x, v, fresh, nullptr);
      QVERIFY(kept == fresh);
      net->gradient(b, g, scratch.get());
      net->gaussNewtonTimes(*x, v, kept, scratch.get());
      net->gaussNewtonTimes(*x, v, fresh, nullptr);
      QVERIFY(kept == fresh);
    }
  }
  void singlePrecisionIsNear() {
    const auto set = data("digits", {});
    NetworkSpec spec = odd;
    const auto fine = network(spec, set);
    spec.precision = "float32";
    const auto coarse = network(spec, set);
    const Vec x = start(*fine), v = randomVec(x.size(), 6);
    Vec a(x.size()), b(x.size());
    const double loss = fine->gradient(x, a, nullptr);
    QVERIFY(std::abs(coarse->gradient(x, b, nullptr) - loss) < 1e-6 * loss);
    QVERIFY(a != b);
    QVERIFY((a - b).norm() < 1e-5 * a.norm());
    fine->hessianTimes(x, v, a, nullptr);
    coarse->hessianTimes(x, v, b, nullptr);
    QVERIFY((a - b).norm() < 1e-5 * a.norm());
  }
  void testSamplesAreScoredApart() {
    const auto split = network(odd, data("digits", {.testFraction = 0.25}));
    const Index test = split->data().test.count();
    QCOMPARE(test, Index(449));  // a quarter of 1797, rounded
    const auto rest = network(odd, data("digits", {.firstSample = 1797 - test}));
    const Vec x = start(*split);
    const Scores scores = split->testScores(x, nullptr);
    QCOMPARE(scores.loss, rest->value(x, nullptr));
    QCOMPARE(scores.accuracy, rest->accuracy(x, nullptr));
    QVERIFY(std::isnan(rest->testScores(x, nullptr).loss));
    QVERIFY(split->value(x, nullptr) != rest->value(x, nullptr));
  }
  void outputsDecideTheClass() {
    const auto net = network(odd, data("digits", {}));
    const Vec x = start(*net);
    const Samples& samples = net->data().training;
    const Mat z = net->outputs(x, samples.features, nullptr);
    Index right = 0;
    for (Index j = 0; j < z.cols(); ++j) {
      Index best = 0;
      z.col(j).maxCoeff(&best);
      right += best == samples.labels[std::size_t(j)];
    }
    QCOMPARE(net->accuracy(x, nullptr), double(right) / double(z.cols()));
  }
  void handMadeNetwork() {
    Table table{{"a", "b", "y"}, Mat(2, 3)};
    table.values << 1, 2, 5, -1, 0.5, 2;
    const auto set = *makeDataset(table, "t", {.task = Task::regression, .scaling = Scaling::none});
    const auto net = network({.layers = {2, 2, 1}, .activation = "relu", .loss = "mse"}, set);
    // W0 = [1 2; 3 4], b0 = [0.5 -10], W1 = [2 -1], b1 = [0.25]: z = [5.5 1] and [0.5 -11],
    // outputs 10.25 and 1.25.
    const Vec x{{1, 2, 3, 4, 0.5, -10, 2, -1, 0.25}};
    const Mat z = net->outputs(x, set->training.features, nullptr);
    QCOMPARE(z(0, 0), 10.25);
    QCOMPARE(z(0, 1), 1.25);
    Vec g(9);
    QCOMPARE(net->gradient(x, g, nullptr), (5.25 * 5.25 + 0.75 * 0.75) / 2);
    const Vec expected{{2 * 5.25 + 2 * 0.75, 2 * 10.5 - 0.75, -5.25, -10.5, 2 * 5.25 - 2 * 0.75,
                        -5.25, 5.5 * 5.25 - 0.5 * 0.75, 5.25, 5.25 - 0.75}};
    QVERIFY((g - expected).cwiseAbs().maxCoeff() < 1e-14);
    const auto blocks = net->blocks();
    QCOMPARE(blocks.size(), std::size_t(4));
    QCOMPARE(blocks[2].name, std::string("W1"));
    QCOMPARE(blocks[2].offset, Index(6));
    QVERIFY(blocks[3].bias && blocks[3].rows == 1);
  }
  void manyThreadsSameBits() {
    const auto net = network(odd, data("digits", {}));
    const Vec x = start(*net), v = randomVec(x.size(), 7);
    std::vector<Vec> results(4, Vec::Zero(x.size()));
    {
      std::vector<std::jthread> threads;
      for (Vec& result : results)
        threads.emplace_back([&net, &x, &v, &result] {
          const auto scratch = net->scratch();
          for (int i = 0; i < 3; ++i) net->hessianTimes(x, v, result, scratch.get());
        });
    }
    for (const Vec& result : results) QVERIFY(result == results.front());
  }
  void evaluationsAllocateNothing() {
#ifdef THALWEG_COUNTS_ALLOCATIONS
    for (const char* precision : {"float64", "float32"}) {
      const auto net =
          network({.layers = {64, 100, 100, 10}, .precision = precision}, data("digits", {}));
      const Vec x = start(*net), v = randomVec(x.size(), 8);
      Vec g(x.size());
      const std::vector<Index> rows{3, 1, 4, 1, 5};
      const Vec weights = Vec::Ones(5);
      Mat j, k;
      Vec losses;
      const auto scratch = net->scratch();
      const auto all = [&] {
        net->value(x, scratch.get());
        net->gradient(x, g, scratch.get());
        net->gradientOn(x, rows, g, scratch.get());
        net->hessianTimes(x, v, g, scratch.get());
        net->gaussNewtonTimes(x, v, g, scratch.get());
        net->accuracy(x, scratch.get());
        net->valueOn(x, rows, scratch.get());
        net->hessianTimesOn(x, rows, v, g, scratch.get());
        net->gaussNewtonTimesOn(x, rows, v, g, scratch.get());
        net->gradientWeighted(x, rows, weights, g, scratch.get());
        net->perSampleGradients(x, rows, j, losses, scratch.get());
        net->sampleGram(x, rows, k, losses, scratch.get());
      };
      all();
      const long before = allocations;
      QVERIFY(before > 0);
      all();
      QCOMPARE(allocations, before);
    }
#else
    QSKIP("allocations are not counted under a sanitizer");
#endif
  }
  void badRequestsNameTheKey_data() {
    QTest::addColumn<NetworkSpec>("spec");
    QTest::addColumn<QString>("set");
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("part");
    QTest::addRow("inputs") << NetworkSpec{.layers = {63, 10}} << "digits"
                            << "layers"
                            << "'digits' has 64";
    QTest::addRow("classes") << NetworkSpec{.layers = {64, 9}} << "digits"
                             << "layers"
                             << "the number of classes, and 'digits' has 10";
    QTest::addRow("regression") << NetworkSpec{.layers = {10, 2}, .loss = "mse"} << "diabetes"
                                << "layers"
                                << "1 for regression";
    QTest::addRow("one layer") << NetworkSpec{.layers = {64}} << "digits"
                               << "layers"
                               << "layers = [64] is not allowed";
    QTest::addRow("no layers") << NetworkSpec{} << "digits"
                               << "layers"
                               << "layers = [] is not allowed";
    QTest::addRow("no width") << NetworkSpec{.layers = {64, 0, 10}} << "digits"
                              << "layers"
                              << "at least 1";
    QTest::addRow("huge") << NetworkSpec{.layers = {64, 1'000'000'000, 10}} << "digits"
                          << "layers"
                          << "parameters";
    QTest::addRow("activation") << NetworkSpec{.layers = {64, 10}, .activation = "tanhh"}
                                << "digits"
                                << "activation"
                                << "did you mean 'tanh'";
    QTest::addRow("loss") << NetworkSpec{.layers = {64, 10}, .loss = "hing"} << "digits"
                          << "loss"
                          << "did you mean 'hinge'?";
    QTest::addRow("two classes") << NetworkSpec{.layers = {64, 1}, .loss = "hinge"} << "digits"
                                 << "loss"
                                 << "'hinge' needs two classes, and 'digits' has 10";
    QTest::addRow("one output") << NetworkSpec{.layers = {30, 2}, .loss = "logistic"} << "cancer"
                                << "layers"
                                << "the last is 1 for loss = 'logistic'";
    QTest::addRow("no classes") << NetworkSpec{.layers = {10, 1}} << "diabetes"
                                << "loss"
                                << "needs classes";
    QTest::addRow("precision") << NetworkSpec{.layers = {64, 10}, .precision = "float16"}
                               << "digits"
                               << "precision"
                               << "float64, float32";
  }
  void badRequestsNameTheKey() {
    QFETCH(NetworkSpec, spec);
    QFETCH(QString, set);
    QFETCH(QString, part);
    const auto made = makeNetwork(spec, data(set.toStdString(), {}));
    QVERIFY(!made);
    QTEST(QString::fromStdString(made.error().where), "where");
    QVERIFY2(QString::fromStdString(made.error().what).contains(part), made.error().what.c_str());
  }
  void oneOutputSpeaksForItsClass() {
    const auto net = suited({.loss = "logistic"});
    const Vec x = start(*net);
    const Mat z = net->outputs(x, net->trainingSamples().features, nullptr);
    Index right = 0;
    for (Index j = 0; j < z.cols(); ++j)
      right += (z(0, j) > 0.0) == (net->trainingSamples().labels[std::size_t(j)] == 1);
    QCOMPARE(net->accuracy(x, nullptr), double(right) / double(z.cols()));
    QVERIFY(right > 0 && right < z.cols());
  }
};

QTEST_GUILESS_MAIN(NetworkTest)
#include "network_test.moc"
