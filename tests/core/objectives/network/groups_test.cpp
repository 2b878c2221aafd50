/// Sums over groups of samples: all samples once, the same bits on any number of threads, and what
/// one sum over all gives.
#include <QTest>
#include <cstring>
#include <numeric>

#include "core/base/team.h"
#include "core/objectives/network/sample_groups.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

/// Everything that is summed over samples, one after another.
std::vector<double> sums(const NetworkObjective& net, const Vec& x, const Vec& v,
                         Scratch* scratch) {
  const std::vector<Index> rows = mixed(1500, net.samples());
  const Vec weights = randomVec(1500, 4);
  Vec g(x.size());
  std::vector<double> all;
  const auto keep = [&](double value) {
    all.push_back(value);
    all.insert(all.end(), g.begin(), g.end());
  };
  keep(net.gradient(x, g, scratch));
  keep(net.gradientOn(x, rows, g, scratch));
  keep(net.gradientWeighted(x, rows, weights, g, scratch));
  const auto product = [&](auto times) {
    times();
    keep(0.0);
  };
  product([&] { net.hessianTimes(x, v, g, scratch); });
  product([&] { net.hessianTimes(x, v, g, scratch); });  // with the passes kept
  product([&] { net.hessianTimesOn(x, rows, v, g, scratch); });
  product([&] { net.gaussNewtonTimes(x, v, g, scratch); });
  product([&] { net.gaussNewtonTimesOn(x, rows, v, g, scratch); });
  all.push_back(net.value(x, scratch));
  all.push_back(net.valueOn(x, rows, scratch));
  all.push_back(net.accuracy(x, scratch));
  return all;
}

/// Wide enough for several groups; of the last one the passes of all blocks are not kept.
NetworkSpec specOf(int row) {
  if (row == 0) return {.layers = {64, 100, 100, 10}, .weightDecay = 0.1};
  if (row == 1) return {.layers = {64, 100, 100, 10}, .precision = "float32"};
  if (row == 2) return {.layers = {64, 10}, .convolution = {.channels = {8, 8}, .pool = "max"}};
  return {.layers = {64, 1200, 10}, .activation = "relu"};
}

Vec startOf(const NetworkObjective& net) {
  return 0.3 * randomVec(net.dimension(), 7) / std::sqrt(double(net.spec().layers.front()));
}

}  // namespace

class GroupsTest : public QObject {
  Q_OBJECT

 private slots:
  void groupsCoverAllSamplesInOrder() {
    for (const Index samples : {0, 1, 127, 128, 129, 1797, 5000, 60000})
      for (const Index block : {1, 16, 128, 256})
        for (const Index products : {Index(1), Index(4000), Index(17400), Index(20000000)}) {
          const SampleGroups groups(samples, block, products);
          QVERIFY(groups.count() >= 1 && groups.count() <= SampleGroups::most);
          Index at = 0;
          for (Index k = 0; k < groups.count(); ++k) {
            QCOMPARE(groups.first(k), at);
            QVERIFY(groups.end(k) > at || samples == 0);
            QVERIFY(groups.end(k) % block == 0 || groups.end(k) == samples);
            at = groups.end(k);
          }
          QCOMPARE(at, samples);
        }
  }
  void littleWorkIsOneGroup() {
    QCOMPARE(SampleGroups(1797, 128, 64 * 10).count(), Index(1));
    QCOMPARE(SampleGroups(64, 128, 159000).count(), Index(1));
    QCOMPARE(SampleGroups(5000, 128, 784 * 200 + 2000).count(), Index(8));
  }

  void bitsDoNotDependOnThreads_data() {
    QTest::addColumn<int>("row");
    for (const int row : {0, 1, 2, 3}) QTest::addRow("%d", row) << row;
  }
  void bitsDoNotDependOnThreads() {
    QFETCH(const int, row);
    const Net net = network(specOf(row), data("digits"));
    const Vec x = startOf(*net), v = randomVec(net->dimension(), 3);
    const std::vector<double> alone = sums(*net, x, v, net->scratch().get());
    for (const unsigned lent : {1u, 2u, 5u}) {
      const Team::Allowance threads(lent);
      const auto scratch = net->scratch();
      for (int round = 0; round < 2; ++round) {
        const std::vector<double> found = sums(*net, x, v, scratch.get());
        QCOMPARE(found.size(), alone.size());
        QVERIFY(std::memcmp(found.data(), alone.data(), alone.size() * sizeof(double)) == 0);
      }
    }
  }

  /// The mean of pieces too small to be cut.
  void sumIsThatOfItsPieces_data() { bitsDoNotDependOnThreads_data(); }
  void sumIsThatOfItsPieces() {
    QFETCH(const int, row);
    const Net net = network(specOf(row), data("digits"));
    const Vec x = startOf(*net), v = randomVec(net->dimension(), 3);
    const Team::Allowance threads(2);
    const auto scratch = net->scratch();
    const Index n = net->samples();
    Vec g(x.size()), h(x.size()), gn(x.size()), part(x.size());
    const double value = net->gradient(x, g, scratch.get());
    net->hessianTimes(x, v, h, scratch.get());
    net->gaussNewtonTimes(x, v, gn, scratch.get());
    QCOMPARE(net->value(x, scratch.get()), value);
    Vec gSum = Vec::Zero(x.size()), hSum = gSum, gnSum = gSum;
    double sum = 0.0;
    for (Index first = 0; first < n; first += 100) {
      std::vector<Index> rows(std::size_t(std::min(Index(100), n - first)));
      std::iota(rows.begin(), rows.end(), first);
      const double share = double(rows.size()) / double(n);
      sum += share * net->gradientOn(x, rows, part, scratch.get());
      gSum += share * part;
      net->hessianTimesOn(x, rows, v, part, scratch.get());
      hSum += share * part;
      net->gaussNewtonTimesOn(x, rows, v, part, scratch.get());
      gnSum += share * part;
    }
    const double close = net->spec().precision == "float32" ? 2e-5 : 1e-12;
    QVERIFY(std::abs(sum - value) <= close * std::abs(value));
    QVERIFY2(relative(g, gSum) <= close, qPrintable(QString::number(relative(g, gSum))));
    QVERIFY2(relative(h, hSum) <= close, qPrintable(QString::number(relative(h, hSum))));
    QVERIFY2(relative(gn, gnSum) <= close, qPrintable(QString::number(relative(gn, gnSum))));
  }
};

QTEST_GUILESS_MAIN(GroupsTest)
#include "groups_test.moc"
