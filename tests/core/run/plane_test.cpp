/// Planes through parameter space: projections, directions of paths, the loss on a grid.
#include "core/run/plane.h"

#include <QTest>
#include <cmath>
#include <cstring>

#include "core/base/team.h"
#include "core/io/vti.h"
#include "core/math/lanczos.h"
#include "core/objectives/expression/expression_objective.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

constexpr auto longTime = std::chrono::hours(1);

std::shared_ptr<const GridState> gridOf(std::shared_ptr<const Objective> f, const Plane& plane,
                                        const GridSpec& spec) {
  GridJob job(std::move(f), plane, spec);
  while (job.advance(Job::Clock::now() + longTime)) {
  }
  return job.latest();
}

bool sameBits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

}  // namespace

class PlaneTest : public QObject {
  Q_OBJECT

 private slots:
  void gridEqualsTheFormulaAtEachNode() {
    const auto f = std::make_shared<Bowl>(Vec{{3.0, 0.5, 7.0}});
    const Plane plane{Vec{{0.1, -0.2, 0.3}}, Vec{{1.0, 0.5, 0.0}}, Vec{{0.0, 2.0, -1.0}}};
    const GridSpec spec{17, 40, -1.5, 2.0, -0.7, 0.9};
    const auto grid = gridOf(f, plane, spec);
    QVERIFY(grid->complete);
    QCOMPARE(grid->computed, Index(17 * 40));
    QCOMPARE(grid->values.size(), std::size_t(17 * 40));
    for (Index j = 0; j < spec.nb; ++j) {
      for (Index i = 0; i < spec.na; ++i) {
        const double a = -1.5 + 3.5 * double(i) / 16, b = -0.7 + 1.6 * double(j) / 39;
        const double x = 0.1 + a, y = -0.2 + 0.5 * a + 2 * b, z = 0.3 - b;
        const double expected = 0.5 * (3 * x * x + 0.5 * y * y + 7 * z * z);
        const double found = grid->values[std::size_t(j * spec.na + i)];
        QVERIFY2(std::abs(found - expected) <= 1e-12 * std::max(1.0, expected),
                 qPrintable(QString("%1 %2").arg(i).arg(j)));
        QVERIFY(grid->known[std::size_t(j * spec.na + i)]);
      }
    }
  }

  /// Nodes are evaluated many at a time: the same bits as one at a time.
  void blocksGiveTheBitsOfSingleValues() {
    const auto f = expressionObjective("sin(x*y) + x^y/(1 + z0) + max(x, y^2)", {{"z0", 0.3}});
    const Plane plane{Vec{{0.1, -0.2}}, Vec{{1.0, 0.5}}, Vec{{0.3, 2.0}}};
    const GridSpec spec{37, 23, -1.5, 2.0, -0.7, 0.9};
    const auto grid = gridOf(*f, plane, spec);
    Evaluator one(*f);
    for (Index j = 0; j < spec.nb; ++j)
      for (Index i = 0; i < spec.na; ++i) {
        const double expected = one.value(plane.at(spec.a(i), spec.b(j)));
        const double got = grid->values[std::size_t(j * spec.na + i)];
        QVERIFY(sameBits(got, expected) || (std::isnan(got) && std::isnan(expected)));
      }
  }
  /// Threads that help take nodes of their own, more at once where they are cheap.
  void helpGivesTheSameBits() {
    const auto cheap = expressionObjective("sin(x*y) + x^2", {});
    const auto dear = std::make_shared<Wavy>(400);
    const Plane small{Vec{{0.1, -0.2}}, Vec{{1.0, 0.5}}, Vec{{0.3, 2.0}}};
    const Plane large{Vec::Constant(400, 0.2), Vec::LinSpaced(400, -1, 1),
                      Vec::LinSpaced(400, 0.5, 2)};
    const auto compare = [](const std::shared_ptr<const Objective>& f, const Plane& plane,
                            const GridSpec& spec) {
      const auto alone = gridOf(f, plane, spec);
      for (const unsigned lent : {2u, 5u}) {
        const Team::Allowance threads(lent);
        const auto helped = gridOf(f, plane, spec);
        QVERIFY(helped->complete);
        QCOMPARE(helped->computed, alone->computed);
        QVERIFY(std::memcmp(helped->values.data(), alone->values.data(),
                            alone->values.size() * sizeof(double)) == 0);
      }
    };
    compare(*cheap, small, {301, 203, -1.5, 2.0, -0.7, 0.9});
    compare(dear, large, {33, 21, -1, 1, -1, 1});
  }

