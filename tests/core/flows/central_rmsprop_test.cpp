/// The central flow of RMSProp beside its runs on the Chebyshev task.
#include <QTest>
#include <cmath>

#include "core/catalog.h"
#include "core/flows/central_terms.h"
#include "core/run/run.h"
#include "tests/core/objectives/network/networks.h"
#include "tests/support/problems.h"

using namespace thalweg;

namespace {

constexpr double rate = 0.003, kept = 0.99;

Problem chebyshev() {
  const NetworkSpec spec{.layers = {1, 20, 20, 1}, .loss = "half-squared-error"};
  return {test::network(spec, test::data("chebyshev")),
          *initialParameters(spec.layers, true, "xavier-normal", 0),
          {},
          {}};
}

Experiment runOf(std::int64_t steps, std::int64_t every) {
  Experiment e;
  e.optimizers = {{"rmsprop", "", {{"learning_rate", rate}, {"alpha", kept}}}};
  e.run.steps = steps;
  e.measure.driftEvery = every;
  e.measure.driftFlows = {"central_rmsprop"};
  return e;
}

/// What is measured under a name, by step.
std::map<std::int64_t, double> seriesOf(const Record& record, const std::string& name) {
  std::map<std::int64_t, double> series;
  for (const ChunkPtr& chunk : record.chunks())
    for (const Measurement& m : chunk->measured)
      if (record.quantities[m.quantity] == name) series[m.step] = m.value;
  return series;
}

}  // namespace

class CentralRmspropTest : public QObject {
  Q_OBJECT

 private slots:
  /// Uphill of that the eigenvalue leaves the edge by itself, and nothing holds it: sigma is 0.
  void whereTheEdgeIsLeftNothingHolds() {
    const Problem problem = formula("x^4 + x^2/3", {0.9, 0.0});
    Evaluator f(problem.objective);
    const double slope = 4 * 0.9 * 0.9 * 0.9 + 0.6, s = 12 * 0.81 + 2.0 / 3, eta = 0.05,
                 p = eta * s / 2, c = (1 - kept) / kept;
    RmspropTerms terms(2);
    QVERIFY(terms.at(f, eta, kept, problem.start, Vec::Constant(2, p * p)));
    QCOMPARE(terms.sigma(), Mat(Mat::Zero(1, 1)));
    QVERIFY(std::abs(terms.velocity()[0] + slope / p) < 1e-9);
    QVERIFY(std::abs(terms.growth()[0] - c * (slope * slope - p * p)) < 1e-9);
    QCOMPARE(terms.meanLoss(), terms.loss());
  }

  /// With one parameter beside one that does nothing the formula for scalars holds at the edge:
  /// sigma^2 = (-2 f' S' / S^2 + c/2 (1 - f'^2 / nu)) / (S'^2 / S^2 + 2 c / rate^2), c = (1 - b) /
  /// b. Downhill to where it is sharper: there sigma is what keeps it at the edge.
  void theScalarFormulaWhereItHolds() {
    const Problem problem = formula("x^2/2 + x^3", {-0.1, 0.0});
    Evaluator f(problem.objective);
    const double x = -0.1, slope = x + 3 * x * x, s = 1 + 6 * x, turn = 6, eta = 0.5,
                 c = (1 - kept) / kept;
    const double p = eta * s / 2, nu = p * p;
    RmspropTerms terms(2);
    QVERIFY(terms.at(f, eta, kept, problem.start, Vec::Constant(2, nu)));
    const double expected = (-2 * slope * turn / (s * s) + 0.5 * c * (1 - slope * slope / nu)) /
                            (turn * turn / (s * s) + 2 * c / (eta * eta));
    QVERIFY(expected > 0.01);
    QVERIFY(std::abs(terms.sigma()(0, 0) / p - expected) <= 1e-9 * expected);
    QVERIFY(std::abs(terms.velocity()[0] + (slope + 0.5 * expected * turn) / p) < 1e-9);
    QVERIFY(std::abs(terms.growth()[0] - c * (slope * slope + expected * s * s - nu)) < 1e-9);
    QVERIFY(std::abs(terms.meanLoss() - terms.loss() - 0.5 * expected * s) < 1e-9);
  }

