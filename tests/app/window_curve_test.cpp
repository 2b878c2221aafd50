/// Functions of one variable, the points that are known of a function, and rates for all.
#include <QAction>
#include <QCheckBox>
#include <QPlainTextEdit>
#include <QPushButton>

#include "app/window/optimizers_panel.h"
#include "app/window/views_area.h"
#include "core/catalog.h"
#include "tests/app/window_support.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/settings_form.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/curve_painter.h"
#include "widgets/views/surface_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

/// diffGrad and Adam on the first function of the diffGrad paper, with its settings.
QString twoBowls() {
  return R"(title = "Two bowls"
[problem]
kind = "landscape"
name = "diffgrad1"
start = [-1.0]
[[optimizer]]
name = "diffgrad"
learning_rate = 0.1
beta1 = 0.95
[[optimizer]]
name = "adam"
learning_rate = 0.1
beta1 = 0.95
[run]
steps = 300
)";
}

QAction* actionNamed(OpenWindow& w, const QString& text) {
  for (QAction* action : w.window.allActions())
    if (action->text() == text) return action;
  return nullptr;
}

double rateOf(const Experiment& experiment, std::size_t i) {
  return realOf(experiment.optimizers[i].settings, "learning_rate");
}

void moveHeld(QWidget& widget, QPoint at) {
  QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(&widget, &move);
}

}  // namespace

class WindowCurveTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void diffGradStaysWhereAdamGoesOver() {
    OpenWindow w(twoBowls());
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const auto endOf = [&](std::size_t run) {
      return w.workspace().session.runs()[run].data.rowOf(300)[Chunk::fixed];
    };
    QVERIFY(std::abs(endOf(0) + 0.3) < 0.01);
    QVERIFY(std::abs(endOf(1) - 0.2) < 0.01);
    // One picture: the curve, with a path of (x, f) for each.
    ViewsArea* views = w.window.views();
    QVERIFY(!views->surface()->isVisible() && views->contour()->isVisible());
    const PlaneScene scene = w.workspace().scene();
    QVERIFY(scene.oneVariable && scene.grid && scene.grid->ny == 1);
    QCOMPARE(scene.paths.size(), std::size_t(2));
    const QPointF last = scene.paths[1].points.back();
    QVERIFY(std::abs(last.y() - heightAt(*scene.grid, last.x())) < 1e-4);
    QCOMPARE(*scene.start, QPointF(-1.0, heightAt(*scene.grid, -1.0)));
    w.workspace().player.setStep(300);
    QTest::qWait(100);
    keepPicture(w.window, "curve");
  }

  void flowsAndAveragesLieOnTheCurve() {
    QString text = twoBowls();
    text.replace("steps = 300",
                 "steps = 300\n[measure]\ndrift = { every = 1, flows = [\"ngf\"] }\n"
                 "average = { every = 1 }");
    OpenWindow w(text);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const PlaneScene scene = w.workspace().plane.scene({}, 0);
    QCOMPARE(scene.paths.size(), std::size_t(4));
    for (std::size_t i = 2; i < 4; ++i) {
      const PlanePath& path = scene.paths[i];
      QVERIFY(path.reference && path.companion == 0);
      QVERIFY(path.points.size() > 100);
      for (const QPointF& at : path.points) QCOMPARE(at.y(), heightAt(*scene.grid, at.x()));
    }
    // The flow goes down into the first bowl and stays there.
    const PlanePath& flow = scene.paths[scene.paths[2].name.contains("flow") ? 2 : 3];
    QVERIFY(std::abs(flow.points.back().x() + 0.3) < 1e-6);
  }

  void theStartIsDraggedAlongTheCurve() {
    OpenWindow w(twoBowls());
    QVERIFY(w.settle());
    ContourView* view = w.window.views()->contour();
    QVERIFY(QTest::qWaitFor([&] { return view->isSettled(); }));
    const QPoint from = view->toView(*view->scene().start).toPoint();
    const QPoint to = view->toView({0.5, 0.7}).toPoint();
    QTest::mousePress(view, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 6; ++i) moveHeld(*view, from + (to - from) * i / 6);
    QTest::mouseRelease(view, Qt::LeftButton, {}, to);
    QCOMPARE(w.experiment().problem.start.size(), std::size_t(1));
    QVERIFY(std::abs(w.experiment().problem.start[0] - 0.5) < 0.01);
    QCOMPARE(w.undoStack().count(), 1);
    int shown = 0;
    for (const NumberField* field : w.window.findChildren<NumberField*>()) {
      if (!field->accessibleName().startsWith("start") || !field->isVisible()) continue;
      QCOMPARE(field->value(), w.experiment().problem.start[0]);
      ++shown;
    }
    QCOMPARE(shown, 1);
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.runs()[0].data.rowOf(0)[Chunk::fixed],
             w.experiment().problem.start[0]);
  }

  void aFormulaInXAloneIsACurveAndOneInTwoIsAgainASurface() {
    OpenWindow w(presets()[2].toml);
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    QPlainTextEdit* field = w.named<QPlainTextEdit>("Formula in x and y");
    const auto type = [&](const QString& text) {
      field->setPlainText(text);
      return w.settle();
    };
    QVERIFY(type("x^4 - x^2"));
    QTest::qWait(50);
    QCOMPARE(w.workspace().session.refusal(), QString());
    QVERIFY(w.workspace().plane.isCurve());
    QVERIFY(!w.window.views()->surface()->isVisible());
    const auto grid = w.workspace().plane.grid();
    QVERIFY(std::abs(heightAt(*grid, 0.5) - (0.0625 - 0.25)) < 1e-5);
    QVERIFY(type("x^2 + y^2"));
    QTest::qWait(50);
    QVERIFY(!w.workspace().plane.isCurve());
    QVERIFY(w.window.views()->surface()->isVisible());
    QVERIFY(w.experiment().problem.start == before.problem.start);
    QVERIFY(w.experiment().problem.domain == before.problem.domain);
  }

  void knownPointsAreDrawnOnDemand() {
    OpenWindow w(presets()[4].toml);
    QVERIFY(w.settle());
    const std::size_t known = w.workspace().session.problem()->points.size();
    QVERIFY(known >= 8);
    QCOMPARE(w.workspace().scene().marks.size(), known);
    QAction* action = actionNamed(w, "Known minima and saddles");
    QVERIFY(action && action->isChecked());
    QTest::qWait(100);
    keepPicture(w.window, "points");
    action->trigger();
    QVERIFY(w.workspace().scene().marks.empty());
    const Result<Experiment> read = experimentFrom(tomlOf(w.experiment()), ".");
    QVERIFY(bool(read) && !read->view.points);
    w.undoStack().undo();
    QVERIFY(action->isChecked());
    QCOMPARE(w.workspace().scene().marks.size(), known);
  }

  void oneRateIsSetForAllAndGoodRatesComeBack() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().select(1);
    const Experiment before = w.experiment();
    QCheckBox* box = nullptr;
    for (QCheckBox* one : w.window.optimizers()->findChildren<QCheckBox*>())
      if (one->text() == "same rate for all") box = one;
    QVERIFY(box);
    box->click();
    for (std::size_t i = 0; i < 4; ++i) QCOMPARE(rateOf(w.experiment(), i), rateOf(before, 1));
    QWidget* rate = w.window.findChildren<OptimizerCard*>().at(2)->findChild<SettingsForm*>();
    emit static_cast<SettingsForm*>(rate)->edited("learning_rate", Value(0.02), true);
    for (std::size_t i = 0; i < 4; ++i) QCOMPARE(rateOf(w.experiment(), i), 0.02);
    const Result<Experiment> read = experimentFrom(tomlOf(w.experiment()), ".");
    QVERIFY(bool(read) && read->view.sameRate);
    w.window.optimizers()->useGoodRates();
    QVERIFY(!box->isChecked());
    const LandscapeEntry* landscape = thalweg::find(allLandscapes(), w.experiment().problem.name);
    for (std::size_t i = 0; i < 4; ++i)
      for (const auto& [id, good] : landscape->rates)
        if (id == w.experiment().optimizers[i].name) QCOMPARE(rateOf(w.experiment(), i), good);
    while (w.undoStack().canUndo()) w.undoStack().undo();
    QVERIFY(w.experiment() == before);
  }
};

QTEST_MAIN(WindowCurveTest)
#include "window_curve_test.moc"
