/// Gradient descent at the edge of stability, against the reference: losses and the two largest
/// eigenvalues along the whole run.
#include <QTest>

#include "core/run/run.h"
#include "tests/support/reference.h"

using namespace thalweg;

namespace {

Vec initialParameters(const QString& name) {
  const reference::Table table("edge_of_stability/" + name + "_params.csv");
  Vec x(table.size());
  for (qsizetype i = 0; i < table.size(); ++i) x[i] = table.number(i, "initial");
  return x;
}

}  // namespace

class EdgeOfStability : public QObject {
  Q_OBJECT

 private slots:
  void runsAgree_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("rate");
    for (const QJsonValue& value :
         reference::json("edge_of_stability/cases.json").object()["cases"].toArray())
      QTest::newRow(qPrintable(value["case"].toString()))
          << value["case"].toString() << value["lr"].toDouble();
  }
  void runsAgree() {
    QFETCH(QString, name);
    QFETCH(double, rate);
    Experiment e;
    e.problem.kind = "network";
    e.problem.network.layers = {64, 20, 20, 10};
    e.problem.network.loss = "mse";
    e.problem.network.samples = 300;
    e.optimizers = {{"sgd", "", {{"learning_rate", rate}}}};
    e.run.steps = 200;
    e.measure.sharpnessEvery = 5;
    e.measure.sharpnessTop = 2;
    Problem problem = *prepareProblem(e.problem);
    problem.start = initialParameters(name);
    const auto run = *Run::prepare(e, 0, problem);
    runNow(*run);

    const reference::Table table("edge_of_stability/" + name + "_steps.csv");
    const Record& record = run->record();
    int losses = 0, eigenvalues = 0;
    for (const ChunkPtr& chunk : record.chunks()) {
      for (std::size_t i = 0; i < chunk->size(); ++i, ++losses) {
        const double expected = table.number(chunk->firstStep + qsizetype(i), "loss");
        QVERIFY(std::abs(chunk->f(i) - expected) <= 1e-8 * expected);
      }
      for (const Measurement& one : chunk->measured) {
        const std::string& quantity = record.quantities[one.quantity];
        const bool first = quantity == "eigenvalue_1", second = quantity == "eigenvalue_2";
        if (!first && !second) continue;
        const double expected = table.number(one.step, first ? "lambda1" : "lambda2");
        QVERIFY2(std::abs(one.value - expected) <= 1e-6 * expected,
                 qPrintable(QString("step %1: %2").arg(one.step).arg(one.value, 0, 'g', 12)));
        QVERIFY(one.error <= 1e-7 * table.number(one.step, "lambda1"));
        ++eigenvalues;
      }
    }
    QCOMPARE(losses, 201);
    QCOMPARE(eigenvalues, 2 * 41);
  }
};

QTEST_GUILESS_MAIN(EdgeOfStability)
#include "edge_of_stability_test.moc"
