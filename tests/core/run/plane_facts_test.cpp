#include "core/run/plane_facts.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/run/plane.h"

using namespace thalweg;

class PlaneFacts : public QObject {
  Q_OBJECT

 private slots:
  void cosineAndMotionDoNotDependOnTheAxes() {
    const Plane skew{Vec::Zero(4), Vec{{2.0, 0.0, 0.0, 0.0}}, Vec{{1.0, 1.0, 0.0, 0.0}}};
    QVERIFY(std::abs(cosineOfAxes(skew) - std::sqrt(0.5)) < 1e-15);
    const std::vector<Vec> points{Vec::Zero(4), Vec{{3.0, 0.0, 0.0, 0.0}},
                                  Vec{{3.0, 4.0, 0.0, 0.0}}, Vec{{3.0, 4.0, 5.0, 0.0}}};
    QVERIFY(std::abs(motionShare(points, skew) - 0.5) < 1e-12);
    const Plane straight{Vec::Zero(4), Vec::Unit(4, 0), Vec::Unit(4, 1)};
    QVERIFY(std::abs(motionShare(points, straight) - 0.5) < 1e-12);
    QVERIFY(std::abs(spreadShare(points, skew) - spreadShare(points, straight)) < 1e-12);
  }
  /// Points (0,0,0), (3,0,0), (3,4,0), (3,4,5): variances 6.75, 16 and 18.75 about their means.
  void spreadIsThatOfTheVariance() {
    const std::vector<Vec> points{Vec::Zero(3), Vec{{3.0, 0.0, 0.0}}, Vec{{3.0, 4.0, 0.0}},
                                  Vec{{3.0, 4.0, 5.0}}};
    const Plane plane{Vec{{9.0, 9.0, 9.0}}, Vec::Unit(3, 0), Vec::Unit(3, 1)};
    QVERIFY(std::abs(spreadShare(points, plane) - 22.75 / 41.5) < 1e-12);
    QCOMPARE(extentOf(points, Vec::Zero(3)), std::sqrt(50.0));
    QCOMPARE(extentOf({}, Vec::Zero(3)), 0.0);
    const PathPlane best = planeOfPath(points);
    QVERIFY(std::abs(spreadShare(points, best.plane) - best.spreadShare) < 1e-12);
    QVERIFY(std::abs(motionShare(points, best.plane) - best.stepShare) < 1e-12);
  }

  /// A random walk of 300 steps in 3,000 dimensions: .61, .15, .07, as much as many a path shows.
  void randomWalkHasTheRatiosOfTheory() {
    Random random(1);
    std::vector<Vec> points{Vec::Zero(3000)};
    for (int n = 0; n < 300; ++n) {
      Vec next = points.back();
      for (double& entry : next) entry += random.normal();
      points.push_back(next);
    }
    const std::vector<double> ratios = planeOfPath(points).ratios;
    QCOMPARE(ratios.size(), std::size_t(3));
    for (int k = 1; k <= 3; ++k)
      QVERIFY2(std::abs(ratios[std::size_t(k - 1)] - randomWalkRatio(k)) < 0.02,
               qPrintable(QString::number(ratios[std::size_t(k - 1)])));
    std::vector<Vec> line;
    for (int n = 0; n < 9; ++n) line.push_back(double(n) * Vec::Ones(5));
    QVERIFY(std::abs(planeOfPath(line).ratios.front() - 1.0) < 1e-12);
  }
};

QTEST_GUILESS_MAIN(PlaneFacts)
#include "plane_facts_test.moc"
