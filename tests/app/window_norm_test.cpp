/// The trace of the Hessian against the norm that it bounds.
#include "app/model/figures.h"
#include "app/window/charts_panel.h"
#include "tests/app/window_support.h"
#include "widgets/views/chart_view.h"

using namespace thalweg;
using namespace thalweg::test;

class WindowNormTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void bothFallTogetherAndFurtherWithTheRate() {
    const auto preset = std::find_if(presets().begin(), presets().end(), [](const Preset& one) {
      return one.title == "Norm against trace";
    });
    QVERIFY(preset != presets().end());
    OpenWindow w(preset->toml);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    ChartsPanel& charts = *w.window.charts();
    QVERIFY(charts.chartIds().contains("norm"));
    charts.choose("norm");
    w.workspace().player.setStep(400);
    const Figure figure = charts.figure();
    QCOMPARE(figure.xLabel, std::string("l1 norm"));
    double norm = 1e9, trace = 1e9;
    int runs = 0;
    for (const Series& line : figure.series) {
      if (line.role != LineRole::main) continue;
      ++runs;
      QCOMPARE(line.x.size(), std::size_t(81));
      QCOMPARE(line.error.size(), line.x.size());
      QVERIFY(line.x.back() < line.x.front() && line.y.back() < line.y.front());
      QVERIFY(line.x.back() < norm && line.y.back() < trace);  // the larger the rate, the lower
      norm = line.x.back();
      trace = line.y.back();
      const MeasuredSeries& measured =
          w.workspace().session.runs()[std::size_t(line.style)].data.measured.at("l1_norm");
      QCOMPARE(line.x.back(), measured.values.back());
    }
    QCOMPARE(runs, 4);
    const Series& least = figure.series.back();
    QVERIFY(least.role == LineRole::bound);
    QVERIFY(std::abs(least.y.back() - 4 * least.x.back()) < 1e-12);
  }

  void guidesLeadToThePresentStep() {
    OpenWindow w(R"([problem]
name = "relunetwork"
[[optimizer]]
name = "sgd"
learning_rate = 0.05
[run]
steps = 40
batch = 5
[measure]
trace = { every = 10 }
)");
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const Session& session = w.workspace().session;
    const auto guideAt = [&](std::int64_t step) {
      for (const Series& line : normChartOf(session, {}, step, 0).series)
        if (line.role == LineRole::reference) return line;
      return Series{};
    };
    const RunData& data = session.runs()[0].data;
    const Series guide = guideAt(25);  // measured at 20
    QCOMPARE(guide.x[1], data.measured.at("path_norm").at(20));
    QCOMPARE(guide.y[1], data.measured.at("trace").at(20));
    QVERIFY(guideAt(40).y[1] != guide.y[1]);
    QCOMPARE(normChartOf(session, {}, 5, 0).xLabel, std::string("path norm"));
    // The table and the panel follow the cursor; a click there is no step.
    w.window.charts()->choose("norm");
    w.workspace().player.setStep(25);
    emit w.window.charts()->chart()->cursorAsked(3.0);
    QCOMPARE(w.workspace().player.step(), 25);
  }

  void withoutTheTraceThereIsNoTab() {
    OpenWindow w(
        "[problem]\nname = \"diagonalnetwork\"\n[[optimizer]]\nname = \"sgd\"\n"
        "[run]\nsteps = 10\n");
    QVERIFY(w.settle());
    QVERIFY(!w.window.charts()->chartIds().contains("norm"));
  }
};

QTEST_MAIN(WindowNormTest)
#include "window_norm_test.moc"
