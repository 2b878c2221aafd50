/// The team: every part once, on as many threads as were lent and are idle, and nothing is lost
/// where a part throws.
#include "core/base/team.h"

#include <QTest>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace thalweg;

namespace {

using Clock = std::chrono::steady_clock;

void spinFor(std::chrono::microseconds time) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end) {
  }
}

/// The most hands seen at one call in up to `seconds`, or sooner where that is `enough`.
Index handsSeen(Index enough, double seconds) {
  Index most = 0;
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  while (most < enough && Clock::now() < end) {
    std::vector<std::atomic<int>> used(std::size_t(Team::hands()));
    Team::run(8, [&](Index, Index hand) {
      ++used[std::size_t(hand)];
      spinFor(std::chrono::microseconds(300));
    });
    Index hands = 0;
    for (const auto& n : used) hands += n > 0 ? 1 : 0;
    most = std::max(most, hands);
  }
  return most;
}

}  // namespace

class TeamTest : public QObject {
  Q_OBJECT

 private slots:
  void everyPartIsDoneOnce() {
    for (const unsigned lent : {0u, 1u, 2u, 7u}) {
      const Team::Allowance threads(lent);
      for (const Index parts : {0, 1, 2, 3, 64, 1000}) {
        for (int round = 0; round < 50; ++round) {
          std::vector<int> done(std::size_t(parts), 0);
          std::vector<std::atomic<int>> inside(std::size_t(Team::hands()));
          std::atomic<int> together = 0, beyond = 0;
          Team::run(parts, [&](Index part, Index hand) {
            if (hand >= Team::hands() || hand >= parts) {
              ++beyond;
              return;
            }
            if (++inside[std::size_t(hand)] > 1) ++together;
            ++done[std::size_t(part)];
            --inside[std::size_t(hand)];
          });
          QCOMPARE(done, std::vector<int>(std::size_t(parts), 1));
          QCOMPARE(together.load(), 0);
          QCOMPARE(beyond.load(), 0);
        }
      }
    }
  }

  void idleThreadsHelp() {
    if (Team::hands() < 2) QSKIP("one processor");
    const Team::Allowance threads(2);
    QCOMPARE(Team::spare(), Index(1));
    QCOMPARE(handsSeen(2, 20.0), Index(2));
  }

  void nobodyHelpsWhereNothingIsLent() {
    QCOMPARE(Team::spare(), Index(0));
    QCOMPARE(handsSeen(2, 0.05), Index(1));
    const Team::Allowance one(1);
    QCOMPARE(Team::spare(), Index(0));
    QCOMPARE(handsSeen(2, 0.05), Index(1));
  }

  void busyThreadsDoNotHelp() {
    const Team::Allowance threads(2);
    std::atomic<bool> begun = false, over = false;
    std::thread other([&] {
      const Team::Busy busy, twice;  // counts once
      begun = true;
      while (!over) std::this_thread::yield();
    });
    while (!begun) std::this_thread::yield();
    QCOMPARE(Team::spare(), Index(0));
    QCOMPARE(handsSeen(2, 0.05), Index(1));
    over = true;
    other.join();
    QCOMPARE(Team::spare(), Index(1));
  }

  void allowancesAddUp() {
    const Team::Allowance first(2);
    {
      const Team::Allowance second(3);
      QCOMPARE(Team::spare(), Index(4));
    }
    QCOMPARE(Team::spare(), Index(1));
    const Team::Busy busy;
    QCOMPARE(Team::spare(), Index(1));  // the caller was counted before
  }

  void whatAPartThrowsComesOutWhenAllAreDone() {
    const Team::Allowance threads(2);
    for (int round = 0; round < 200; ++round) {
      std::atomic<int> done = 0;
      QVERIFY_EXCEPTION_THROWN(Team::run(16,
                                         [&](Index part, Index) {
                                           ++done;
                                           if (part % 5 == 3) throw std::runtime_error("broken");
                                         }),
                               std::runtime_error);
      QCOMPARE(done.load(), 16);
    }
    QCOMPARE(Team::spare(), Index(1));
  }

  void partsMayCallTheTeam() {
    const Team::Allowance threads(4);
    for (int round = 0; round < 100; ++round) {
      std::atomic<Index> sum = 0;
      Team::run(6, [&](Index outer, Index) {
        Team::run(5, [&](Index inner, Index) { sum += 10 * outer + inner; });
      });
      QCOMPARE(sum.load(), Index(10 * 15 * 5 + 10 * 6));
    }
  }

  void callsOfManyThreadsAtOnce() {
    const Team::Allowance threads(3);
    std::vector<std::vector<Index>> results(4, std::vector<Index>(32));
    {
      std::vector<std::jthread> callers;
      for (std::vector<Index>& mine : results)
        callers.emplace_back([&mine] {
          for (int round = 0; round < 300; ++round)
            Team::run(32, [&](Index part, Index) { mine[std::size_t(part)] += part; });
        });
    }
    for (const std::vector<Index>& mine : results)
      for (std::size_t part = 0; part < 32; ++part) QCOMPARE(mine[part], Index(300 * part));
  }
};

QTEST_GUILESS_MAIN(TeamTest)
#include "team_test.moc"
