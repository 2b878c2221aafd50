/// Small experiments whose outcome is known: hovering at the edge of stability, the catapult, the
/// number of outliers of a classifier's Hessian, and valleys that are joined.
#include <QTest>
#include <cmath>

#include "core/base/random.h"
#include "core/math/lanczos.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"
#include "core/run/segment.h"
#include "core/run/run.h"
#include "core/run/spectrum.h"

using namespace thalweg;

namespace {

std::map<std::int64_t, double> seriesOf(const Record& record, const std::string& name) {
  std::map<std::int64_t, double> series;
  for (const ChunkPtr& chunk : record.chunks())
    for (const Measurement& m : chunk->measured)
      if (record.quantities[m.quantity] == name) series[m.step] = m.value;
  return series;
}

/// `classes` of 20 Gaussian clusters in 20 dimensions with unit means, their labels in turn.
std::shared_ptr<const Dataset> clusters(Index classes, double spread, std::uint64_t seed) {
  const Index d = 20, count = 20, n = 240;
  Random random(seed);
  Mat means(count, d);
  for (Index k = 0; k < count; ++k) {
    for (Index j = 0; j < d; ++j) means(k, j) = random.normal();
    means.row(k).normalize();
  }
  Table table{{}, Mat(n, d + 1)};
  for (Index i = 0; i < n; ++i) {
    for (Index j = 0; j < d; ++j)
      table.values(i, j) = means(i % count, j) + spread * random.normal();
    table.values(i, d) = double(i % count % classes);
  }
  for (Index j = 0; j <= d; ++j) table.columns.push_back("x" + std::to_string(j));
  return *makeDataset(table, "clusters", {.scaling = Scaling::none, .classesWanted = true});
}

Problem classifier(Index classes, double spread, std::uint64_t data, std::uint64_t start) {
  const std::vector<Index> layers{20, 20, classes};
  const auto network =
      *makeNetwork({.layers = layers, .activation = "tanh", .loss = "cross-entropy"},
                   clusters(classes, spread, data));
  return {network, *initialParameters(layers, true, "normal-fan-in", start), {}, {}};
}

Vec trained(const Problem& problem, double rate, std::int64_t steps, std::int64_t batch) {
  Experiment e;
  e.problem.kind = "network";
  e.optimizers = {{"sgd", "", {{"learning_rate", rate}}}};
  e.run.steps = steps;
  e.run.batch = batch;
  const auto run = *Run::prepare(e, 0, problem);
  runNow(*run);
  return run->x();
}

}  // namespace

class EdgeExperiments : public QObject {
  Q_OBJECT

