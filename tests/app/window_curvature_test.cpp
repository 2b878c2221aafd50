/// The curvature of the run that is looked at: the same as the core says, while the run goes on.
#include <QAction>
#include <QDockWidget>
#include <QElapsedTimer>

#include "app/window/arrangements.h"
#include "app/window/charts_panel.h"
#include "app/window/curvature_docks.h"
#include "app/window/directions_panel.h"
#include "app/window/history_panel.h"
#include "app/window/spectrum_panel.h"
#include "app/window/stability_panel.h"
#include "app/window/views_area.h"
#include "core/run/spectrum.h"
#include "tests/app/window_support.h"
#include "widgets/views/ridge_view.h"
#include "widgets/views/share_bars.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

QString network(const QString& optimizer, int steps, const QString& measure,
                const QString& layers = "[64, 12, 10]") {
  return QString(R"(title = "t"
[problem]
kind = "network"
dataset = "digits"
samples = 100
layers = %4
loss = "mse"
[[optimizer]]
%1
[run]
steps = %2
[measure]
%3
)")
      .arg(optimizer)
      .arg(steps)
      .arg(measure, layers);
}

const QString descent = "name = \"sgd\"\nlearning_rate = 0.5\n";
const QString density = "spectrum = { every = 20, method = \"slq\", probes = 3, steps = 30 }\n";

bool wait(const std::function<bool()>& done, int ms = 60000) { return QTest::qWaitFor(done, ms); }

}  // namespace

class WindowCurvatureTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void ofTwoParametersAllIsExact() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.window.curvature()->directionsDock->show();
    CurvatureService& curvature = w.workspace().curvature;
    w.workspace().player.setStep(40);
    QVERIFY(wait([&] { return curvature.curvature() && !curvature.busy(); }));
    const auto found = curvature.curvature();
    QCOMPARE(found->step, std::int64_t(40));
    QCOMPARE(found->values.size(), Index(2));
    Evaluator f(w.workspace().session.problem()->objective);
    Mat h;
    f.hessian(*w.workspace().session.runs()[0].data.pointAt(40), h);
    QVERIFY(std::abs(found->values.sum() - h.trace()) < 1e-9 * h.norm());
    for (Index k = 0; k < 2; ++k) {
      const Vec u = found->vectors.col(k);
      QVERIFY(std::abs((h * u - found->values[k] * u).norm() - found->residuals[k]) < 1e-9);
      QVERIFY(found->residuals[k] < 1e-9 * h.norm());
    }
    QVERIFY(found->toAndFro.size() == 2);
    QVERIFY(std::abs(found->toAndFro.squaredNorm() - 1) < 1e-9);  // two axes hold all motion
    QVERIFY(std::abs(found->bound - 2 / 0.39) < 1e-12);
    QVERIFY(found->spectrum && found->spectrum->exact);
  }

  void askedNowTheRunGoesOn() {
    OpenWindow w(network(descent, 20000, ""));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    Session& session = w.workspace().session;
    QVERIFY(wait([&] { return session.computed() > 30; }));
    w.workspace().player.setStep(20);
    CurvatureService& curvature = w.workspace().curvature;
    const std::int64_t before = session.computed();
    curvature.computeNow(false);
    QVERIFY(curvature.asking());
    QVERIFY(wait([&] { return !curvature.asking(); }));
    QVERIFY(session.busy());
    QVERIFY(session.computed() > before);
    const CurvatureService::Spectrum spectrum = curvature.spectrum();
    QVERIFY(spectrum && spectrum->step == 20 && !spectrum->exact);
    const auto found = curvature.curvature();
    QVERIFY(found && found->step == 20);
    // The core's own words for the same parameters.
    Evaluator f(session.problem()->objective);
    const Vec x = *session.runs()[0].data.pointAt(20);
    const SpectrumResult all = spectrumAt(f, x, {.full = true});
    QVERIFY(std::abs(found->values[0] - all.values[0]) < 1e-7 * all.values[0]);
    for (Index k = 0; k < found->values.size(); ++k) {
      QVERIFY(found->residuals[k] > 0 && found->residuals[k] < 1e-6);
      QVERIFY(std::abs(found->values[k] - all.values[k]) <= found->residuals[k] + 1e-9);
    }
    QVERIFY(std::abs(found->bottom.value - all.values[all.values.size() - 1]) <
            found->bottom.error + 1e-9);
    QVERIFY(std::abs(spectrum->trace->value - all.trace->value) <
            5 * spectrum->trace->error + 1e-9);
    QVERIFY(spectrum->products > 1000 && spectrum->seconds > 0);
    const QString facts = factsOf(*spectrum);
    for (const char* part : {"step 20", "10 probes", "kernel", "trace", "±", "products"})
      QVERIFY2(facts.contains(QString::fromUtf8(part)), qPrintable(facts));
    session.cancel();
  }

  void cancelledWithinATenthOfASecond() {
    OpenWindow w(network(descent, 40, "", "[64, 36, 10]"));
    QVERIFY(w.settle());
    CurvatureService& curvature = w.workspace().curvature;
    w.workspace().player.setStep(30);
    for (const bool exact : {false, true}) {
      curvature.computeNow(exact);
      QVERIFY(curvature.asking());
      QVERIFY(wait([&] { return curvature.progress() > 0.02; }));
      QElapsedTimer clock;
      clock.start();
      curvature.cancel();
      QVERIFY(wait([&] { return !curvature.asking(); }, 5000));
      QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
      QVERIFY(!curvature.spectrum());
    }
  }

  void everyEigenvalueIsExactWhereAsked() {
    OpenWindow w(network(descent, 20, "", "[64, 4, 10]"));
    QVERIFY(w.settle());
    CurvatureService& curvature = w.workspace().curvature;
    w.workspace().player.setStep(20);
    curvature.computeNow(true);
    QVERIFY(wait([&] { return !curvature.asking(); }));
    const CurvatureService::Spectrum spectrum = curvature.spectrum();
    QVERIFY(spectrum && spectrum->exact);
    const Index d = w.workspace().session.problem()->start.size();
    QCOMPARE(spectrum->values.size(), d);
    QVERIFY(spectrum->residuals.allFinite());
    QVERIFY(spectrum->residuals.maxCoeff() < 1e-10);
    QVERIFY(std::abs(spectrum->values.sum() - spectrum->trace->value) < 1e-9);
    const SpectrumPicture picture = pictureOf(*spectrum, w.workspace());
    QCOMPARE(picture.marks.size(), std::size_t(d));
    for (const SpectrumMark& mark : picture.marks) QVERIFY(mark.isEigenvalue());
    QVERIFY(picture.bound && std::abs(*picture.bound - 4) < 1e-12);
    QCOMPARE(picture.boundName, QString::fromUtf8("2/η"));
    QVERIFY(factsOf(*spectrum).contains("exact"));
  }

  void theRecordsSpectraScrub() {
    OpenWindow w(network(descent, 100, "sharpness = { every = 20, top = 3 }\n" + density));
    QVERIFY(w.settle());
    w.window.curvature()->historyDock->show();
    CurvatureService& curvature = w.workspace().curvature;
    QVERIFY(wait([&] { return curvature.spectra().size() == 6; }));
    for (const int step : {0, 19, 20, 73, 100}) {
      w.workspace().player.setStep(step);
      QCOMPARE(curvature.spectrum()->step, std::int64_t(step / 20 * 20));
    }
    // Nodes claim nothing; the eigenvalues measured at the same step do, with their residuals.
    const SpectrumPicture picture = pictureOf(*curvature.spectrum(), w.workspace());
    int eigenvalues = 0;
    for (const SpectrumMark& mark : picture.marks) eigenvalues += mark.isEigenvalue();
    QCOMPARE(eigenvalues, 3);
    QCOMPARE(curvature.spectrum()->probes, Index(3));
    QVERIFY(curvature.spectrum()->bulk.error > 0);
    QVERIFY2(picture.bulk.contains(QString::fromUtf8(" ± ")), qPrintable(picture.bulk));
    RidgeView* ridges = w.window.curvature()->history->view();
    QVERIFY(wait([&] { return ridges->isVisible() && ridges->shownSteps().size() == 6; }));
    QTest::mouseClick(ridges, Qt::LeftButton, {}, {200, int(*ridges->footOf(40)) - 2});
    QCOMPARE(w.workspace().player.step(), 40);
    QCOMPARE(ridges->chosen(), std::int64_t(40));
    QVERIFY(
        ridges->noteAt({200, *ridges->footOf(40) - 2}).join(" ").contains(QString::fromUtf8("±")));
  }

  void adamIsHeldAgainstItsOwnMatrix() {
    OpenWindow w(
        network("name = \"adam\"\nlearning_rate = 0.01\n", 40, "sharpness = { every = 5 }\n"));
    QVERIFY(w.settle());
    w.window.curvature()->directionsDock->show();
    w.window.curvature()->stabilityDock->show();
    CurvatureService& curvature = w.workspace().curvature;
    w.workspace().player.setStep(30);
    QVERIFY(wait([&] { return curvature.curvature() && !curvature.busy(); }));
    const auto found = curvature.curvature();
    QVERIFY(found->preconditioned);
    const RunData& data = w.workspace().session.runs()[0].data;
    const double measured = data.measured.at("preconditioned_sharpness").at(30);
    QVERIFY(std::abs(found->values[0] - measured) < 1e-5 * measured);
    QVERIFY(std::abs(found->bound - 3800) < 1e-6);
    const StabilityWords words = stabilityOf(w.workspace());
    QVERIFY(std::abs(words.ofLimit - measured / 3800) < 1e-5 * words.ofLimit);
    QCOMPARE(words.sentence, QString("of its limit"));
  }

  void theReadoutIsTheShareOfTheLimitWithItsResidual() {
    OpenWindow w(network(descent, 60, "sharpness = { every = 5, top = 3 }\n"));
    QVERIFY(w.settle());
    w.workspace().player.setStep(50);
    const StabilityWords words = stabilityOf(w.workspace());
    const RunData& data = w.workspace().session.runs()[0].data;
    QCOMPARE(words.share, QString::number(data.measured.at("sharpness").at(50) / 4, 'f', 2));
    QCOMPARE(words.rows.size(), std::size_t(3));
    QCOMPARE(words.rows[0].name, QString("sharpness"));
    QVERIFY2(words.rows[0].error.startsWith(QString::fromUtf8("± ")),
             qPrintable(words.rows[0].error));
    QCOMPARE(words.rows[1].value, QString("4.0000"));
    QCOMPARE(words.rows[1].error, QString("exact"));
  }

  void aDirectionIsAnArrowInTheViews() {
    OpenWindow w;
    QVERIFY(w.settle());
    DirectionsPanel* panel = w.window.curvature()->directions;
    w.window.curvature()->directionsDock->show();
    CurvatureService& curvature = w.workspace().curvature;
    w.workspace().player.setStep(30);
    QVERIFY(wait([&] { return panel->table()->rows().size() == 2 && !curvature.busy(); }));
    QVERIFY(w.workspace().scene().arrows.empty());
    panel->choose(0);
    const std::vector<PlaneArrow> arrows = w.workspace().scene().arrows;
    QCOMPARE(arrows.size(), std::size_t(2));
    const QPointF along = arrows[0].to - arrows[0].from;
    const Vec u = curvature.curvature()->vectors.col(0);
    QVERIFY(std::abs(along.x() * u[1] - along.y() * u[0]) <
            1e-9 * std::hypot(along.x(), along.y()));
    QCOMPARE(arrows[1].to - arrows[1].from, -along);
    // With the dock the arrows go.
    w.window.curvature()->directionsDock->hide();
    QVERIFY(w.workspace().scene().arrows.empty());
  }

  void anExperimentBringsItsArrangementAndTakesItAway() {
    const auto edge = std::find_if(presets().begin(), presets().end(), [](const Preset& preset) {
      return preset.title == "Digits at the edge";
    });
    QVERIFY(edge != presets().end());
    OpenWindow w(edge->toml);
    QCOMPARE(w.experiment().view.arrangement, std::string("curvature"));
    MainWindow& window = w.window;
    const auto shown = [&] {
      return window.curvature()->spectrumDock->isVisible() &&
             window.curvature()->historyDock->isVisible() &&
             window.curvature()->stabilityDock->isVisible() && !window.chartsDock()->isVisible();
    };
    QVERIFY(shown());
    QVERIFY(window.views()->beside() && window.charts()->isVisible());
    window.openPreset(0);
    QVERIFY(!window.curvature()->spectrumDock->isVisible());
    QVERIFY(window.chartsDock()->isVisible() && window.charts()->isVisible());
    QVERIFY(!window.views()->beside());
    arrange(window, Arrangement::curvature);
    QVERIFY(shown());
    // The charts are back in their dock as soon as that is asked for.
    QVERIFY(!window.chartsDock()->toggleViewAction()->isChecked());
    window.chartsDock()->toggleViewAction()->trigger();
    QTest::qWait(20);
    QVERIFY(window.chartsDock()->isVisible());
    QVERIFY(!window.views()->beside());
    w.workspace().session.cancel();
  }

  void sharesOfLayersAddUpToOne() {
    OpenWindow w(network(descent, 20, "", "[64, 12, 8, 10]"));
    QVERIFY(w.settle());
    DirectionsPanel* panel = w.window.curvature()->directions;
    w.window.curvature()->directionsDock->show();
    w.workspace().player.setStep(20);
    QVERIFY(wait([&] { return panel->table()->rows().size() == 5; }));
    for (std::size_t row = 0; row < 5; ++row) {
      const DirectionRow& one = panel->table()->rows()[row];
      QCOMPARE(one.shares.size(), std::size_t(3));
      QVERIFY(std::abs(one.shares[0] + one.shares[1] + one.shares[2] - 1) < 1e-12);
      QVERIFY(panel->table()->wordsOf(row).contains(QString::fromUtf8("±")));
      QVERIFY(panel->table()->wordsOf(row).contains("64-12 "));
      QVERIFY(one.toAndFro && *one.toAndFro >= 0 && *one.toAndFro <= 1);
    }
    QVERIFY2(panel->words().contains("products") && panel->words().contains("step 20"),
             qPrintable(panel->words()));
  }

  void threeMatricesAtTheCursorAddUp() {
    OpenWindow w(network(descent, 40, "", "[64, 6, 10]"));
    QVERIFY(w.settle());
    CurvatureService& curvature = w.workspace().curvature;
    SpectrumPanel* panel = w.window.curvature()->spectrum;
    w.window.curvature()->spectrumDock->show();
    w.workspace().player.setStep(30);
    panel->setSplit(true);
    QVERIFY(curvature.asking() && curvature.asked().contains("step 30"));
    QVERIFY(wait([&] { return curvature.split() && !curvature.busy(); }));
    const auto split = curvature.split();
    QCOMPARE(split->step, std::int64_t(30));
    const auto trace = [&](std::size_t part) { return split->parts[part].trace->value; };
    QVERIFY(std::abs(trace(0) - trace(1) - trace(2)) < 1e-9 * trace(0));
    QCOMPARE(panel->view()->picture().others.size(), std::size_t(2));
    QVERIFY2(panel->view()->picture().title.contains("outlier"),
             qPrintable(panel->view()->picture().title));
    for (const char* part : {"step 30", "tr H", "tr G", "tr R", "products"})
      QVERIFY2(panel->hint().contains(part), qPrintable(panel->hint()));
    keepPicture(*panel, "split");
    // Before that step nothing is known, and the Hessian alone is there again at a click.
    w.workspace().player.setStep(10);
    QVERIFY(wait([&] { return panel->view()->picture().at.empty(); }));
    QVERIFY(!curvature.split());
    panel->computeNow();
    QVERIFY(wait([&] { return curvature.split() && curvature.split()->step == 10; }));
    panel->setSplit(false);
    panel->computeNow();
    QVERIFY(wait([&] { return curvature.spectrum() && !curvature.asking(); }));
    QVERIFY(panel->view()->picture().others.empty());
  }
};

QTEST_MAIN(WindowCurvatureTest)
#include "window_curvature_test.moc"
