/// What is measured along a run, against the same things worked out directly.
#include <QTest>
#include <map>

#include "core/catalog.h"
#include "core/math/lanczos.h"
#include "core/math/runge_kutta.h"
#include "core/objectives/data/dataset.h"
#include "core/run/run.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

struct Series {
  std::map<std::int64_t, double> values, errors;
};

Series seriesOf(const Record& record, const std::string& name) {
  Series series;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (const Measurement& m : chunk->measured) {
      if (record.quantities[m.quantity] != name) continue;
      series.values[m.step] = m.value;
      series.errors[m.step] = m.error;
    }
  }
  return series;
}

std::vector<Vec> pointsOf(const Record& record) {
  std::vector<Vec> points;
  for (const ChunkPtr& chunk : record.chunks())
    for (std::size_t i = 0; i < chunk->size(); ++i)
      points.push_back(Eigen::Map<const Vec>(chunk->point(i), Index(chunk->dimension)));
  return points;
}

std::shared_ptr<Run> finished(const Experiment& e, const Problem& problem) {
  const auto run = Run::prepare(e, 0, problem, true);
  if (!run) qFatal("%s", run.error().what.c_str());
  runNow(**run);
  return *run;
}

Experiment experimentOf(const std::string& optimizer, double rate, std::int64_t steps,
                        const MeasureChoice& measure) {
  Experiment e;
  e.optimizers.push_back({optimizer, "", {{"learning_rate", rate}}});
  e.run.steps = steps;
  e.measure = measure;
  return e;
}

Mat hessianAt(const Objective& f, const Vec& x) {
  Mat h(x.size(), x.size());
  const auto scratch = f.scratch();
  f.hessian(x, h, scratch.get());
  return h;
}

}  // namespace

class ProbesTest : public QObject {
  Q_OBJECT

