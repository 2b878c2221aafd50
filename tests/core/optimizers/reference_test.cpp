/// Every optimizer the reference has rows for, against PyTorch.
#include "tests/support/reference.h"

#include <QTest>
#include <memory>

#include "core/catalog.h"
#include "core/run/problem.h"

using namespace thalweg;

namespace {

const QMap<QString, std::string> keys{{"lr", "learning_rate"}, {"eps", "epsilon"}};

Values settingsFrom(const QJsonObject& hyperparameters) {
  Values settings;
  for (auto it = hyperparameters.begin(); it != hyperparameters.end(); ++it) {
    if (it.key() == "betas") {
      settings["beta1"] = it->toArray()[0].toDouble();
      settings["beta2"] = it->toArray()[1].toDouble();
    } else if (it.key() == "etas") {
      settings["eta_minus"] = it->toArray()[0].toDouble();
      settings["eta_plus"] = it->toArray()[1].toDouble();
    } else if (it.key() == "step_sizes") {
      settings["step_minimum"] = it->toArray()[0].toDouble();
      settings["step_maximum"] = it->toArray()[1].toDouble();
    } else if (it->isBool()) {
      settings[keys.value(it.key(), it.key().toStdString())] = it->toBool();
    } else {
      settings[keys.value(it.key(), it.key().toStdString())] = it->toDouble();
    }
  }
  return settings;
}

Result<Problem> problemOf(const QJsonObject& row) {
  const QJsonArray from = row["start"].toArray();
  ProblemChoice choice;
  choice.kind = "expression";
  choice.expression = row["expr"].toString().toStdString();
  choice.start = {from[0].toDouble(), from[1].toDouble()};
  return prepareProblem(choice);
}

}  // namespace

class OptimizerReferenceTest : public QObject {
  Q_OBJECT

  /// The rows of methods in the catalogue; those of L-BFGS, or the others.
  static void rowsOf(bool quasiNewton) {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue& value :
         reference::json("optimizers/cases.json").object()["cases"].toArray()) {
      const QJsonObject row = value.toObject();
      const QString id = row["optimizer"].toString();
      if (find(allOptimizers(), id.toStdString()) && (id == "lbfgs") == quasiNewton)
        QTest::newRow(qPrintable(row["case"].toString())) << row;
    }
  }

 private slots:
  /// One of the four paths of L-BFGS parts where rounding decides in its line search; all of them
  /// never rise, and end as low.
  void quasiNewtonEndsAsLow_data() { rowsOf(true); }
  void quasiNewtonEndsAsLow() {
    QFETCH(QJsonObject, row);
    const Result<Problem> problem = problemOf(row);
    QVERIFY(bool(problem));
    const QJsonValue history = row["hyperparameters"].toObject()["history_size"];
    Result<Stepper> stepper =
        find(allOptimizers(), "lbfgs")
            ->make({{"history_size", std::int64_t(history.toInt())}}, problem->start);
    QVERIFY2(bool(stepper), stepper ? "" : stepper.error().what.c_str());
    Oracle oracle(problem->objective);
    Vec x = problem->start;
    double last = oracle.value(x);
    for (int step = 0; step < 50; ++step) {
      stepper->step(x, oracle);
      QVERIFY(oracle.value(x) <= last);
      last = oracle.value(x);
    }
    static const reference::Table table("optimizers/trajectories.csv");
    double theirs = std::numeric_limits<double>::quiet_NaN();
    for (qsizetype i = 0; i < table.size(); ++i)
      if (table.text(i, "case") == row["case"].toString()) theirs = table.number(i, "f");
    QVERIFY2(last <= std::max(theirs, 1e-20), qPrintable(QString::number(last)));
  }

  void pathsAgreeWithPyTorch_data() { rowsOf(false); }
  void pathsAgreeWithPyTorch() {
    QFETCH(QJsonObject, row);
    static const reference::Table table("optimizers/trajectories.csv");
    const Result<Problem> problem = problemOf(row);
    QVERIFY2(bool(problem), problem ? "" : problem.error().what.c_str());
    Values settings = settingsFrom(row["hyperparameters"].toObject());
    const std::string id = row["optimizer"].toString().toStdString();
    if (row["hyperparameters"][QString::fromStdString(id)].isBool())
      settings.erase(id);  // nesterov, amsgrad: the id says so
    Result<Stepper> stepper = find(allOptimizers(), id)->make(settings, problem->start);
    QVERIFY2(bool(stepper), stepper ? "" : stepper.error().what.c_str());
    Oracle oracle(problem->objective);
    Vec x = problem->start;
    const double tolerance = std::max(1e-12, 1e-14 * row["amplification"].toDouble());
    int compared = 0;
    for (qsizetype i = 0; i < table.size(); ++i) {
      if (table.text(i, "case") != row["case"].toString()) continue;
      const double step = table.number(i, "step");
      if (step > 0) stepper->step(x, oracle);
      const double scale =
          std::max({std::abs(table.number(i, "x")), std::abs(table.number(i, "y")), 1e-3});
      QVERIFY2(
          std::abs(x[0] - table.number(i, "x")) <= tolerance * scale &&
              std::abs(x[1] - table.number(i, "y")) <= tolerance * scale,
          qPrintable(
              QString("step %1: %2, %3").arg(step).arg(x[0], 0, 'g', 17).arg(x[1], 0, 'g', 17)));
      ++compared;
    }
    QCOMPARE(compared, 51);
  }
};

QTEST_GUILESS_MAIN(OptimizerReferenceTest)
#include "reference_test.moc"
