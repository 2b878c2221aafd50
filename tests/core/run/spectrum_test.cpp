/// Eigenvalues and traces of the reference networks, by the whole matrix and by products.
#include "core/run/spectrum.h"

#include <QTest>

#include "core/run/problem.h"
#include "tests/core/objectives/network/reference.h"

using namespace thalweg;

namespace {

struct Reference {
  std::shared_ptr<const NetworkObjective> network;
  Vec x, hessian, gaussNewton;  // ascending eigenvalues
};

Reference referenceOf(const QJsonObject& row) {
  const QString name = row["case"].toString();
  const auto eigenvalues = reference::columns("networks/" + name + "_eigenvalues.csv");
  return {reference::network(row),
          reference::columns("networks/" + name + "_vectors.csv").at("param"),
          eigenvalues.at("hessian"), eigenvalues.at("ggn")};
}

bool near(const char* what, double found, double expected, double tolerance) {
  if (std::abs(found - expected) <= tolerance) return true;
  qWarning("%s: %.17g beside %.17g", what, found, expected);
  return false;
}

}  // namespace

class SpectrumTest : public QObject {
  Q_OBJECT

 private slots:
  void referenceNetworks_data() {
    QTest::addColumn<QJsonObject>("row");
    // Seconds each: two of the large ones stand for all.
    for (const QJsonObject& row : reference::cases("networks")) {
      const QString name = row["case"].toString();
      if (row["params"].toInt() > 1000 && name != "digits_tanh_ce" && name != "digits_gelu_mse")
        continue;
      QTest::newRow(qPrintable(name)) << row;
    }
  }
  void referenceNetworks() {
    QFETCH(QJsonObject, row);
    const Reference known = referenceOf(row);
    Evaluator f(known.network);
    for (const bool hessian : {true, false}) {
      const Vec& all = hessian ? known.hessian : known.gaussNewton;
      const double largest = all[all.size() - 1];
      const double trace = row[hessian ? "hessian_trace" : "ggn_trace"].toDouble();
      SpectrumRequest request{
          .matrix = hessian ? CurvatureMatrix::hessian : CurvatureMatrix::gaussNewton,
          .top = 10,
          .trace = true};
      const SpectrumResult some = spectrumAt(f, known.x, request);
      QVERIFY(!some.stopped && some.finite && some.products > 0);
      QCOMPARE(some.values.size(), Index(10));
      for (Index k = 0; k < 10; ++k) {
        QVERIFY(near("top", some.values[k], all[all.size() - 1 - k], 1e-8 * largest));
        QVERIFY(some.residuals[k] <= 1e-8 * largest);
      }
      QVERIFY(near("bottom", some.bottom.value, all[0], 1e-7 * largest));
      QVERIFY(
          near("trace", some.trace->value, trace, 5 * some.trace->error + 1e-12 * std::abs(trace)));
      // Better than as many probes without a sketch.
      QVERIFY(some.trace->error < std::sqrt(2.0 / 120.0) * all.norm());
      QVERIFY(near("frobenius", some.frobenius->value, all.norm(),
                   5 * some.frobenius->error + 1e-12 * all.norm()));
      if (all.size() > 1000 && row["case"].toString() != "digits_tanh_ce") continue;
      request.full = true;
      const SpectrumResult whole = spectrumAt(f, known.x, request);
      QCOMPARE(whole.values.size(), all.size());
      for (Index k = 0; k < all.size(); ++k)
        QVERIFY(near("full", whole.values[k], all[all.size() - 1 - k], 1e-8 * largest));
      QVERIFY(whole.residuals.maxCoeff() <= 1e-12 * largest);
      QVERIFY(near("exact trace", whole.trace->value, trace, 1e-10 * std::abs(trace)));
      QCOMPARE(whole.trace->error, 0.0);
    }
  }

  /// The density's mass, mean and mean square against the eigenvalues themselves.
  void densityHasTheMomentsOfTheMatrix() {
    const Reference known = referenceOf(reference::cases("networks").front());
    Evaluator f(known.network);
    const SpectrumResult found =
        spectrumAt(f, known.x, {.top = 0, .density = true, .probes = 10, .steps = 60});
    QCOMPARE(found.products, 600);
    QCOMPARE(found.values.size(), Index(0));
    QVERIFY(std::isnan(found.bottom.value) && !found.trace);
    const double d = double(known.hessian.size());
    for (int power = 0; power <= 4; ++power) {
      const Estimate moment = momentOf(*found.measure, power);
      QVERIFY(near("moment", moment.value, known.hessian.array().pow(power).sum() / d,
                   5 * moment.error + 1e-12));
    }
    for (int k = 0; k < 6; ++k)
      QVERIFY((found.measure->nodes.array() - known.hessian[known.hessian.size() - 1 - k])
                  .abs()
                  .minCoeff() < 1e-8);
  }

  void fewParametersAreTakenApart() {
    ProblemChoice choice;
    choice.name = "rosenbrock";
    choice.start = {1.0, 1.0};
    const Problem problem = *prepareProblem(choice);
    Evaluator f(problem.objective);
    const SpectrumResult found =
        spectrumAt(f, problem.start, {.top = 10, .density = true, .trace = true});
    QCOMPARE(found.values.size(), Index(2));  // of [802, -400; -400, 200]
    const double half = std::hypot(301.0, 400.0);
    QVERIFY(near("largest", found.values[0], 501 + half, 1e-10));
    QVERIFY(near("smallest", found.bottom.value, 501 - half, 1e-10));
    QVERIFY(near("trace", found.trace->value, 1002, 1e-10));
    QCOMPARE(found.trace->error, 0.0);
    QVERIFY(found.measure->exact);
  }

  /// Whatever it is at: the answer comes within 100 ms of the request.
  void stopsPromptly_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("eigenvalues") << 0;
    QTest::newRow("density") << 1;
    QTest::newRow("trace") << 2;
    QTest::newRow("full") << 3;
  }
  void stopsPromptly() {
    QFETCH(int, kind);
    const Reference known = referenceOf(reference::cases("networks").front());
    Evaluator f(known.network);
    SpectrumRequest request{
        .top = kind == 0 ? 100 : 0, .full = kind == 3, .density = kind == 1, .trace = kind == 2};
    using Clock = std::chrono::steady_clock;
    for (const int milliseconds : {1, 40, 150, 700}) {
      const Clock::time_point end = Clock::now() + std::chrono::milliseconds(milliseconds);
      const SpectrumResult found =
          spectrumAt(f, known.x, request, [end] { return Clock::now() >= end; });
      if (!found.stopped) continue;  // it was done before
      const double late = std::chrono::duration<double>(Clock::now() - end).count();
      QVERIFY2(late < 0.1, qPrintable(QString::number(late)));
    }
  }
};

QTEST_GUILESS_MAIN(SpectrumTest)
#include "spectrum_test.moc"
