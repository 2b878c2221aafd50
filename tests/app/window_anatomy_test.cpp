/// A step taken apart: the method's own numbers, the formula, arrows, and the walk from term to
/// term.
#include <QAction>
#include <QDockWidget>

#include "app/window/anatomy_panel.h"
#include "core/catalog.h"
#include "core/run/replay.h"
#include "tests/app/window_support.h"
#include "widgets/controls/formula_sheet.h"
#include "widgets/controls/terms_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

void trigger(OpenWindow& w, const QString& text) {
  for (QAction* action : w.window.allActions())
    if (action->text() == text) action->trigger();
}

/// The terms of a step, made with nothing but the core.
std::vector<Term> termsOf(OpenWindow& w, std::size_t run, std::int64_t step) {
  Result<Replay> replay = Replay::prepare(w.experiment(), run, *w.workspace().session.problem());
  (void)replay->goTo(step, Job::Clock::now() + std::chrono::hours(1));
  return replay->stepper().terms();
}

}  // namespace

class WindowAnatomyTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void theNumbersAreTheMethodsOwnAtEveryStep() {
    OpenWindow w;
    QVERIFY(w.settle());
    QVERIFY(!w.window.anatomyDock()->isVisible());
    trigger(w, "Anatomy of a step");
    for (int run = 0; run < 4; ++run) {
      w.workspace().select(run);
      for (const int step : {1, 42, 17, 120, 119}) {
        w.workspace().player.setStep(step);
        QVERIFY(QTest::qWaitFor([&] {
          const auto& found = w.workspace().anatomy.anatomy();
          return found && found->step == step && !w.workspace().anatomy.busy();
        }));
        const std::vector<Term> own = termsOf(w, std::size_t(run), step);
        const std::vector<ShownTerm>& shown = w.window.anatomy()->terms();
        QCOMPARE(shown.size(), own.size());
        QVERIFY(shown.size() >= 2);
        for (std::size_t i = 0; i < own.size(); ++i) {
          QCOMPARE(shown[i].values, std::vector<double>(own[i].value.begin(), own[i].value.end()));
          QCOMPARE(shown[i].norm, own[i].value.norm());
        }
        // The last one is the move that the record has.
        const RunData& data = w.workspace().session.runs()[std::size_t(run)].data;
        const double dx = data.rowOf(step)[Chunk::fixed] - data.rowOf(step - 1)[Chunk::fixed];
        QVERIFY(std::abs(shown.back().values[0] - dx) < 1e-12);
      }
    }
  }

  void theArrowKeyWalksTermByTerm() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().select(1);
    w.workspace().player.setStep(41);
    trigger(w, "Step forward");
    QCOMPARE(w.workspace().player.step(), 42);
    trigger(w, "Anatomy of a step");
    QVERIFY(w.settle());
    AnatomyPanel* panel = w.window.anatomy();
    const int count = int(panel->terms().size());
    QCOMPARE(count, 3);
    for (int i = 0; i < count; ++i) {
      trigger(w, "Step forward");
      QCOMPARE(panel->term(), i);
      QCOMPARE(w.workspace().player.step(), 42);
    }
    QTest::qWait(100);
    keepPicture(w.window, "anatomy-momentum");
    trigger(w, "Step forward");
    QCOMPARE(w.workspace().player.step(), 43);
    QVERIFY(w.settle());
    QCOMPARE(panel->term(), 0);
    trigger(w, "Step back");
    QCOMPARE(w.workspace().player.step(), 42);
    QVERIFY(w.settle());
    QCOMPARE(panel->term(), count - 1);
    // Carried and gradient add up to the step.
    QVERIFY(TermsPicture::addUp(panel->terms()));
    trigger(w, "Anatomy of a step");
    trigger(w, "Step forward");
    QCOMPARE(w.workspace().player.step(), 43);
  }

  void eachTermIsAnArrowInItsColour() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().select(2);
    w.workspace().player.setStep(6);
    QVERIFY(w.workspace().scene().arrows.empty());
    trigger(w, "Anatomy of a step");
    QVERIFY(w.settle());
    const std::vector<PlaneArrow> arrows = w.workspace().scene().arrows;
    const std::vector<ShownTerm>& terms = w.window.anatomy()->terms();
    QCOMPARE(arrows.size(), terms.size());
    const double* before = w.workspace().session.runs()[2].data.rowOf(5) + Chunk::fixed;
    for (std::size_t i = 0; i < arrows.size(); ++i) {
      QCOMPARE(arrows[i].colour, terms[i].colour);
      QCOMPARE(arrows[i].from, QPointF(before[0], before[1]));
      QCOMPARE(arrows[i].to - arrows[i].from, QPointF(before[0] + terms[i].values[0] - before[0],
                                                      before[1] + terms[i].values[1] - before[1]));
    }
    QTest::qWait(100);
    keepPicture(w.window, "anatomy-adam");
    trigger(w, "Anatomy of a step");
    QVERIFY(w.workspace().scene().arrows.empty());
  }

  /// A network trained by batches: the replay sees the same samples, and the first two numbers of
  /// each term are shown.
  void aMethodOverSamplesIsTakenApart() {
    OpenWindow w(R"(title = "Fit of a sine"
[problem]
kind = "network"
dataset = "noisysine"
layers = [1, 12, 1]
loss = "half-squared-error"
[[optimizer]]
name = "sven"
learning_rate = 0.3
schedule = { name = "cosine" }
[run]
steps = 60
batch = 20
)");
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.refusal(), QString());
    QCOMPARE(w.workspace().session.runs()[0].refusal, QString());
    trigger(w, "Anatomy of a step");
    w.workspace().player.setStep(30);
    QVERIFY(w.settle());
    const std::vector<Term> own = termsOf(w, 0, 30);
    const std::vector<ShownTerm>& shown = w.window.anatomy()->terms();
    QVERIFY(shown.size() >= 2);
    QCOMPARE(shown.size(), own.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      QCOMPARE(shown[i].values, std::vector<double>({own[i].value[0], own[i].value[1]}));
      QCOMPARE(shown[i].norm, own[i].value.norm());
    }
    QCOMPARE(w.workspace().anatomy.anatomy()->after,
             *w.workspace().session.runs()[0].data.pointAt(30));
    // The step's arrow is the way of the path in the plane.
    const std::vector<PlaneArrow> arrows = w.workspace().scene().arrows;
    QCOMPARE(arrows.size(), own.size());
    const PlanePath path = w.workspace().scene().paths[0];
    const QPointF off = arrows.back().to - path.points[30],
                  start = arrows.back().from - path.points[29];
    QVERIFY(std::hypot(off.x(), off.y()) < 1e-9 && std::hypot(start.x(), start.y()) < 1e-9);
    w.workspace().select(0);
    trigger(w, "Step forward");
    QTest::qWait(100);
    keepPicture(w.window, "anatomy-sven");
  }

  void aChangeOfTheRateIsFollowed() {
    OpenWindow w;
    QVERIFY(w.settle());
    trigger(w, "Anatomy of a step");
    w.workspace().player.setStep(10);
    QVERIFY(w.settle());
    const double before = w.window.anatomy()->terms().back().norm;
    w.workspace().document.change(
        "Rate", {}, true, [](Experiment& e) { e.optimizers[0].settings["learning_rate"] = 0.05; });
    QVERIFY(w.settle());
    QTest::qWait(30);
    QVERIFY(w.settle());
    QVERIFY(w.window.anatomy()->terms().back().norm != before);
    QCOMPARE(w.window.anatomy()->terms().back().norm, termsOf(w, 0, 10).back().value.norm());
  }

  void atTheStartThereIsAWordAboutIt() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().player.setStep(0);
    trigger(w, "Anatomy of a step");
    QVERIFY(w.settle());
    QVERIFY(w.window.anatomy()->terms().empty());
    trigger(w, "Step forward");
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().player.step(), 1);
    QVERIFY(!w.window.anatomy()->terms().empty());
  }
};

QTEST_MAIN(WindowAnatomyTest)
#include "window_anatomy_test.moc"
