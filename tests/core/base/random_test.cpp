#include "core/base/random.h"

#include <QTest>
#include <array>
#include <set>

using namespace thalweg;

class RandomTest : public QObject {
  Q_OBJECT

 private slots:
  void sameSeedSameNumbers() {
    Random a(7, 3), b(7, 3), other(7, 4);
    bool differs = false;
    for (int i = 0; i < 100; ++i) {
      const std::uint64_t bits = a.bits();
      QCOMPARE(bits, b.bits());
      differs |= bits != other.bits();
    }
    QVERIFY(differs);
  }
  void neighbouringStreamsShareNothing() {
    std::set<std::uint64_t> first;
    for (std::uint64_t seed = 0; seed < 40; ++seed)
      for (std::uint64_t stream = 0; stream < 40; ++stream)
        first.insert(Random(seed, stream).bits());
    QCOMPARE(first.size(), std::size_t(1600));
  }
  void uniformFillsTheInterval() {
    Random random(1);
    std::array<int, 10> counts{};
    for (int i = 0; i < 100'000; ++i) {
      const double u = random.uniform();
      QVERIFY(u >= 0.0 && u < 1.0);
      ++counts[std::size_t(u * 10)];
    }
    for (const int count : counts)
      QVERIFY(std::abs(count - 10'000) < 500);  // five standard deviations
  }
  void normalHasItsMoments() {
    Random random(2);
    double sums[5] = {};
    const int n = 200'000;
    for (int i = 0; i < n; ++i) {
      const double z = random.normal();
      for (int p = 1; p <= 4; ++p) sums[p] += std::pow(z, p) / n;
    }
    QVERIFY(std::abs(sums[1]) < 0.012);
    QVERIFY(std::abs(sums[2] - 1) < 0.016);
    QVERIFY(std::abs(sums[3]) < 0.045);
    QVERIFY(std::abs(sums[4] - 3) < 0.11);
  }
  void belowReachesAll() {
    Random random(3);
    std::array<int, 7> counts{};
    for (int i = 0; i < 7000; ++i) ++counts[random.below(7)];
    for (const int count : counts) QVERIFY(std::abs(count - 1000) < 150);
  }
};

QTEST_GUILESS_MAIN(RandomTest)
#include "random_test.moc"
