#include "core/run/plane_facts.h"

#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/math/lanczos.h"
#include "core/objectives/expression/expression_objective.h"
#include "tests/support/objectives.h"

using namespace thalweg;

class PlaneFacts : public QObject {
  Q_OBJECT

 private slots:
  void gradientAndTopEigenvectorSpanThePlane_data() {
    QTest::addColumn<int>("dimension");
    QTest::newRow("whole Hessian") << 6;
    QTest::newRow("products") << 90;
  }
  void gradientAndTopEigenvectorSpanThePlane() {
    QFETCH(int, dimension);
    const Index d = dimension;
    Evaluator f(std::make_shared<Wavy>(d));
    const Vec x = Vec::LinSpaced(d, -2, 2);
    const Plane plane = gradientHessianPlane(f, x);
    Vec g(d);
    f.gradient(x, g);
    Mat h, vectors;
    f.hessian(x, h);
    symmetricEigenvalues(h, &vectors);
    const Vec top = vectors.col(d - 1);
    QVERIFY((plane.d1 - g.normalized()).norm() < 1e-12);
    QVERIFY(std::abs(plane.d2.norm() - 1) < 1e-12 && std::abs(plane.d1.dot(plane.d2)) < 1e-12);
    QVERIFY((top - plane.d1.dot(top) * plane.d1 - plane.d2.dot(top) * plane.d2).norm() < 1e-7);
    QVERIFY(plane.origin == x);
  }

  void degeneratePointsStillHaveAPlane() {
    Evaluator bowl(std::make_shared<Bowl>(Vec{{3.0, 1.0, 0.5}}));
    for (const Vec& x : {Vec{{1.0, 0.0, 0.0}}, Vec{{0.0, 0.0, 0.0}}, Vec{{0.0, 2.0, 0.0}}}) {
      const Plane plane = gradientHessianPlane(bowl, x);
      QVERIFY(std::abs(plane.d1.norm() - 1) < 1e-12 && std::abs(plane.d2.norm() - 1) < 1e-12);
      QVERIFY(std::abs(plane.d1.dot(plane.d2)) < 1e-12);
    }
  }

  void cosineAndMotionDoNotDependOnTheAxes() {
    const Plane skew{Vec::Zero(4), Vec{{2.0, 0.0, 0.0, 0.0}}, Vec{{1.0, 1.0, 0.0, 0.0}}};
    QVERIFY(std::abs(cosineOfAxes(skew) - std::sqrt(0.5)) < 1e-15);
    const std::vector<Vec> points{Vec::Zero(4), Vec{{3.0, 0.0, 0.0, 0.0}},
                                  Vec{{3.0, 4.0, 0.0, 0.0}}, Vec{{3.0, 4.0, 5.0, 0.0}}};
    QVERIFY(std::abs(motionShare(points, skew) - 0.5) < 1e-12);
    const Plane straight{Vec::Zero(4), Vec::Unit(4, 0), Vec::Unit(4, 1)};
    QVERIFY(std::abs(motionShare(points, straight) - 0.5) < 1e-12);
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

  /// Two wells at (-1, 0) and (1, 0) with a wall of 1 between them.
  void barrierOfASegment() {
    Evaluator f(*expressionObjective("(x^2 - 1)^2 + y^2", {}));
    const Segment across = lossBetween(f, Vec{{-1.0, 0.0}}, Vec{{1.0, 0.0}}, -0.5, 1.5, 401);
    QVERIFY(across.complete);
    QCOMPARE(across.t.size(), Index(401));
    QCOMPARE(across.t[100], 0.0);
    QCOMPARE(across.t[300], 1.0);
    QVERIFY(std::abs(across.barrier - 1.0) < 1e-12 && std::abs(across.barrierAt - 0.5) < 1e-12);
    QVERIFY(std::abs(across.f[0] - 9.0) < 1e-12);  // t = -0.5: x = -2
    const Segment down = lossBetween(f, Vec{{1.0, 2.0}}, Vec{{1.0, 0.0}}, 0, 1, 51);
    QCOMPARE(down.barrier, 0.0);
    const Segment stopped =
        lossBetween(f, Vec{{1.0, 2.0}}, Vec{{1.0, 0.0}}, 0, 1, 51, [] { return true; });
    QVERIFY(!stopped.complete && stopped.t.size() == 0);
  }
};

QTEST_GUILESS_MAIN(PlaneFacts)
#include "plane_facts_test.moc"
