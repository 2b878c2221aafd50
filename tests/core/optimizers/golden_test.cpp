/// Every optimizer against points of its path computed elsewhere, on Rosenbrock's valley (R) and a
/// bowl (Q).
#include <QTest>

#include "core/run/drive.h"
#include "core/run/experiment.h"
#include "tests/support/reference.h"

using namespace thalweg;

class GoldenOptimizers : public QObject {
  Q_OBJECT

 private slots:
  void pathPassesThrough_data() {
    QTest::addColumn<QJsonObject>("row");
    for (const QJsonValue& value :
         reference::json("golden/optimizers.json").object()["rows"].toArray())
      QTest::newRow(qPrintable(value["title"].toString())) << value.toObject();
  }
  void pathPassesThrough() {
    QFETCH(QJsonObject, row);
    const std::string problemText =
        row["problem"].toString() == "R"
            ? "expression = \"(1-x)^2 + 100*(y-x^2)^2\"\nstart = [-1.2, 1.0]\n"
            : "expression = \"5*x^2 + 0.5*y^2\"\nstart = [1.0, -2.0]\n";
    const Result<Experiment> experiment =
        experimentFrom("[problem]\nkind = \"expression\"\n" + problemText + "[[optimizer]]\n" +
                           row["optimizer"].toString().toStdString(),
                       ".");
    QVERIFY2(bool(experiment), experiment ? "" : experiment.error().what.c_str());
    const Result<Problem> problem = prepareProblem(experiment->problem);
    QVERIFY(bool(problem));
    Result<Drive> drive = Drive::prepare(*experiment, 0, *problem);
    QVERIFY2(bool(drive), drive ? "" : drive.error().what.c_str());
    Vec x = problem->start;
    int step = 0;
    for (const QJsonValue& value : row["points"].toArray()) {
      const QJsonArray point = value.toArray();
      for (; step < point[0].toInt(); ++step) drive->step(step, x);
      // The numbers are given to 10 or 12 digits, some to 8.
      const double allowed = row["allowed"].toDouble(step < 50 ? 2e-9 : 1e-7);
      for (int i = 0; i < 2; ++i)
        QVERIFY2(std::abs(x[i] - point[i + 1].toDouble()) <=
                     allowed * std::max(1.0, std::abs(point[i + 1].toDouble())),
                 qPrintable(QString("step %1: %2 %3 instead of %4 %5")
                                .arg(step)
                                .arg(x[0], 0, 'g', 13)
                                .arg(x[1], 0, 'g', 13)
                                .arg(point[1].toDouble(), 0, 'g', 13)
                                .arg(point[2].toDouble(), 0, 'g', 13)));
    }
  }
};

QTEST_GUILESS_MAIN(GoldenOptimizers)
#include "golden_test.moc"