  void nodesMeetEndsAndMiddleExactly() {
    for (const double r : {1.0, 0.1, 0.7, 1.0 / 3, 1e-9, 123.456}) {
      for (const Index n : {3, 11, 51, 101}) {
        const GridSpec spec{n, n, -r, r, -r, r};
        QCOMPARE(spec.a(0), -r);
        QVERIFY(sameBits(spec.a(n - 1), r));
        QVERIFY(sameBits(spec.b(n / 2), 0.0));
      }
    }
    QCOMPARE((GridSpec{1, 1, 2.0, 3.0, 4.0, 5.0}).a(0), 2.0);
  }

  void nodeAtTheOriginIsTheValueThere() {
    const auto f = std::make_shared<Wavy>(5);
    Vec origin(5), d1(5), d2(5);
    for (Index i = 0; i < 5; ++i) {
      origin[i] = std::sin(3.0 * double(i) + 0.1);
      d1[i] = std::cos(double(i));
      d2[i] = 0.3 * std::sin(double(i));
    }
    const auto grid = gridOf(f, {origin, d1, d2}, {51, 21, -0.7, 0.7, -0.3, 0.3});
    QVERIFY(sameBits(grid->values[std::size_t(10 * 51 + 25)], f->value(origin, nullptr)));
  }

  void slicesAndOneGoGiveTheSameBits() {
    const auto f = std::make_shared<Wavy>(40);
    const Plane plane{Vec::Constant(40, 0.2), Vec::LinSpaced(40, -1, 1),
                      Vec::LinSpaced(40, 0.5, 2)};
    const GridSpec spec{13, 9, -1, 1, -1, 1};
    const auto whole = gridOf(f, plane, spec);
    GridJob job(f, plane, spec);
    int slices = 0;
    double before = 0.0;
    while (job.advance(Job::Clock::now() - std::chrono::seconds(1)) && ++slices < 5) {
      QVERIFY(!job.ended());
      QVERIFY(job.progress() >= before);
      before = job.progress();
    }
    QCOMPARE(slices, 5);
    while (job.advance(Job::Clock::now() + std::chrono::microseconds(20))) {
    }
    QVERIFY(job.ended());
    QCOMPARE(job.progress(), 1.0);
    QVERIFY(std::memcmp(job.latest()->values.data(), whole->values.data(),
                        whole->values.size() * sizeof(double)) == 0);
  }

  /// A grid cut short shows the nearest coarser node, and says that it is not known.
  void unknownNodesAreMarked() {
    const auto f = std::make_shared<Slow>(2, std::chrono::microseconds(0));
    GridJob job(f, coordinatePlane(2), {32, 32, -1, 1, -1, 1});
    f->stopAfter = 200;
    f->onLimit = [&job] { job.stop(); };
    QVERIFY(!job.advance(Job::Clock::now() + longTime));
    QVERIFY(job.ended());
    const auto grid = job.latest();
    QVERIFY(!grid->complete);
    Index known = 0, filled = 0;
    for (std::size_t k = 0; k < grid->values.size(); ++k) {
      known += grid->known[k];
      filled += std::isfinite(grid->values[k]);
    }
    QCOMPARE(known, grid->computed);
    QVERIFY(known >= 200 && known < 32 * 32);
    QCOMPARE(filled, Index(32 * 32));  // the coarse pass was over: every node shows something
    const std::string vti = vtiOf(*grid);
    std::size_t nans = 0;
    for (std::size_t at = vti.find("nan"); at != std::string::npos; at = vti.find("nan", at + 3))
      ++nans;
    QCOMPARE(Index(nans), Index(32 * 32) - known);
  }