  /// It begins where the run is looked at first after a step; from then on RMSProp stays by it, its
  /// loss in the mean is the predicted one, and P^-1 H is not above the edge.
  void itIsTheMeanOfTheRun() {
    const Problem problem = chebyshev();
    const auto run = *Run::prepare(runOf(525, 100), 0, problem);
    runNow(*run);
    const auto drift = seriesOf(run->record(), "drift_central_rmsprop"),
               mean = seriesOf(run->record(), "mean_loss_central_rmsprop");
    QVERIFY(!drift.contains(0));
    QCOMPARE(drift.at(100), 0.0);
    std::vector<double> losses;
    for (const ChunkPtr& chunk : run->record().chunks())
      for (std::size_t i = 0; i < chunk->size(); ++i) losses.push_back(chunk->f(i));
    Evaluator f(problem.objective);
    std::map<std::int64_t, Vec> points;
    for (const ChunkPtr& chunk : run->record().chunks())
      for (const FlowPoint& point : chunk->flows) points[point.step] = point.x;
    double excess = 0.0, predicted = 0.0;
    for (std::int64_t step = 200; step <= 500; step += 100) {
      double averaged = 0.0;
      for (std::int64_t n = step - 25; n <= step + 25; ++n) averaged += losses[std::size_t(n)] / 51;
      const double below = f.value(points.at(step));
      const QString told =
          QString("step %1: %2 %3 %4").arg(step).arg(averaged).arg(mean.at(step)).arg(below);
      QVERIFY2(std::abs(mean.at(step) - averaged) < 0.005 * averaged, qPrintable(told));
      excess += averaged - below;
      predicted += mean.at(step) - below;
    }
    const QString told = QString("%1 %2").arg(excess).arg(predicted);
    QVERIFY2(excess > 0 && std::abs(predicted - excess) < 0.25 * excess, qPrintable(told));
    const double way = (points.at(500) - points.at(100)).norm();
    QVERIFY2(drift.at(500) < 0.08 * way, qPrintable(QString("%1 %2").arg(drift.at(500)).arg(way)));
  }

  void theEdgeHolds() {
    const Problem problem = chebyshev();
    const auto run = *Run::prepare(runOf(120, 40), 0, problem);
    runNow(*run);
    const auto flow = find(allFlows(), "central_rmsprop");
    Oracle oracle(problem.objective);
    Stepper method =
        *find(allOptimizers(), "rmsprop")->make({{"learning_rate", rate}}, problem.start);
    Vec x = problem.start;
    QCOMPARE(flow->ofMethod->begin(method, x).size(), Index(0));  // it remembers nothing yet
    for (int n = 0; n < 150; ++n) method.step(x, oracle);
    Vec state = flow->ofMethod->begin(method, x), change;
    const Index d = x.size();
    QCOMPARE(state.size(), 2 * d);
    const Velocity velocity = flow->ofMethod->make(d, {{"alpha", kept}});
    Evaluator f(problem.objective);
    RmspropTerms terms(d);
    int held = 0;
    for (int n = 0; n < 400; ++n) {  // by short steps of Euler's
      QVERIFY(velocity(f, rate, state, change));
      state += 0.1 * rate * change;
      QVERIFY(terms.at(f, rate, kept, state.head(d), state.tail(d)));
      if (n < 100) continue;
      QVERIFY2(terms.sharpness() <= 1.005 * 2 / rate,
               qPrintable(QString::number(terms.sharpness() * rate / 2)));
      held += terms.sigma().size() > 0 && terms.sigma().trace() > 0;
    }
    QVERIFY(held > 200);
  }

  void ofOtherMethodsItIsNotDefined() {
    const Problem problem = chebyshev();
    Experiment e = runOf(4, 2);
    e.optimizers = {{"adam", "", {{"learning_rate", rate}}}};
    auto run = *Run::prepare(e, 0, problem);
    runNow(*run);
    QVERIFY(seriesOf(run->record(), "drift_central_rmsprop").empty());
    QCOMPARE(run->record().ending().status, Status::steps);
    e = runOf(4, 2);
    e.optimizers[0].settings["momentum"] = 0.5;
    run = *Run::prepare(e, 0, problem);
    runNow(*run);
    QVERIFY(seriesOf(run->record(), "drift_central_rmsprop").empty());
    Evaluator f(problem.objective);
    QVERIFY(whyUndefined(*find(allFlows(), "central_rmsprop"), f, problem.start)
                .find("begins from what rmsprop remembers") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(CentralRmspropTest)
#include "central_rmsprop_test.moc"
