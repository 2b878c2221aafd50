/// The two networks whose trace of the Hessian is a norm of what they have learnt.
#include <QTest>
#include <numeric>

#include "core/base/random.h"
#include "core/catalog.h"
#include "core/landscapes/scalar_model.h"
#include "core/math/lanczos.h"
#include "core/run/run.h"

using namespace thalweg;

namespace {

std::shared_ptr<const ScalarModel> modelOf(const char* id, const Values& values) {
  const auto land = find(allLandscapes(), id)->make(values);
  if (!land) qFatal("%s", land.error().what.c_str());
  return std::dynamic_pointer_cast<const ScalarModel>(land->objective);
}

Vec randomPoint(Index d, std::uint64_t seed) {
  Random random(seed);
  Vec x(d);
  for (double& each : x) each = random.normal();
  return x;
}

Mat gaussNewton(const ScalarModel& model, const Vec& x) {
  Mat g(x.size(), x.size());
  Vec column(x.size());
  const auto scratch = model.scratch();
  for (Index k = 0; k < x.size(); ++k) {
    model.gaussNewtonTimes(x, Vec::Unit(x.size(), k), column, scratch.get());
    g.col(k) = column;
  }
  return g;
}

}  // namespace

class ScalarModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void both_data() {
    QTest::addColumn<QString>("id");
    QTest::newRow("diagonal") << "diagonalnetwork";
    QTest::newRow("relu") << "relunetwork";
  }

  /// tr G over two hundred thousand normal inputs is the closed form, to 1 %, and that is at least
  /// the multiple of the norm that the theory says.
  void traceIsANorm_data() { both_data(); }
  void traceIsANorm() {
    QFETCH(QString, id);
    const bool relu = id == "relunetwork";
    const Values few{{"inputs", std::int64_t(5)}, {"samples", std::int64_t(200000)}};
    const auto model = modelOf(qPrintable(id), few);
    for (const std::uint64_t seed : {1, 2}) {
      const Vec x = randomPoint(model->dimension(), seed);
      const Mat g = gaussNewton(*model, x);
      const double expected = model->expectedTrace(x);
      QVERIFY2(std::abs(g.trace() - expected) < 0.01 * expected,
               qPrintable(QString("%1 %2").arg(g.trace()).arg(expected)));
      QVERIFY(expected >= (relu ? std::sqrt(5.0) : 4.0) * model->norm(x) * (1 - 1e-12));
      if (relu) continue;
      const double largest = symmetricEigenvalues(g).maxCoeff();
      const double closed =
          4 * (x.head(5).array().square() + x.tail(5).array().square()).maxCoeff();
      QVERIFY(std::abs(largest - closed) < 0.02 * closed);
    }
  }

  /// Where every unit's halves balance, the trace is the norm's multiple itself.
  void boundIsReached() {
    const auto diagonal = modelOf("diagonalnetwork", {});
    Vec x = randomPoint(diagonal->dimension(), 3);
    x.tail(x.size() / 2).setZero();
    QVERIFY(std::abs(diagonal->expectedTrace(x) - 4 * diagonal->norm(x)) < 1e-12);
    const auto relu = modelOf("relunetwork", {});  // 4 inputs, 8 units
    Vec y = randomPoint(relu->dimension(), 4);
    for (Index j = 0; j < 8; ++j) y[j] = 0.5 * y.segment(8 + 4 * j, 4).norm();
    QVERIFY(std::abs(relu->expectedTrace(y) - 2 * relu->norm(y)) < 1e-12 * relu->norm(y));
  }

  /// Sums over rows, samples one by one and residuals all tell the same.
  void partsOfTheSumAgree_data() { both_data(); }
  void partsOfTheSumAgree() {
    QFETCH(QString, id);
    const auto model = modelOf(qPrintable(id), {{"samples", std::int64_t(30)}});
    const auto scratch = model->scratch();
    const Index d = model->dimension();
    const Vec x = randomPoint(d, 5), v = randomPoint(d, 6);
    std::vector<Index> rows(30);
    std::iota(rows.begin(), rows.end(), 0);
    Vec g(d), on(d), losses, r, hv(d), gv(d), ev(d);
    Mat j, jr;
    const double f = model->gradient(x, g, scratch.get());
    QVERIFY(std::abs(model->gradientOn(x, rows, on, scratch.get()) - f) < 1e-13 * f);
    QVERIFY((on - g).norm() < 1e-13 * g.norm());
    QVERIFY(std::abs(model->valueOn(x, rows, scratch.get()) - f) < 1e-13 * f);
    model->perSampleGradients(x, rows, j, losses, scratch.get());
    QVERIFY(std::abs(losses.mean() - f) < 1e-13 * f);
    QVERIFY((j.colwise().mean().transpose() - g).norm() < 1e-13 * g.norm());
    QVERIFY(model->residualJacobian(x, rows, jr, r, scratch.get()));
    QVERIFY(std::abs(r.squaredNorm() / 60 - f) < 1e-13 * f);
    model->gaussNewtonTimes(x, v, gv, scratch.get());
    QVERIFY((gv - jr.transpose() * (jr * v) / 30).norm() < 1e-13 * gv.norm());
    model->hessianTimes(x, v, hv, scratch.get());
    model->hessianTimesOn(x, rows, v, on, scratch.get());
    QVERIFY((on - hv).norm() < 1e-13 * hv.norm());
    model->gaussNewtonTimesOn(x, rows, v, on, scratch.get());
    QVERIFY((on - gv).norm() < 1e-13 * gv.norm());
    Mat outputs;
    model->outputsAt(x, model->trainingSamples().features, outputs, scratch.get());
    QVERIFY((outputs - model->trainingSamples().targets - r.transpose()).norm() < 1e-12);
  }

  /// A run draws the norm against the trace.
  void aRunKeepsTheNorm_data() { both_data(); }
  void aRunKeepsTheNorm() {
    QFETCH(QString, id);
    Experiment e;
    e.problem.name = id.toStdString();
    e.optimizers = {{"sgd", "", {{"learning_rate", 0.02}}}};
    e.run.steps = 20;
    e.run.batch = 4;
    e.measure.traceEvery = 10;
    const Problem problem = *prepareProblem(e.problem);
    const auto run = *Run::prepare(e, 0, problem, true);
    runNow(*run);
    const auto model = std::dynamic_pointer_cast<const ScalarModel>(problem.objective);
    const Record& record = run->record();
    QCOMPARE(record.quantities[2], model->normName());
    int seen = 0;
    for (const ChunkPtr& chunk : record.chunks())
      for (const Measurement& m : chunk->measured) {
        if (m.quantity != 2) continue;
        ++seen;
        QVERIFY(std::abs(m.value - model->norm(chunk->snapshot(std::size_t(m.step)).x)) < 1e-13);
      }
    QCOMPARE(seen, 3);
  }
};

QTEST_GUILESS_MAIN(ScalarModelsTest)
#include "scalar_models_test.moc"
