/// Stability thresholds on a bowl: the stated ones against the table, and runs just below and just
/// above them.
#include <QTest>
#include <cmath>

#include "core/catalog.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

/// How much |x| has grown over the last half of a run on curvature S.
double growth(const OptimizerEntry& entry, const Values& settings, double curvature, int steps) {
  Vec x = Vec::Constant(1, 1e-3);
  Stepper stepper = *entry.make(settings, x);
  Oracle oracle(std::make_shared<Bowl>(Vec::Constant(1, curvature)));
  double middle = 0.0, last = 0.0;  // largest |x| around the middle and at the end
  for (int n = 0; n < steps; ++n) {
    stepper.step(x, oracle);
    if (n >= steps / 2 - 200 && n < steps / 2) middle = std::max(middle, std::abs(x[0]));
    if (n >= steps - 200) last = std::max(last, std::abs(x[0]));
  }
  return last / middle;
}

}  // namespace

class Thresholds : public QObject {
  Q_OBJECT

 private slots:
  void onABowl_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<double>("beta");
    QTest::addColumn<double>("threshold");  // times the rate
    QTest::newRow("descent") << "sgd" << 0.0 << 2.0;
    const double betas[] = {0.5, 0.9, 0.99};
    const double heavy[] = {3.0, 3.8, 3.98};
    const double nesterov[] = {1.5, 3.8 / 2.8, 3.98 / 2.98};
    for (int k = 0; k < 3; ++k) {
      QTest::addRow("heavy ball %g", betas[k]) << "momentum" << betas[k] << heavy[k];
      QTest::addRow("Nesterov %g", betas[k]) << "nesterov" << betas[k] << nesterov[k];
      QTest::addRow("look-ahead %g", betas[k]) << "nag" << betas[k] << nesterov[k];
    }
  }
  void onABowl() {
    QFETCH(QString, id);
    QFETCH(double, beta);
    QFETCH(double, threshold);
    const OptimizerEntry& entry = *find(allOptimizers(), id.toStdString());
    Values settings{{"learning_rate", 0.1}};
    if (beta > 0) settings["momentum"] = beta;
    const Stepper stepper = *entry.make(settings, Vec::Ones(1));
    QCOMPARE(stepper.bounds().size(), std::size_t(1));
    QVERIFY(std::abs(stepper.bounds()[0].limit * 0.1 - threshold) <= 1e-9);
    QVERIFY(growth(entry, settings, (1 - 1e-5) * threshold / 0.1, 40000) < 1.0);
    QVERIFY(growth(entry, settings, (1 + 1e-5) * threshold / 0.1, 40000) > 1.0);
  }

  /// An epsilon that dwarfs every gradient holds Adam's preconditioner at epsilon: what is left is
  /// the mean of gradients, stable to (2 + 2 beta) / ((1 - beta) rate).
  void meanOfGradients_data() {
    QTest::addColumn<double>("beta");
    QTest::addColumn<double>("threshold");
    QTest::newRow("0.5") << 0.5 << 6.0;
    QTest::newRow("0.9") << 0.9 << 38.0;
    QTest::newRow("0.99") << 0.99 << 398.0;
  }
  void meanOfGradients() {
    QFETCH(double, beta);
    QFETCH(double, threshold);
    const OptimizerEntry& entry = *find(allOptimizers(), "adam");
    const Values settings{{"learning_rate", 1.0}, {"beta1", beta}, {"epsilon", 1.0}};
    const Stepper stepper = *entry.make(settings, Vec::Ones(1));
    QVERIFY(std::abs(stepper.bounds()[0].limit - threshold) <= 1e-9 * threshold);
    // Gradients of 1e-12 and less: v adds nothing to epsilon.
    const auto small = [&](double share) {
      Vec x = Vec::Constant(1, 1e-14);
      Stepper run = *entry.make(settings, x);
      Oracle oracle(std::make_shared<Bowl>(Vec::Constant(1, share * threshold)));
      double middle = 0.0, last = 0.0;
      for (int n = 0; n < 40000; ++n) {
        run.step(x, oracle);
        if (n >= 19800 && n < 20000) middle = std::max(middle, std::abs(x[0]));
        if (n >= 39800) last = std::max(last, std::abs(x[0]));
      }
      return last / middle;
    };
    QVERIFY(small(0.9999) < 1.0);
    QVERIFY(small(1.0001) > 1.0);
  }
};

QTEST_GUILESS_MAIN(Thresholds)
#include "thresholds_test.moc"