  /// A range that begins at 0 is one like any other, and a loss of 0 or less is a loss: what counts
  /// is the mask.
  void rangesFromZeroAndLossesBelowZero() {
    const auto f = expressionObjective("x*y - 1 + 0*x", {});
    const GridSpec spec{5, 3, 0, 2, 0, 1};
    const auto grid = gridOf(*f, coordinatePlane(2), spec);
    for (Index j = 0; j < 3; ++j)
      for (Index i = 0; i < 5; ++i) {
        QCOMPARE(grid->values[std::size_t(j * 5 + i)], 0.5 * double(i) * 0.5 * double(j) - 1);
        QVERIFY(grid->known[std::size_t(j * 5 + i)]);
      }
    const auto again = [&] {
      GridJob job(*expressionObjective("7 + 0*x*y", {}), coordinatePlane(2), spec, grid.get());
      while (job.advance(Job::Clock::now() + longTime)) {
      }
      return job.latest();
    }();
    QVERIFY(again->complete && again->values == grid->values);  // nothing is computed again
  }

  /// What is known of a grid is kept, and only the rest is computed.
  void aGridIsGoneOnWith() {
    const auto f = std::make_shared<Slow>(2, std::chrono::microseconds(0));
    const GridSpec spec{32, 21, -1, 1, -1, 1};
    GridJob cut(f, coordinatePlane(2), spec);
    f->stopAfter = 200;
    f->onLimit = [&cut] { cut.stop(); };
    QVERIFY(!cut.advance(Job::Clock::now() + longTime));
    GridState before = *cut.latest();
    QVERIFY(!before.complete);
    const auto marked = std::find(before.known.begin(), before.known.end(), 1);
    before.values[std::size_t(marked - before.known.begin())] = 1234.5;  // to be seen again
    f->onLimit = nullptr;
    GridJob onward(f, coordinatePlane(2), spec, &before);
    while (onward.advance(Job::Clock::now() + longTime)) {
    }
    const auto whole = onward.latest();
    QVERIFY(whole->complete);
    QCOMPARE(whole->computed, Index(32 * 21));
    QCOMPARE(whole->values[std::size_t(marked - before.known.begin())], 1234.5);
    const auto fresh =
        gridOf(std::make_shared<Slow>(2, std::chrono::microseconds(0)), coordinatePlane(2), spec);
    Index differing = 0;
    for (std::size_t k = 0; k < whole->values.size(); ++k)
      differing += !sameBits(whole->values[k], fresh->values[k]);
    QCOMPARE(differing, Index(1));
  }

  void projectionIsLeastSquares_data() {
    QTest::addColumn<double>("skew");
    for (const double skew : {0.0, 0.5, 0.999, -3.0}) QTest::addRow("%g", skew) << skew;
  }
  void projectionIsLeastSquares() {
    QFETCH(double, skew);
    const Vec d1{{1.0, 2.0, 0.0, -1.0}};
    const Vec d2 = skew * d1 + Vec{{0.0, 0.1, 0.4, 0.0}};
    const Plane plane{Vec{{1.0, 1.0, -2.0, 0.5}}, d1, d2};
    const Projector project(plane);
    const Projection inside = project(plane.at(0.7, -1.3));
    QVERIFY(std::abs(inside.a - 0.7) < 1e-11 && std::abs(inside.b + 1.3) < 1e-11 &&
            inside.distance < 1e-11);
    const Vec x{{3.0, -1.0, 2.0, 4.0}};
    const Projection at = project(x);
    const Vec away = x - plane.at(at.a, at.b);
    QVERIFY(std::abs(away.dot(d1)) < 1e-10 && std::abs(away.dot(d2)) < 1e-10);
    QCOMPARE(at.distance, away.norm());
  }
  void projectionOnOneDirectionAlone() {
    const Projector parallel({Vec::Zero(3), Vec{{0.0, 2.0, 0.0}}, Vec::Zero(3)});
    const Projection at = parallel(Vec{{3.0, 5.0, 4.0}});
    QCOMPARE(at.a, 2.5);
    QCOMPARE(at.b, 0.0);
    QCOMPARE(at.distance, 5.0);
  }

