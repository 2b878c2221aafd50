/// Every schedule: its shape, and the refinement's published numbers.
#include <QTest>
#include <cmath>

#include "core/catalog.h"
#include "core/schedules/refinement.h"

using namespace thalweg;

namespace {

Schedule scheduleOf(const std::string& id, const Values& settings = {}) {
  Result<Schedule> made = find(allSchedules(), id)->make(settings);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

void compare(const std::vector<double>& found, const std::vector<double>& expected) {
  QCOMPARE(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    QVERIFY2(std::abs(found[i] - expected[i]) < 1e-7,
             qPrintable(QString("%1: %2").arg(i).arg(found[i], 0, 'g', 10)));
}

}  // namespace

class Schedules : public QObject {
  Q_OBJECT

  void everySchedule() {
    QTest::addColumn<int>("row");
    for (std::size_t i = 0; i < allSchedules().size(); ++i)
      QTest::newRow(allSchedules()[i].card.id.c_str()) << int(i);
  }

 private slots:
  void ratesAreFiniteAndNotNegative_data() { everySchedule(); }
  void ratesAreFiniteAndNotNegative() {
    QFETCH(int, row);
    const ScheduleEntry& entry = allSchedules()[std::size_t(row)];
    const Schedule schedule = *entry.make({});
    for (const std::int64_t steps : {1, 2, 3, 10, 1000})
      for (std::int64_t step = 0; step < steps; ++step) {
        const double factor = schedule(step, steps);
        QVERIFY2(std::isfinite(factor) && factor >= 0 && factor <= 1 + 1e-12,
                 qPrintable(QString("%1 of %2: %3").arg(step).arg(steps).arg(factor)));
      }
    for (const std::string* text :
         {&entry.card.title, &entry.card.summary, &entry.card.formula, &entry.card.reference})
      QVERIFY(!text->empty());
  }

  void valueOutsideIsRefusedByName_data() { everySchedule(); }
  void valueOutsideIsRefusedByName() {
    QFETCH(int, row);
    const ScheduleEntry& entry = allSchedules()[std::size_t(row)];
    for (const Field& field : entry.fields) {
      const Value bad = field.type == FieldType::text ? Value(std::string("a b c"))
                                                      : Value(std::string("no number"));
      const Result<Schedule> made = entry.make({{field.key, bad}});
      QVERIFY2(!made, field.key.c_str());
      QVERIFY(made.error().what.find(field.key) != std::string::npos);
    }
  }

  void shapesAreTheirFormulas() {
    QCOMPARE(scheduleOf("constant")(7, 10), 1.0);
    QCOMPARE(scheduleOf("step", {{"every", std::int64_t(3)}, {"gamma", 0.5}})(7, 10), 0.25);
    QCOMPARE(scheduleOf("exponential", {{"gamma", 0.5}})(3, 10), 0.125);
    QCOMPARE(scheduleOf("polynomial", {{"power", 2.0}})(5, 10), 0.25);
    QCOMPARE(scheduleOf("inverse_root", {{"offset", std::int64_t(1)}})(3, 10), 0.5);
    QCOMPARE(scheduleOf("linear")(3, 10), 0.7);
    QCOMPARE(scheduleOf("cosine", {{"floor", 0.5}})(5, 10), 0.75);
    const Schedule restarts = scheduleOf("cosine_restarts", {{"period", std::int64_t(4)}});
    QCOMPARE(restarts(4, 100), 1.0);
    QCOMPARE(restarts(8, 100), 0.5);
    QCOMPARE(restarts(12, 100), 1.0);
    const Schedule cyclic = scheduleOf("cyclic", {{"low", 0.0}, {"half", std::int64_t(4)}});
    QCOMPARE(cyclic(0, 100), 0.0);
    QCOMPARE(cyclic(2, 100), 0.5);
    QCOMPARE(cyclic(4, 100), 1.0);
    QCOMPARE(cyclic(8, 100), 0.0);
    const Schedule drawn = scheduleOf("drawn", {{"points", std::string("0 0; 0.5 1; 1 0.5")}});
    QCOMPARE(drawn(0, 101), 0.0);
    QCOMPARE(drawn(25, 101), 0.5);
    QCOMPARE(drawn(100, 101), 0.5);
  }

  /// PyTorch's OneCycleLR(max_lr = 1, total_steps = 10), from its formula.
  void oneCycleIsPyTorchs() {
    const Schedule cycle = scheduleOf("one_cycle");
    QVERIFY(std::abs(cycle(0, 10) - 0.04) < 1e-15);
    QVERIFY(std::abs(cycle(1, 10) - 0.52) < 1e-15);
    QVERIFY(std::abs(cycle(2, 10) - 1.0) < 1e-15);
    QVERIFY(std::abs(cycle(9, 10) - 0.04 / 1e4) < 1e-15);
  }

  void warmUpRisesBeforeTheSchedule() {
    const Schedule schedule = scheduleOf("linear", {{"warm_up", std::int64_t(4)}});
    QCOMPARE(schedule(0, 14), 0.2);
    QCOMPARE(schedule(3, 14), 0.8);
    QCOMPARE(schedule(4, 14), 1.0);
    QCOMPARE(schedule(9, 14), 0.5);
  }

  void refinementHasItsPublishedNumbers() {
    compare(refinedRates({3, 3, 3, 3, 3}, 2), {1, 0.75, 0.5, 0.25, 0});
    compare(refinedRates({3, 3, 3, 3, 3}, 1), {1, 0.75, 0.5, 0.25, 0});
    compare(refinedRates({4, 2, 1, 1, 2}, 2), {0.125, 0.45, 1, 0.2, 0});
    compare(refinedRates({4, 2, 1, 1, 2}, 1), {0.5, 0.83333333, 1, 0.33333333, 0});
    compare(refinedRates({10, 1, 1, 1, 1, 3}, 2),
            {0.01321429, 1, 0.67857143, 0.35714286, 0.03571429, 0});
    compare(refinedRates({10, 1, 1, 1, 1, 3}, 1), {0.13, 1, 0.7, 0.4, 0.1, 0});
    compare(refinedRates({40, 4, 4, 4, 4, 12}, 2), refinedRates({10, 1, 1, 1, 1, 3}, 2));
  }

  void narrowSpikesAreSmoothedAway() {
    std::vector<double> norms(100, 1.0);
    norms[40] = norms[41] = 50.0;
    compare(smoothedNorms(norms, 0.1), std::vector<double>(100, 1.0));
    compare(smoothedNorms(norms, 0.0), norms);
  }
};

QTEST_GUILESS_MAIN(Schedules)
#include "schedules_test.moc"