 private slots:
  /// T_5 at 20 points, 1-20-20-1 tanh: the sharpness climbs to the method's threshold and hovers
  /// there, while training is not finished. "ratio" is the (preconditioned) sharpness over the
  /// stated bound.
  void sharpnessHoversAtTheBound_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QVariantMap>("settings");
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("steps");
    const auto row = [](const char* name, const char* id, const QVariantMap& settings, int seed,
                        int steps) { QTest::newRow(name) << id << settings << seed << steps; };
    for (const int seed : {0, 1, 2})
      row(qPrintable(QString("descent from %1").arg(seed)), "sgd", {{"learning_rate", 0.2}}, seed,
          8000);
    // From most starts heavy ball is done before it gets there; from this one it is not.
    row("heavy ball", "momentum", {{"learning_rate", 0.02}, {"momentum", 0.9}}, 5, 8000);
    row("Nesterov", "nesterov", {{"learning_rate", 0.02}, {"momentum", 0.9}}, 0, 8000);
    row("Adam", "adam", {{"learning_rate", 1e-3}, {"beta2", 0.99}}, 0, 6000);
    row("slow Adam", "adam", {{"learning_rate", 3e-4}, {"beta2", 0.99}}, 0, 6000);
    row("RMSProp", "rmsprop", {{"learning_rate", 1e-3}, {"alpha", 0.99}}, 0, 6000);
    row("slow RMSProp", "rmsprop", {{"learning_rate", 3e-4}, {"alpha", 0.99}}, 0, 6000);
  }
  void sharpnessHoversAtTheBound() {
    QFETCH(QString, id);
    QFETCH(QVariantMap, settings);
    QFETCH(int, seed);
    QFETCH(int, steps);
    Experiment e;
    e.problem.kind = "network";
    e.problem.network.dataset = "chebyshev";
    e.problem.network.layers = {1, 20, 20, 1};
    e.problem.network.loss = "half-squared-error";
    e.problem.network.initialisation = "xavier-normal";
    e.problem.network.seed = seed;
    OptimizerChoice choice{id.toStdString(), "", {}};
    for (auto it = settings.begin(); it != settings.end(); ++it)
      choice.settings[it.key().toStdString()] = it.value().toDouble();
    e.optimizers = {choice};
    e.run.steps = steps;
    e.measure.sharpnessEvery = 50;
    const auto run = *Run::prepare(e, 0, *prepareProblem(e.problem));
    runNow(*run);
    const auto sharpness = seriesOf(run->record(), "sharpness"),
               scaled = seriesOf(run->record(), "preconditioned_sharpness"),
               bound = seriesOf(run->record(), "bound");
    double sum = 0.0, most = 0.0;
    int count = 0;
    for (const auto& [step, value] : scaled.empty() ? sharpness : scaled) {
      const double ratio = value / bound.at(step);
      if (step < steps / 2) continue;
      most = std::max(most, ratio);
      sum += ratio;
      ++count;
    }
    const double mean = sum / count;
    qInfo("%s: mean %.3f, most %.3f, loss %.2g", qPrintable(id), mean, most, run->summary().f);
    QVERIFY2(mean >= 0.75 && mean <= 1.3, qPrintable(QString::number(mean)));
    QVERIFY2(most >= 0.95 && most <= 1.8, qPrintable(QString::number(most)));
  }

  /// Below 2 lazy, between 2 and 4 thrown to a flatter place, above 4 lost; on the way the output f
  /// and the kernel (|u|^2 + |v|^2) / n follow f+ = (1 - eta k + eta^2 f^2 / n) f and
  /// k+ = k + (eta f^2 / n) (eta k - 4).
  void catapultHasThreeRegimes_data() {
    QTest::addColumn<double>("rate");  // times the first kernel
    for (const double rate : {1.5, 2.5, 3.5, 3.9, 4.1}) QTest::addRow("%g", rate) << rate;
  }
  void catapultHasThreeRegimes() {
    QFETCH(double, rate);
    const double n = 1000;
    Experiment e;
    e.problem.name = "catapult";
    e.problem.settings = {{"width", std::int64_t(1000)}};
    const Problem problem = *prepareProblem(e.problem);
    const double first = problem.start.squaredNorm() / n, eta = rate / first;
    e.optimizers = {{"sgd", "", {{"learning_rate", eta}}}};
    e.run.steps = 1000;
    const auto run = *Run::prepare(e, 0, problem);
    runNow(*run);
    double most = 0.0, kernel = first;
    double output = problem.start.head(1000).dot(problem.start.tail(1000)) / std::sqrt(n);
    for (const ChunkPtr& chunk : run->record().chunks())
      for (std::size_t i = 0; i < chunk->size() && std::isfinite(chunk->f(i)); ++i) {
        const double loss = chunk->f(i);
        most = std::max(most, loss);
        // Above 2 rounding grows as the loss does: the first steps are compared.
        if (chunk->firstStep + std::int64_t(i) <= 12 && most < 1e6)
          QVERIFY(std::abs(loss - 0.5 * output * output) <= 1e-9 * most);
        const double next = (1 - eta * kernel + eta * eta * output * output / n) * output;
        kernel += eta * output * output / n * (eta * kernel - 4);
        output = next;
      }
    if (rate > 4) {
      QCOMPARE(run->record().ending().status, Status::diverged);
      return;
    }
    const double last = eta * run->x().squaredNorm() / n;
    QVERIFY2(last < std::min(rate, 2.0), qPrintable(QString::number(last)));
    if (rate < 2.1) QVERIFY(last > 1.49);
    if (rate == 2.5) QVERIFY(std::abs(last - 1.28) < 0.01);
    QVERIFY(run->summary().f < 1e-12);
    QVERIFY(rate < 2 ? most < 1.1 * run->record().chunks()[0]->f(0) : most > 10.0);
  }

  /// 20 clusters in C classes: the largest ratio of neighbouring eigenvalues is after the C - 1
  /// first.
  void outliersAreOneLessThanTheClasses_data() {
    QTest::addColumn<int>("classes");
    for (const int classes : {2, 3, 5, 8}) QTest::addRow("%d", classes) << classes;
  }
  void outliersAreOneLessThanTheClasses() {
    QFETCH(int, classes);
    const Problem problem = classifier(classes, 0.3, 1, 1);
    const Vec x = trained(problem, 0.3, 300, 0);
    Evaluator f(problem.objective);
    const SpectrumResult found = spectrumAt(f, x, {.top = 3 * classes});
    Index outliers = 0;
    double largest = 0.0;
    for (Index k = 0; k + 1 < found.values.size(); ++k) {
      const double ratio = found.values[k] / found.values[k + 1];
      if (ratio <= largest) continue;
      largest = ratio;
      outliers = k + 1;
    }
    qInfo("%d classes: %lld outliers, ratio %.2f", classes, static_cast<long long>(outliers),
          largest);
    QCOMPARE(outliers, Index(classes - 1));
  }

  /// From a large batch on with small ones: no wall on the straight line back. Two starts: one.
  void continuationsAreJoinedAndStrangersAreNot() {
    const Problem problem = classifier(5, 0.5, 2, 1), other = classifier(5, 0.5, 2, 2);
    const Vec large = trained(problem, 0.5, 400, 0);
    Problem onward = problem;
    onward.start = large;
    const Vec small = trained(onward, 0.5, 400, 10), stranger = trained(other, 0.5, 400, 0);
    Evaluator f(problem.objective);
    QVERIFY((small - large).norm() > 1.0);
    QVERIFY2(lossBetween(f, large, small, {0, 1, 51}).barrier < 1e-3, "joined");
    const double wall = lossBetween(f, large, stranger, {0, 1, 51}).barrier;
    QVERIFY2(wall > 0.2, qPrintable(QString::number(wall)));
  }
};

QTEST_GUILESS_MAIN(EdgeExperiments)
#include "edge_experiments_test.moc"
