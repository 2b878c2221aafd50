/// The loss on straight lines between two points.
#include "core/run/segment.h"

#include <QTest>
#include <cmath>

#include "core/objectives/expression/expression_objective.h"
#include "tests/support/objectives.h"

using namespace thalweg;

class SegmentTest : public QObject {
  Q_OBJECT

 private slots:
  /// Two wells at (-1, 0) and (1, 0) with a wall of 1 between them.
  void barrierOfASegment() {
    Evaluator f(*expressionObjective("(x^2 - 1)^2 + y^2", {}));
    const Segment across = lossBetween(f, Vec{{-1.0, 0.0}}, Vec{{1.0, 0.0}}, {});
    QVERIFY(across.complete);
    QCOMPARE(across.t.size(), Index(401));
    QCOMPARE(across.t[100], 0.0);
    QCOMPARE(across.t[300], 1.0);
    QVERIFY(std::abs(across.barrier - 1.0) < 1e-12 && std::abs(across.barrierAt - 0.5) < 1e-12);
    QVERIFY(std::abs(across.f[0] - 9.0) < 1e-12);  // t = -0.5: x = -2
    const Segment down = lossBetween(f, Vec{{1.0, 2.0}}, Vec{{1.0, 0.0}}, {0, 1, 51});
    QCOMPARE(down.barrier, 0.0);
    const Segment stopped =
        lossBetween(f, Vec{{1.0, 2.0}}, Vec{{1.0, 0.0}}, {0, 1, 51}, [] { return true; });
    QVERIFY(!stopped.complete && stopped.t.size() == 0);
  }

  /// The first node is the start itself, bit for bit, and what is given is not touched.
  void endsAreTheValuesThere() {
    const auto objective = std::make_shared<Wavy>(7);
    Evaluator f(objective);
    const Vec a = Vec::LinSpaced(7, -1, 2), b = Vec::LinSpaced(7, 3, 0.5), before = a;
    const Segment line = lossBetween(f, a, b, {0, 1, 33});
    QVERIFY(a == before);
    QCOMPARE(line.f[0], objective->value(a, nullptr));
    QCOMPARE(line.f[32], objective->value(b, nullptr));
    for (Index k = 0; k < 33; ++k) {
      const Vec x = a + (double(k) / 32) * (b - a);
      QVERIFY(std::abs(line.f[k] - objective->value(x, nullptr)) < 1e-12);
    }
  }
  /// From 4 down to 0 over a hill of 5: three above the mean of the ends.
  void instabilityIsAboveTheMeanOfTheEnds() {
    Evaluator f(*expressionObjective("4*(1-x) + 20*max(0, x*(1-x)) + 0*y", {}));
    const Segment line = lossBetween(f, Vec{{0.0, 0.0}}, Vec{{1.0, 0.0}}, {0, 1, 101});
    QVERIFY(std::abs(line.barrier - 5.0) < 1e-12 && std::abs(line.barrierAt - 0.5) < 1e-12);
    QVERIFY(std::abs(line.instability - (4 * 0.6 + 20 * 0.24 - 2)) < 1e-12);  // at t = 0.4
    const Segment down = lossBetween(f, Vec{{2.0, 0.0}}, Vec{{3.0, 0.0}}, {0, 1, 11});
    QVERIFY(std::abs(down.instability - 2.0) < 1e-12);  // the higher end
  }
  void aBarrierThatIsNoNumberIsNone() {
    Evaluator f(*expressionObjective("sqrt(x^2 - 0.25) + y", {}));
    const Segment line = lossBetween(f, Vec{{-1.0, 0.0}}, Vec{{1.0, 0.0}}, {0, 1, 21});
    QVERIFY(std::isnan(line.barrier));
  }

  void theJobGivesTheSame() {
    const auto objective = std::make_shared<Wavy>(30);
    Evaluator f(objective);
    const Vec a = Vec::LinSpaced(30, -1, 2), b = Vec::LinSpaced(30, 3, 0.5);
    const Segment line = lossBetween(f, a, b, {});
    SegmentJob job(objective, a, b, {});
    int slices = 0;
    while (job.advance(Job::Clock::now() - std::chrono::seconds(1))) {
      ++slices;
      QVERIFY(!job.result() && !job.ended());
    }
    QCOMPARE(slices, 400);
    QVERIFY(job.ended() && job.result()->complete);
    QVERIFY(job.result()->f == line.f && job.result()->t == line.t);
    QCOMPARE(job.result()->barrier, line.barrier);
    SegmentJob cut(objective, a, b, {});
    cut.advance(Job::Clock::now() - std::chrono::seconds(1));
    cut.stop();
    QVERIFY(!cut.advance(Job::Clock::now() + std::chrono::hours(1)));
    QVERIFY(cut.ended() && !cut.result());
  }
};

QTEST_GUILESS_MAIN(SegmentTest)
#include "segment_test.moc"
