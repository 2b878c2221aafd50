/// What every optimizer of the catalogue promises.
#include <QTest>
#include <cmath>

#include "core/catalog.h"
#include "tests/support/residual_model.h"

using namespace thalweg;

namespace {

/// The largest |x| over the last steps, relative to the start, on a bowl of the given curvature.
double growth(const OptimizerEntry& entry, double curvature, int steps) {
  Vec x{{1.0}};
  Stepper stepper = *entry.make({}, x);
  Oracle oracle(bowl(Vec{{curvature}}));
  double largest = 0.0;
  for (int k = 0; k < steps && std::isfinite(x[0]) && std::abs(x[0]) < 1e100; ++k) {
    stepper.step(x, oracle);
    if (k > steps / 2) largest = std::max(largest, std::abs(x[0]));
  }
  return std::abs(x[0]) < 1e100 ? largest : 1e100;
}

/// Steps that see no gradient.
void rest(Stepper& stepper, Vec& x, int steps) {
  Oracle oracle(bowl(Vec{{1.0}}));
  for (int k = 0; k < steps; ++k) {
    x[0] = 0.0;
    stepper.step(x, oracle);
  }
}

/// A stepper that has seen a gradient of 1 some times and then none for so long that corrections of
/// a start have faded.
Stepper warmedUp(const OptimizerEntry& entry, Vec& x) {
  x = Vec::Ones(1);
  Stepper stepper = *entry.make({{"learning_rate", 0.05}}, x);
  Oracle oracle(bowl(Vec{{1.0}}));
  for (int k = 0; k < 20; ++k) {
    x[0] = 1.0;
    stepper.step(x, oracle);
  }
  rest(stepper, x, 20000);
  return stepper;
}

/// Whether P shrinks while gradients are zero.
bool forgets(const OptimizerEntry& entry) {
  Vec x, before(1), after(1);
  Stepper stepper = warmedUp(entry, x);
  stepper.preconditioner(before);
  rest(stepper, x, 2000);
  stepper.preconditioner(after);
  return after[0] < 0.999 * before[0];
}

/// Mean of preconditioned curvature over the bound on a bowl of curvature 1, over the second half
/// of a long run.
double settledShare(const OptimizerEntry& entry) {
  Vec x{{1.0}}, p(1);
  Stepper stepper = *entry.make({{"learning_rate", 0.05}}, x);
  Oracle oracle(bowl(Vec{{1.0}}));
  double sum = 0.0;
  int counted = 0;
  for (int k = 0; k < 40000; ++k) {
    stepper.step(x, oracle);
    if (k < 20000 || !stepper.preconditioner(p)) continue;
    sum += 1.0 / p[0] / stepper.bounds().front().limit;
    ++counted;
  }
  return sum / counted;
}

/// How far a tiny distance grows within 4000 steps at `share` of the bound, and what is left of it
/// after them. It grows only until its gradients are large enough to change P.
struct Growth {
  double most = 0.0, last = 0.0;
};

Growth growthWithFixedP(const OptimizerEntry& entry, double share) {
  Vec x, p(1);
  Stepper stepper = warmedUp(entry, x);
  stepper.preconditioner(p);
  Oracle oracle(bowl(Vec{{share * stepper.bounds().front().limit * p[0]}}));
  const double tiny = 1e-12;
  x[0] = tiny;
  Growth growth;
  for (int k = 0; k < 4000; ++k) {
    stepper.step(x, oracle);
    growth.last = std::abs(x[0]) / tiny;
    growth.most = std::max(growth.most, growth.last);
  }
  return growth;
}

}  // namespace

class OptimizerPromises : public QObject {
  Q_OBJECT