  void pointsOnALineGiveThatLine() {
    std::vector<Vec> points;
    const Vec along = Vec{{2.0, -1.0, 2.0}} / 3.0;
    for (int k = 0; k < 500; ++k) points.push_back(Vec{{1.0, 1.0, 1.0}} + 0.01 * k * along);
    const PathPlane found = planeOfPath(points);
    QVERIFY((found.plane.d1 - along).norm() < 1e-9);
    QVERIFY(std::abs(found.plane.d2.norm() - 1.0) < 1e-12 &&
            std::abs(found.plane.d1.dot(found.plane.d2)) < 1e-9);
    QVERIFY(std::abs(found.spreadShare - 1.0) < 1e-12 && std::abs(found.stepShare - 1.0) < 1e-12);
    for (const Vec& x : points) QVERIFY(Projector(found.plane)(x).distance < 1e-9);
  }
  void directionsAreThoseOfTheCovariance() {
    std::vector<Vec> points;
    for (int k = 0; k < 150; ++k)
      points.push_back(
          Vec{{std::cos(0.1 * k), 3 * std::sin(0.07 * k), 0.2 * std::sin(0.3 * k), 0.01 * k}});
    const PathPlane found = planeOfPath(points);
    Vec mean = Vec::Zero(4);
    for (const Vec& x : points) mean += x / 150;
    Mat covariance = Mat::Zero(4, 4);
    for (const Vec& x : points) covariance += (x - mean) * (x - mean).transpose();
    Mat vectors;
    const Vec values = symmetricEigenvalues(covariance, &vectors);
    QVERIFY((found.plane.origin - mean).norm() < 1e-12);
    QVERIFY(std::abs(std::abs(found.plane.d1.dot(vectors.col(3))) - 1) < 1e-10);
    QVERIFY(std::abs(std::abs(found.plane.d2.dot(vectors.col(2))) - 1) < 1e-10);
    QVERIFY(std::abs(found.spreadShare - (values[3] + values[2]) / values.sum()) < 1e-10);
  }
  void onePointAndOneDimensionAreNoTrouble() {
    const PathPlane still = planeOfPath({Vec{{1.0, 2.0}}});
    QVERIFY(still.plane.d1.allFinite() && still.plane.d2.allFinite() &&
            std::abs(still.plane.d1.norm() - 1) < 1e-12);
    const PathPlane line = planeOfPath({Vec{{1.0}}, Vec{{0.5}}, Vec{{0.2}}});
    QCOMPARE(line.plane.d1[0], -1.0);
    QVERIFY(line.plane.d2.allFinite());
  }

  void rowsAreScaledToTheirWeights() {
    const Blocks f;
    Vec x(f.dimension());
    for (Index i = 0; i < x.size(); ++i) x[i] = 0.3 * double(i) - 1.0;
    const Vec before = x, d = filterNormalised(f, x, 7, 1);
    QVERIFY(x == before);
    for (Index row = 0; row < 2; ++row)
      QVERIFY(std::abs(d.segment(3 * row, 3).norm() - x.segment(3 * row, 3).norm()) < 1e-12);
    QVERIFY(d.segment(6, 2) == Vec(Vec::Zero(2)));
    QVERIFY(d == filterNormalised(f, x, 7, 1));
    QVERIFY(d != filterNormalised(f, x, 7, 2));
    QVERIFY(d != filterNormalised(f, x, 8, 1));
    QVERIFY(std::abs(filterNormalised(Bowl(Vec::Ones(4)), Vec::Ones(4), 1, 1).norm() - 1) < 1e-12);
  }
};

QTEST_GUILESS_MAIN(PlaneTest)
#include "plane_test.moc"
