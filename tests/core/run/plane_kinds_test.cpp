/// The ways to lay a plane: each goes through what it says, and has the axes that it says.
#include "core/run/plane_kinds.h"

#include <QTest>
#include <cmath>

#include "core/math/lanczos.h"
#include "core/run/plane_facts.h"
#include "tests/support/objectives.h"

using namespace thalweg;

class PlaneKinds : public QObject {
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

  /// Against a dense solver on 200 parameters: within 1e-8, and orthogonal to 1e-12.
  void twoSharpestDirections_data() {
    QTest::addColumn<int>("dimension");
    QTest::newRow("whole Hessian") << 6;
    QTest::newRow("products") << 200;
  }
  void twoSharpestDirections() {
    QFETCH(int, dimension);
    const Index d = dimension;
    Evaluator f(std::make_shared<Wavy>(d));
    const Vec x = Vec::LinSpaced(d, -2, 2), before = x;
    const Plane plane = twoEigenvectorsPlane(f, x);
    QVERIFY(plane.origin == before);
    Mat h, vectors;
    f.hessian(x, h);
    symmetricEigenvalues(h, &vectors);
    const double first = std::abs(vectors.col(d - 1).dot(plane.d1)),
                 second = std::abs(vectors.col(d - 2).dot(plane.d2));
    QVERIFY2(std::abs(first - 1) < 1e-8 && std::abs(second - 1) < 1e-8,
             qPrintable(QString("%1 %2").arg(1 - first).arg(1 - second)));
    QVERIFY(std::abs(cosineOfAxes(plane)) < 1e-12);
    QVERIFY(std::abs(plane.d1.norm() - 1) < 1e-12 && std::abs(plane.d2.norm() - 1) < 1e-12);
    for (const Vec* axis : {&plane.d1, &plane.d2}) {
      Index largest = 0;
      axis->cwiseAbs().maxCoeff(&largest);
      QVERIFY((*axis)[largest] > 0);
    }
  }
  void askedToStopThereAreNoDirections() {
    Evaluator f(std::make_shared<Wavy>(200));
    const Plane plane = twoEigenvectorsPlane(f, Vec::Ones(200), [] { return true; });
    QCOMPARE(plane.d1.size(), Index(0));
    PlaneRequest request{{}, std::make_shared<Wavy>(200), Vec::Ones(200), {},
                         {}, [] {
                           return true; }};
    request.choice.kind = "two-eigenvectors";
    const Result<Plane> laid = layPlane(request);
    QVERIFY(!laid && laid.error().what.find("cancelled") != std::string::npos);
  }

  void threePointsLieInTheirPlane() {
    Vec a(5), b(5), c(5);
    for (Index i = 0; i < 5; ++i) {
      a[i] = std::sin(double(i));
      b[i] = std::cos(2.0 * double(i)) + 1;
      c[i] = 0.3 * double(i * i) - 1;
    }
    const Plane plane = *threePointsPlane(a, b, c);
    QVERIFY(std::abs(cosineOfAxes(plane)) < 1e-12);
    QVERIFY(std::abs(plane.d1.norm() - 1) < 1e-12 && std::abs(plane.d2.norm() - 1) < 1e-12);
    const Projector project(plane);
    const Projection pa = project(a), pb = project(b), pc = project(c);
    for (const Projection& p : {pa, pb, pc}) QVERIFY(p.distance < 1e-12);
    QVERIFY(pb.a > pa.a && std::abs(pb.b - pa.b) < 1e-12 && pc.b > pa.b);
    // The origin is the middle of what holds them.
    QVERIFY(std::abs(std::max({pa.a, pb.a, pc.a}) + std::min({pa.a, pb.a, pc.a})) < 1e-12);
    QVERIFY(std::abs(pa.b + pc.b) < 1e-12);
    QVERIFY(!threePointsPlane(a, a, c));
    QVERIFY(!threePointsPlane(a, b, a + 0.25 * (b - a)));
  }

  /// Each row, each matrix, each entry; biases 0 and the parameters untouched.
  void lengthsOfRandomDirections() {
    const Blocks f;
    Vec x(f.dimension());
    for (Index i = 0; i < x.size(); ++i) x[i] = 0.3 * double(i) - 1.0;
    const Vec before = x, plain = randomDirection(f, x, "none", 7, 1);
    const Vec filter = randomDirection(f, x, "filter", 7, 1);
    const Vec layer = randomDirection(f, x, "layer", 7, 1);
    const Vec weight = randomDirection(f, x, "weight", 7, 1);
    QVERIFY(x == before);
    for (Index row = 0; row < 2; ++row)
      QVERIFY(std::abs(filter.segment(3 * row, 3).norm() - x.segment(3 * row, 3).norm()) < 1e-12);
    QVERIFY(std::abs(layer.head(6).norm() - x.head(6).norm()) < 1e-12);
    QVERIFY(
        std::abs(layer.head(6).dot(plain.head(6)) / layer.head(6).norm() / plain.head(6).norm() -
                 1) < 1e-12);
    QVERIFY((weight.head(6) - plain.head(6).cwiseProduct(x.head(6))).norm() < 1e-14);
    for (const Vec* d : {&filter, &layer, &weight}) QVERIFY(d->segment(6, 2).norm() == 0);
    QVERIFY(plain.segment(6, 2).norm() > 0);
    QVERIFY(filter == filterNormalised(f, x, 7, 1));
  }
  /// Normal entries: the fourth moment is 3 and not the 1.8 of uniform ones.
  void randomDirectionsAreNormal() {
    const Vec d = randomDirection(Bowl(Vec::Ones(20000)), Vec::Ones(20000), "none", 3, 1);
    const double second = d.squaredNorm() / 20000, fourth = d.array().pow(4).mean();
    QVERIFY(std::abs(second - 1) < 0.05);
    QVERIFY2(std::abs(fourth / (second * second) - 3) < 0.2, qPrintable(QString::number(fourth)));
  }

  void requestsThatCanNotBeMet_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("said");
    QTest::newRow("no path") << "pca"
                             << "needs a path";
    QTest::newRow("no such coordinate") << "coordinates"
                                        << "coordinate 9";
    QTest::newRow("two points") << "three-points"
                                << "2 of them";
    QTest::newRow("no centre") << "random"
                               << "needs a point";
  }
  void requestsThatCanNotBeMet() {
    QFETCH(QString, kind);
    QFETCH(QString, said);
    PlaneRequest request{{}, std::make_shared<Wavy>(4), {}, {Vec::Ones(4), Vec::Zero(4)}, {}, {}};
    request.choice.kind = kind.toStdString();
    request.choice.coordinates = {0, 9};
    if (kind == "coordinates") request.centre = Vec::Ones(4);
    const Result<Plane> plane = layPlane(request);
    QVERIFY(!plane);
    QVERIFY2(plane.error().what.find(said.toStdString()) != std::string::npos,
             plane.error().what.c_str());
  }
};

QTEST_GUILESS_MAIN(PlaneKinds)
#include "plane_kinds_test.moc"