 private slots:
  void sharpnessIsTheLargestEigenvalue_data() {
    QTest::addColumn<QString>("id");
    for (const LandscapeEntry& entry : allLandscapes())
      if (entry.make({})->start.size() == 2)  // where the eigenvalues have a closed form
        QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  void sharpnessIsTheLargestEigenvalue() {
    QFETCH(QString, id);
    Experiment e = experimentOf("sgd", 1e-7, 23, {5, 2, 0, {}, 0, 0});
    e.problem.name = id.toStdString();
    const Problem problem = *prepareProblem(e.problem);
    const auto run = finished(e, problem);
    const std::vector<Vec> points = pointsOf(run->record());
    const Series one = seriesOf(run->record(), "sharpness"),
                 first = seriesOf(run->record(), "eigenvalue_1"),
                 second = seriesOf(run->record(), "eigenvalue_2");
    QCOMPARE(one.values.size(), std::size_t(5));
    for (const std::int64_t step : {0, 5, 10, 15, 20}) {
      const Mat h = hessianAt(*problem.objective, points[std::size_t(step)]);
      const double mean = (h(0, 0) + h(1, 1)) / 2,
                   half = std::hypot((h(0, 0) - h(1, 1)) / 2, h(0, 1));
      const double tolerance = 1e-12 * (std::abs(mean) + half);
      QVERIFY(std::abs(one.values.at(step) - (mean + half)) <= tolerance);
      QCOMPARE(first.values.at(step), one.values.at(step));
      QVERIFY(std::abs(second.values.at(step) - (mean - half)) <= tolerance);
      QVERIFY(one.errors.at(step) <= 1e-7 * std::abs(mean + half) && one.errors.at(step) >= 0);
    }
    QVERIFY(run->summary().products > 0);
  }

  /// Beyond the dense limit the eigenvalues come from Lanczos, warm started: the same numbers.
  void sharpnessByLanczosAgreesWithTheDenseOne() {
    const auto f = std::make_shared<Wavy>(120);
    const Problem problem{f, Vec::LinSpaced(120, -2, 2), {}, {}};
    const auto run = finished(experimentOf("sgd", 0.02, 40, {10, 3, 0, {}, 0, 0}), problem);
    std::map<std::int64_t, Vec> points;
    for (const ChunkPtr& chunk : run->record().chunks())
      for (std::size_t i = 0; i < chunk->snapshots(); ++i)
        points[chunk->snapshot(i).step] = chunk->snapshot(i).x;
    for (std::int64_t step = 0; step <= 40; step += 10) {
      const Vec values = symmetricEigenvalues(hessianAt(*f, points.at(step)));
      for (int k = 1; k <= 3; ++k) {
        const Series series = seriesOf(run->record(), "eigenvalue_" + std::to_string(k));
        QVERIFY2(std::abs(series.values.at(step) - values[120 - k]) <= 1e-8 * values[119],
                 qPrintable(QString("step %1, %2: %3")
                                .arg(step)
                                .arg(k)
                                .arg(series.values.at(step) - values[120 - k])));
        QVERIFY(series.errors.at(step) <= 1e-7 * values[119]);
      }
    }
  }

  void measuredOnTheStepsAskedFor() {
    Experiment e = experimentOf("sgd", 1e-4, 20, {7, 1, 4, {"ngf"}, 0, 0});
    const auto run = finished(e, *prepareProblem(e.problem));
    const auto steps = [&](const char* name) {
      std::vector<std::int64_t> all;
      for (const auto& [step, value] : seriesOf(run->record(), name).values) all.push_back(step);
      return all;
    };
    QCOMPARE(steps("sharpness"), (std::vector<std::int64_t>{0, 7, 14}));
    QCOMPARE(steps("bound"), (std::vector<std::int64_t>{0, 7, 14}));
    QCOMPARE(steps("drift_ngf"), (std::vector<std::int64_t>{0, 4, 8, 12, 16, 20}));
    QVERIFY(steps("train_accuracy").empty());
    e.measure = {};
    QVERIFY(finished(e, *prepareProblem(e.problem))->record().quantities.empty());
  }

  void boundsAreThoseOfTheory() {
    const auto boundOf = [](const char* id, double rate) {
      Experiment e = experimentOf(id, rate, 4, {2, 1, 0, {}, 0, 0});
      return seriesOf(finished(e, *prepareProblem(e.problem))->record(), "bound").values.at(4);
    };
    QCOMPARE(boundOf("sgd", 0.01), 200.0);
    QVERIFY(std::abs(boundOf("momentum", 0.01) - 380.0) < 1e-10);  // 2 (1 + beta) / eta
    QVERIFY(std::abs(boundOf("adam", 0.001) - 38000.0) <
            1e-6);  // (2 + 2 beta1) / ((1 - beta1) eta)
    QVERIFY(std::abs(boundOf("nesterov", 0.01) - 2 * 1.9 / (2.8 * 0.01)) <
            1e-9);  // (2 + 2 beta) / ((1 + 2 beta) eta)
    QVERIFY(std::abs(boundOf("rmsprop", 0.001) - 2000.0) < 1e-9);  // 2 / eta
  }

  /// The largest eigenvalue of P^-1/2 H P^-1/2 with the P of a stepper led along the same path.
  void preconditionedSharpnessUsesTheMethodsOwnP_data() {
    QTest::addColumn<QString>("id");
    for (const OptimizerEntry& entry : allOptimizers())
      if (entry.preconditions)
        QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  void preconditionedSharpnessUsesTheMethodsOwnP() {
    QFETCH(QString, id);
    Experiment e = experimentOf(id.toStdString(), 0.01, 12, {3, 1, 0, {}, 0, 0});
    e.problem.name = "rosenbrock";
    const Problem problem = *prepareProblem(e.problem);
    const Series series = seriesOf(finished(e, problem)->record(), "preconditioned_sharpness");
    Stepper stepper =
        *find(allOptimizers(), id.toStdString())->make(e.optimizers[0].settings, problem.start);
    Oracle oracle(problem.objective);
    Vec x = problem.start, p(2);
    QVERIFY(!series.values.contains(0));  // no step yet: no P
    for (std::int64_t n = 1; n <= 12; ++n) {
      stepper.step(x, oracle);
      if (n % 3 != 0) continue;
      QVERIFY(stepper.preconditioner(p));
      const Mat h = hessianAt(*problem.objective, x);
      // Eigenvalues of P^-1 H from its trace and determinant.
      const double trace = h(0, 0) / p[0] + h(1, 1) / p[1],
                   determinant = (h(0, 0) * h(1, 1) - h(0, 1) * h(0, 1)) / (p[0] * p[1]);
      const double largest = trace / 2 + std::sqrt(trace * trace / 4 - determinant);
      QVERIFY2(std::abs(series.values.at(n) - largest) <= 1e-10 * std::abs(largest),
               qPrintable(QString::number(series.values.at(n) - largest)));
    }
  }

  /// On a bowl the flow is known: x_i(t) = x_i(0) exp(-c_i t).
  void driftIsTheDistanceFromTheFlow() {
    const Vec curvature{{3.0, 0.5}}, start{{1.0, -2.0}};
    const auto run = finished(experimentOf("sgd", 0.1, 30, {0, 1, 3, {"ngf"}, 0, 0}),
                              {std::make_shared<Bowl>(curvature), start, {}, {}});
    const std::vector<Vec> points = pointsOf(run->record());
    const Series drift = seriesOf(run->record(), "drift_ngf");
    QCOMPARE(drift.values.size(), std::size_t(11));
    QCOMPARE(drift.values.at(0), 0.0);
    for (const auto& [step, value] : drift.values) {
      const Vec exact = start.array() * (-curvature.array() * (0.1 * double(step))).exp();
      QVERIFY(std::abs(value - (points[std::size_t(step)] - exact).norm()) < 1e-9);
    }
    std::size_t flowPoints = 0;
    for (const ChunkPtr& chunk : run->record().chunks()) flowPoints += chunk->flows.size();
    QCOMPARE(flowPoints, std::size_t(11));
  }
  void driftEqualsTheFlowIntegratedApart() {
    Experiment e = experimentOf("adam", 0.002, 60, {0, 1, 20, {"ngf"}, 0, 0});
    e.problem.name = "rosenbrock";
    const Problem problem = *prepareProblem(e.problem);
    const auto run = finished(e, problem);
    const std::vector<Vec> points = pointsOf(run->record());
    const Series drift = seriesOf(run->record(), "drift_ngf");
    Integrator apart(
        [&problem](const Vec& x, Vec& dx) {
          problem.objective->gradient(x, dx, nullptr);
          dx = -dx;
          return true;
        },
        problem.start, 1e-13);
    for (std::int64_t step = 1; step <= 60; ++step) {
      QVERIFY(apart.advance(0.002));
      if (step % 20 == 0)
        QVERIFY(std::abs(drift.values.at(step) -
                         (points[std::size_t(step)] - apart.position()).norm()) < 1e-9);
    }
  }

  /// Where the rate times a curvature is 1 the principal flow has no value; below, it is descent.
  void driftOfTheCorrectedFlows() {
    const Vec curvature{{3.0, 0.5}}, start{{1.0, -2.0}};
    const Problem bowl{std::make_shared<Bowl>(curvature), start, {}, {}};
    for (const double rate : {0.1, 0.4}) {
      const auto run =
          finished(experimentOf("sgd", rate, 20, {0, 1, 5, {"igr", "pf", "bea3"}, 0, 0}), bowl);
      const Series igr = seriesOf(run->record(), "drift_igr"),
                   pf = seriesOf(run->record(), "drift_pf"),
                   bea3 = seriesOf(run->record(), "drift_bea3");
      QVERIFY(bea3.values.empty());  // this bowl does not tell its third derivatives
      QCOMPARE(igr.values.size(), std::size_t(5));
      QCOMPARE(pf.values.size(), std::size_t(rate * 3.0 < 1.0 ? 5 : 0));
      for (const auto& [step, value] : pf.values) QVERIFY(value < 1e-10);
      const Vec corrected =
          start.array() *
          (-(curvature + 0.5 * rate * curvature.cwiseAbs2()).array() * (rate * 20)).exp();
      QVERIFY(std::abs(igr.values.at(20) - (run->x() - corrected).norm()) < 1e-9);
    }
  }

  void traceAndFrobeniusComeWithTheirErrors() {
    const auto f = std::make_shared<Wavy>(150);
    MeasureChoice measure;
    measure.traceEvery = 5;
    measure.traceProbes = 15;
    const auto run =
        finished(experimentOf("sgd", 0.02, 20, measure), {f, Vec::LinSpaced(150, -2, 2), {}, {}});
    const Series trace = seriesOf(run->record(), "trace"),
                 norm = seriesOf(run->record(), "frobenius");
    QCOMPARE(trace.values.size(), std::size_t(5));
    for (const ChunkPtr& chunk : run->record().chunks())
      for (std::size_t i = 0; i < chunk->snapshots(); ++i) {
        const std::int64_t step = chunk->snapshot(i).step;
        if (step % 5 != 0) continue;
        const Mat h = hessianAt(*f, chunk->snapshot(i).x);
        QVERIFY(trace.errors.at(step) > 0 && norm.errors.at(step) > 0);
        QVERIFY(std::abs(trace.values.at(step) - h.trace()) < 4 * trace.errors.at(step));
        QVERIFY(std::abs(norm.values.at(step) - h.norm()) < 4 * norm.errors.at(step));
      }
    QCOMPARE(run->summary().products, std::int64_t(5 * 45));
  }

  /// Of x -> W2 tanh(W1 x) by hand: two paths, each layer's largest singular value, and the
  /// Jacobian.
  void complexityOfASmallNetwork() {
    Experiment e = experimentOf("sgd", 0.0, 1, {});
    e.measure.complexityEvery = 1;
    e.problem.kind = "network";
    e.problem.network.dataset = "noisysine";
    e.problem.network.layers = {1, 2, 1};
    e.problem.network.loss = "mse";
    e.problem.network.bias = false;
    Result<Problem> problem = prepareProblem(e.problem);
    QVERIFY2(bool(problem), problem ? "" : problem.error().what.c_str());
    problem->start = Vec{{0.5, -1.0, 2.0, 3.0}};
    const auto run = finished(e, *problem);
    const auto first = [&](const char* name) { return seriesOf(run->record(), name).values.at(0); };
    QVERIFY(std::abs(first("path_norm") - std::sqrt(0.25 * 4 + 1.0 * 9)) < 1e-13);
    QVERIFY(std::abs(first("layer_norms") - std::sqrt(1.25) * std::sqrt(13.0)) < 1e-12);
    const Mat& x = problem->objective->asFiniteSum()->trainingSamples().features;
    double sum = 0.0;
    for (Index i = 0; i < x.cols(); ++i) {
      const double a = std::tanh(0.5 * x(0, i)), b = std::tanh(-x(0, i));
      const double slope = 2.0 * (1 - a * a) * 0.5 - 3.0 * (1 - b * b);
      sum += slope * slope / double(x.cols());
    }
    QVERIFY(std::abs(first("geometric_complexity") - sum) < 1e-12 * sum);
  }

  void spectraAreThoseOfTheirSteps_data() {
    QTest::addColumn<QString>("method");
    for (const char* method : {"slq", "full", "top"}) QTest::newRow(method) << method;
  }
  void spectraAreThoseOfTheirSteps() {
    QFETCH(QString, method);
    const Index d = 150;
    const auto f = std::make_shared<Wavy>(d);
    MeasureChoice measure;
    measure.spectrumEvery = 10;
    measure.spectrumMethod = method.toStdString();
    measure.spectrumProbes = 4;
    measure.spectrumSteps = 30;
    measure.spectrumTop = 6;
    const auto run =
        finished(experimentOf("sgd", 0.02, 20, measure), {f, Vec::LinSpaced(d, -2, 2), {}, {}});
    std::map<std::int64_t, Vec> points;
    std::vector<SpectrumSnapshot> spectra;
    for (const ChunkPtr& chunk : run->record().chunks()) {
      for (std::size_t i = 0; i < chunk->snapshots(); ++i)
        points[chunk->snapshot(i).step] = chunk->snapshot(i).x;
      spectra.insert(spectra.end(), chunk->spectra.begin(), chunk->spectra.end());
    }
    QCOMPARE(spectra.size(), std::size_t(3));
    for (const SpectrumSnapshot& spectrum : spectra) {
      const Mat h = hessianAt(*f, points.at(spectrum.step));
      const Vec values = symmetricEigenvalues(h);
      const Index n = spectrum.values.size();
      QCOMPARE(n, Index(method == "slq" ? 120 : method == "full" ? d : 6));
      if (method == "slq") {
        QVERIFY(std::abs(spectrum.weights.sum() - 1.0) < 1e-12);
        QVERIFY(std::abs(spectrum.weights.dot(spectrum.values) - h.trace() / double(d)) < 0.05);
        continue;
      }
      for (Index k = 0; k < n; ++k) {
        QVERIFY(std::abs(spectrum.values[k] - values[d - 1 - k]) < 1e-8 * values[d - 1]);
        QVERIFY(spectrum.residuals[k] <= 1e-7 * values[d - 1]);
        QVERIFY(std::abs(spectrum.weights[k] - 1.0 / double(d)) < 1e-15);
      }
    }
  }

  void accuracyIsTheNetworksOwn() {
    Experiment e = experimentOf("sgd", 0.1, 10, {0, 1, 0, {}, 5, 0});
    e.problem.kind = "network";
    e.problem.network.layers = {64, 6, 10};
    e.problem.network.samples = 60;
    const Problem problem = *prepareProblem(e.problem);
    const auto run = finished(e, problem);
    const Series accuracy = seriesOf(run->record(), "train_accuracy");
    QCOMPARE(accuracy.values.size(), std::size_t(3));
    const auto scratch = problem.objective->scratch();
    QCOMPARE(accuracy.values.at(10),
             problem.objective->asFiniteSum()->accuracy(run->x(), scratch.get()));
    QCOMPARE(accuracy.values.at(0),
             problem.objective->asFiniteSum()->accuracy(problem.start, scratch.get()));
  }

  /// (x_(n-2) + 2 x_(n-1) + x_n) / 4 of neighbours, whatever the schedule: on a bowl at the edge
  /// the oscillation is gone.
  void midpointRemovesTheOscillation() {
    Experiment e = experimentOf("sgd", 1.0, 20, {});
    e.measure.averageEvery = 5;
    e.measure.averageKind = "midpoint";
    const Problem bowl{std::make_shared<Bowl>(Vec{{2.0, 0.02}}), Vec{{1.0, 3.0}}, {}, {}};
    const auto run = finished(e, bowl);
    const std::vector<Vec> points = pointsOf(run->record());
    int seen = 0;
    for (const ChunkPtr& chunk : run->record().chunks())
      for (const FlowPoint& point : chunk->flows) {
        ++seen;
        QCOMPARE(point.step % 5, 0);
        const std::size_t n = std::size_t(point.step);
        if (n == 0) {
          QCOMPARE(point.x, points[0]);
          continue;
        }
        const Vec expected = 0.25 * points[n - 2] + 0.5 * points[n - 1] + 0.25 * points[n];
        QVERIFY((point.x - expected).norm() < 1e-15);
        QVERIFY(std::abs(points[n][0]) > 0.9 && std::abs(point.x[0]) < 1e-12);
      }
    QCOMPARE(seen, 5);
  }
};

QTEST_GUILESS_MAIN(ProbesTest)
#include "probes_test.moc"