  void everyOptimizer() {
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < allOptimizers().size(); ++i)
      QTest::newRow(allOptimizers()[i].card.id.c_str()) << int(i);
  }
  const OptimizerEntry& entry() {
    QFETCH(int, row);
    return allOptimizers()[std::size_t(row)];
  }

 private slots:
  void cardIsComplete_data() { everyOptimizer(); }
  void cardIsComplete() {
    const Card& card = entry().card;
    for (const std::string* text :
         {&card.id, &card.title, &card.summary, &card.formula, &card.reference})
      QVERIFY(!text->empty());
    QVERIFY(!entry().fields.empty());
    QCOMPARE(entry().fields.front().key, std::string("learning_rate"));
    for (const Field& field : entry().fields)
      QVERIFY2(!field.label.empty() && !field.help.empty(), field.key.c_str());
  }

  void defaultsLieWithinTheirRanges_data() { everyOptimizer(); }
  void defaultsLieWithinTheirRanges() {
    for (const Field& field : entry().fields)
      QVERIFY2(bool(checked(field, field.initial)), field.key.c_str());
  }

  void valueOutsideIsRefusedByName_data() { everyOptimizer(); }
  void valueOutsideIsRefusedByName() {
    for (const Field& field : entry().fields) {
      if (field.type != FieldType::real) continue;
      for (const double bad : {std::nan(""), field.minimum - 1, 2 * std::abs(field.maximum) + 1}) {
        if (std::isinf(bad)) continue;
        const Result<Stepper> made = entry().make({{field.key, bad}}, Vec::Ones(2));
        QVERIFY2(!made, field.key.c_str());
        QCOMPARE(made.error().where, field.key);
      }
    }
  }

  void copyContinuesAlike_data() { everyOptimizer(); }
  void copyContinuesAlike() {
    Vec x{{1.0, 1.0}};
    Stepper a = *entry().make({}, x);
    Oracle oracle(bowl(Vec{{10.0, 1.0}}));
    for (int i = 0; i < 50; ++i) a.step(x, oracle);
    Stepper b = a;
    Vec y = x;
    for (int i = 0; i < 50; ++i) {
      a.step(x, oracle);
      b.step(y, oracle);
    }
    QVERIFY(x.allFinite());
    QVERIFY(x == y);
  }

  void noGradientNoMove_data() { everyOptimizer(); }
  void noGradientNoMove() {
    Vec x = Vec::Zero(2);
    // A mean that starts above zero moves by itself, and is told not to.
    Values settings;
    for (const Field& field : entry().fields)
      if (field.key == "initial_accumulator_value") settings[field.key] = 0.0;
    Stepper stepper = *entry().make(settings, x);
    Oracle oracle(bowl(Vec{{1.0, 1.0}}));
    for (int i = 0; i < 5; ++i) stepper.step(x, oracle);
    QVERIFY(x == Vec(Vec::Zero(2)));
  }

  void bowlIsDescended_data() { everyOptimizer(); }
  void bowlIsDescended() {
    Vec x{{1.0, -1.0}};
    Stepper stepper = *entry().make({}, x);
    const auto valley = bowl(Vec{{3.0, 1.0}});
    Oracle oracle(valley);
    const double before = valley->value(x, nullptr);
    for (int i = 0; i < 20000; ++i) stepper.step(x, oracle);
    // The rate adjusted to the drift is marginal on a quadratic: it only does not climb.
    const double share = entry().card.id == "dal" ? 1.0 : 0.5;
    QVERIFY2(valley->value(x, nullptr) < share * before,
             qPrintable(QString::number(valley->value(x, nullptr))));
  }

  /// Calm at 0.99 of the stated bound and growing at 1.01, for bounds on the plain Hessian.
  void statedBoundIsSharp_data() { everyOptimizer(); }
  void statedBoundIsSharp() {
    const Stepper stepper = *entry().make({}, Vec::Ones(1));
    for (const StabilityBound& bound : stepper.bounds()) {
      QVERIFY(bound.limit > 0);
      if (bound.quantity != "sharpness") continue;
      QVERIFY2(growth(entry(), 0.99 * bound.limit, 4000) < 1.0, bound.formula.c_str());
      QVERIFY2(growth(entry(), 1.01 * bound.limit, 4000) > 10.0, bound.formula.c_str());
    }
  }

  /// A bound on the preconditioned Hessian is met in one of two ways. Where P forgets, the gradient
  /// shrinks until the preconditioned curvature reaches the bound and then hovers there. Where P
  /// stays once gradients are small, the method is calm at 0.99 of the bound times P and grows
  /// at 1.01, like any other.
  void preconditionedBoundIsSharp_data() { everyOptimizer(); }
  void preconditionedBoundIsSharp() {
    if (!entry().preconditions) return;
    if (forgets(entry())) {
      const double share = settledShare(entry());
      QVERIFY2(share > 0.5 && share < 2.0, qPrintable(QString::number(share)));
    } else {
      QVERIFY(growthWithFixedP(entry(), 0.99).last < 1.0);
      QVERIFY(growthWithFixedP(entry(), 1.01).most > 100.0);
    }
  }
};

QTEST_GUILESS_MAIN(OptimizerPromises)
#include "promises_test.moc"
