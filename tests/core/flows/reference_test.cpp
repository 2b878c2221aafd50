/// The flows beside gradient descent, against the reference integration.
#include "tests/support/reference.h"

#include <QTest>

#include "core/catalog.h"
#include "core/math/runge_kutta.h"
#include "core/run/problem.h"

using namespace thalweg;

class FlowReference : public QObject {
  Q_OBJECT

 private slots:
  void flowsAgree_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue& value : reference::json("flows/cases.json").object()["cases"].toArray())
      QTest::newRow(qPrintable(value.toObject()["case"].toString())) << value.toObject();
  }
  void flowsAgree() {
    QFETCH(QJsonObject, row);
    static const reference::Table table("flows/flows.csv");
    ProblemChoice choice;
    choice.kind = "expression";
    choice.expression = row["expr"].toString().toStdString();
    choice.start = {row["start"].toArray()[0].toDouble(), row["start"].toArray()[1].toDouble()};
    const Result<Problem> problem = prepareProblem(choice);
    QVERIFY(bool(problem));
    const double h = row["h"].toDouble();
    for (const QJsonValue& name : row["flows"].toArray()) {
      const FlowEntry* entry = find(allFlows(), name.toString().toStdString());
      QVERIFY2(entry, qPrintable(name.toString()));
      Evaluator f(problem->objective);
      const Velocity velocity = entry->make(2);
      const VelocityField field = [&](const Vec& x, Vec& dx) { return velocity(f, h, x, dx); };
      Integrator flow(field, problem->start);
      for (qsizetype i = 0; i < table.size(); ++i) {
        if (table.text(i, "case") != row["case"].toString()) continue;
        if (table.number(i, "step") > 0) QVERIFY(flow.advance(h));
        const Vec expected{
            {table.number(i, name.toString() + "_x"), table.number(i, name.toString() + "_y")}};
        QVERIFY2((flow.position() - expected).norm() <= 1e-8 * std::max(1.0, expected.norm()),
                 qPrintable(QString::number((flow.position() - expected).norm())));
      }
    }
  }

  void orderIsSeenWhenTheStepIsHalved() {
    // x' = -x at a fixed tolerance ladder: the error falls with the tolerance.
    double last = 1.0;
    for (const double tolerance : {1e-5, 1e-7, 1e-9, 1e-11}) {
      Integrator flow(
          [](const Vec& x, Vec& dx) {
            dx = -x;
            return true;
          },
          Vec::Ones(1), tolerance);
      QVERIFY(flow.advance(3.0));
      const double error = std::abs(flow.position()[0] - std::exp(-3.0));
      QVERIFY2(error < last && error < 20 * tolerance, qPrintable(QString::number(error)));
      last = error;
    }
  }

  void leavingTheDomainIsToldNotHidden() {
    Integrator flow(
        [](const Vec& x, Vec& dx) {
          dx = Vec::Ones(1);
          return x[0] < 1.0;
        },
        Vec::Zero(1));
    QVERIFY(flow.advance(0.5));
    QVERIFY(!flow.advance(1.0));
    QVERIFY(flow.position()[0] <= 1.0);
  }
};

QTEST_GUILESS_MAIN(FlowReference)
#include "reference_test.moc"
