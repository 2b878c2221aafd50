/// H = G + R: the parts add up, and G is never negative.
#include "core/run/spectrum_split.h"

#include <QTest>

#include "core/run/experiment.h"
#include "core/run/problem.h"

using namespace thalweg;

namespace {

Problem network(const std::string& layers) {
  const Result<Experiment> experiment = experimentFrom(
      "[problem]\nkind = \"network\"\ndataset = \"digits\"\nsamples = 60\nlayers = " + layers +
          "\n",
      ".");
  return *prepareProblem(experiment->problem);
}

}  // namespace

class SpectrumSplitTest : public QObject {
  Q_OBJECT

 private slots:
  void partsAddUp_data() {
    QTest::addColumn<QString>("layers");
    QTest::addColumn<bool>("exact");
    QTest::addRow("by the whole matrices") << "[64, 6, 10]" << true;
    QTest::addRow("by probes") << "[64, 20, 10]" << false;
  }
  void partsAddUp() {
    QFETCH(QString, layers);
    QFETCH(bool, exact);
    const Problem problem = network(layers.toStdString());
    Evaluator f(problem.objective);
    double told = 0.0;
    const Result<SpectrumSplit> split =
        splitAt(f, problem.start, {.top = 12, .probes = 3, .steps = 40}, {}, [&](double share) {
          QVERIFY(share >= told && share <= 1);
          told = share;
        });
    QVERIFY(bool(split));
    QCOMPARE(split->exact, exact);
    QVERIFY(told > 0.3);
    const auto& [h, g, r] = split->traces;
    QVERIFY2(std::abs(h.value - g.value - r.value) < 1e-9 * std::abs(h.value),
             qPrintable(QString("%1 %2 %3").arg(h.value).arg(g.value).arg(r.value)));
    QVERIFY(exact == (h.error == 0.0));
    const SpectrumResult& gaussNewton = split->parts[1];
    QVERIFY(gaussNewton.bottom.value >= -std::max(1e-10, gaussNewton.bottom.error));
    QVERIFY(gaussNewton.measure->nodes.minCoeff() >= -1e-10 * gaussNewton.values[0]);
    QVERIFY(split->parts[2].bottom.value < 0);  // the rest is not
    QVERIFY(g.value > 0 && std::abs(r.value) > 1e-4 * g.value);
    QVERIFY(split->products > 0);
    // The same by themselves.
    SpectrumRequest all{.top = 0};
    all.full = true;
    all.matrix = CurvatureMatrix::gaussNewton;
    const SpectrumResult known = spectrumAt(f, problem.start, all);
    QVERIFY(std::abs(known.trace->value - g.value) <= 5 * g.error + 1e-9 * g.value);
    QVERIFY(std::abs(known.values[0] - gaussNewton.values[0]) < 1e-7 * known.values[0]);
  }

  void stopsAndRefuses() {
    const Problem problem = network("[64, 20, 10]");
    Evaluator f(problem.objective);
    int asked = 0;
    const Result<SpectrumSplit> split = splitAt(f, problem.start, {}, [&] { return ++asked > 30; });
    QVERIFY(split && split->stopped);
    QVERIFY(asked < 40);
    ProblemChoice choice;
    choice.name = "meander";
    const Problem surface = *prepareProblem(choice);
    Evaluator g(surface.objective);
    const Result<SpectrumSplit> none = splitAt(g, surface.start, {});
    QVERIFY(!none && none.error().what.find("means over data") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(SpectrumSplitTest)
#include "spectrum_split_test.moc"
