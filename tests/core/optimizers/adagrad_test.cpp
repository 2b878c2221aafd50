#include <QTest>
#include <cmath>

#include "core/catalog.h"

using namespace thalweg;

class AdagradTest : public QObject {
  Q_OBJECT

 private slots:
  /// On half x squared, whose gradient is x: the sums are 1, then 1 + 0.9².
  void twoStepsByHand() {
    const Landscape bowl = *find(allLandscapes(), "quadratic")->make({{"condition", 1.0}});
    Vec x{{1.0, 0.0}};
    Stepper stepper =
        *find(allOptimizers(), "adagrad")->make({{"learning_rate", 0.1}, {"epsilon", 0.0}}, x);
    Oracle oracle(bowl.objective);
    x[1] = 1e-3;  // away from 0/0 without epsilon
    stepper.step(x, oracle);
    QCOMPARE(x[0], 1.0 - 0.1);
    stepper.step(x, oracle);
    QCOMPARE(x[0], 0.9 - 0.1 * 0.9 / std::sqrt(1.0 + 0.9 * 0.9));
  }

  void rateDecaysWithTheSteps() {
    Vec x{{1.0, 1.0}};
    Stepper stepper =
        *find(allOptimizers(), "adagrad")->make({{"learning_rate", 0.1}, {"lr_decay", 0.5}}, x);
    const Landscape bowl = *find(allLandscapes(), "quadratic")->make({});
    Oracle oracle(bowl.objective);
    for (int k = 0; k < 3; ++k) stepper.step(x, oracle);
    QCOMPARE(stepper.bounds().front().limit, 2.0 / (0.1 / (1 + 2 * 0.5)));
  }
};

QTEST_GUILESS_MAIN(AdagradTest)
#include "adagrad_test.moc"
