/// What hands do in the window: drags, sliders, eyes, cards, formulas.
#include <QAction>
#include <QCheckBox>
#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QToolButton>

#include "app/model/figures.h"
#include "app/window/charts_panel.h"
#include "app/window/optimizers_panel.h"
#include "app/window/views_area.h"
#include "tests/app/window_support.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/scrub_bar.h"
#include "widgets/controls/small_controls.h"
#include "widgets/views/contour_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

QString formulaPreset() { return presets()[2].toml; }

/// The only child of `parent` of a type that is told to screen readers under `name`.
template <class Widget>
Widget* childNamed(QWidget* parent, const QString& name) {
  for (Widget* widget : parent->findChildren<Widget*>())
    if (widget->accessibleName() == name) return widget;
  return nullptr;
}

void drag(QWidget* widget, QPoint from, QPoint to, int moves) {
  QTest::mousePress(widget, Qt::LeftButton, {}, from);
  for (int i = 1; i <= moves; ++i) {
    // QTest's own moves carry no buttons on the offscreen platform.
    const QPoint at = from + (to - from) * i / moves;
    QMouseEvent move(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                     {});
    QApplication::sendEvent(widget, &move);
    QTest::qWait(5);
  }
  QTest::mouseRelease(widget, Qt::LeftButton, {}, to);
}

}  // namespace

class WindowHandsTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void draggingTheRingMovesAllPathsInOneStepOfUndo() {
    OpenWindow w;
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    const auto lastLoss = [&] { return w.workspace().session.runs()[1].data.rowOf(120)[0]; };
    const double oldLoss = lastLoss();
    ContourView* contour = w.window.views()->contour();
    const QPointF start(w.experiment().problem.start[0], w.experiment().problem.start[1]);
    drag(contour, contour->toView(start).toPoint(), contour->toView({0.5, -1.0}).toPoint(), 12);
    QCOMPARE(w.undoStack().count(), 1);
    QVERIFY(std::abs(w.experiment().problem.start[0] - 0.5) < 0.05);
    QVERIFY(std::abs(w.experiment().problem.start[1] + 1.0) < 0.05);
    QVERIFY(w.settle());
    QVERIFY(lastLoss() != oldLoss);
    for (const LiveRun& run : w.workspace().session.runs()) {
      QCOMPARE(run.data.rowOf(0)[Chunk::fixed], w.experiment().problem.start[0]);
      QCOMPARE(run.data.rowOf(0)[Chunk::fixed + 1], w.experiment().problem.start[1]);
    }
    w.undoStack().undo();
    QVERIFY(w.experiment() == before);
    QVERIFY(w.settle());
    QCOMPARE(lastLoss(), oldLoss);
  }

  void rateSliderRunsAgainWhileItMoves() {
    OpenWindow w;
    QVERIFY(w.settle());
    const double rate = std::get<double>(w.experiment().optimizers[0].settings.at("learning_rate"));
    auto* card = childNamed<OptimizerCard>(&w.window, "Gradient descent");
    QVERIFY(card);
    auto* slider = card->findChild<RateSlider*>();
    const QPoint middle(slider->width() / 2, slider->height() / 2);
    drag(slider, middle, middle - QPoint(20, 0), 8);
    const double slower =
        std::get<double>(w.experiment().optimizers[0].settings.at("learning_rate"));
    QVERIFY(slower < rate);
    QCOMPARE(w.undoStack().count(), 1);
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.runs()[0].data.rowOf(1)[3], slower);
    // Arrows belong to the slider while it has the keyboard.
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Right);
    QVERIFY(std::get<double>(w.experiment().optimizers[0].settings.at("learning_rate")) > slower);
  }

  void eyesHideAndAltShowsOne() {
    OpenWindow w;
    QVERIFY(w.settle());
    auto* card = childNamed<OptimizerCard>(&w.window, "Momentum");
    auto* eye = childNamed<ToolButton>(card, "Visible");
    QVERIFY(eye);
    QTest::mouseClick(eye, Qt::LeftButton);
    QVERIFY(!w.workspace().scene().paths[1].visible);
    QCOMPARE(w.window.charts()->figureOf("loss").series.size(), std::size_t(3));
    QTest::mouseClick(eye, Qt::LeftButton);
    QVERIFY(w.workspace().scene().paths[1].visible);
    w.window.optimizers()->showOnly(2);
    QCOMPARE(visibleRuns(w.experiment()), (std::vector<bool>{false, false, true, false}));
    w.window.optimizers()->showOnly(2);
    QCOMPARE(visibleRuns(w.experiment()), (std::vector<bool>{true, true, true, true}));
    QCOMPARE(w.undoStack().count(), 4);
  }

  void addDuplicateRemoveAndBack() {
    OpenWindow w;
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    std::size_t added = 0, greyed = 0;
    for (const QAction* group : w.window.optimizers()->addMenu()->actions())
      for (QAction* action : group->menu()->actions()) {
        // What does not fit is greyed, and says why.
        ++(action->isEnabled() ? added : greyed);
        QVERIFY(!action->toolTip().isEmpty());
        action->trigger();
      }
    QVERIFY(added >= 5 && greyed >= 1);
    QCOMPARE(w.experiment().optimizers.size(), 4 + added);
    w.window.optimizers()->duplicate(1);
    QCOMPARE(labelOf(w.experiment().optimizers.back()), std::string("Momentum 3"));
    QVERIFY(w.experiment().optimizers.back().settings == w.experiment().optimizers[1].settings);
    w.window.optimizers()->remove(0);
    QCOMPARE(w.experiment().optimizers.size(), 4 + added);
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.runs().size(), 4 + added);
    for (const LiveRun& run : w.workspace().session.runs())
      QVERIFY2(run.refusal.isEmpty(), qPrintable(run.refusal));
    while (w.undoStack().canUndo()) w.undoStack().undo();
    QVERIFY(w.experiment() == before);
  }

  void whatTheWindowMakesReadsBackFromItsFile() {
    OpenWindow w(formulaPreset());
    auto* text = w.named<QPlainTextEdit>("Formula in x and y");
    text->setPlainText("a*x^2 + (y - b)^2");
    w.window.optimizers()->duplicate(0);
    w.window.optimizers()->toggleVisible(1);
    const Result<Experiment> read = experimentFrom(tomlOf(w.experiment()), ".");
    QVERIFY2(read.has_value(), read ? "" : read.error().what.c_str());
    QVERIFY(*read == w.experiment());
  }

  void formulaIsDrawnWhileItIsTypedAndErrorsKeepTheState() {
    OpenWindow w(formulaPreset());
    QVERIFY(w.settle());
    auto* text = w.named<QPlainTextEdit>("Formula in x and y");
    const Experiment before = w.experiment();
    text->setPlainText("x^2 + (y");
    QVERIFY(w.experiment() == before);
    const auto errors = [&] {
      QString all;
      for (const ErrorLine* line : w.window.findChildren<ErrorLine*>()) all += line->text();
      return all;
    };
    QVERIFY2(errors().contains("column 9"), qPrintable(errors()));
    text->setPlainText("x^2 + c*y^2");
    QCOMPARE(errors(), QString());
    QCOMPARE(w.experiment().problem.expression, std::string("x^2 + c*y^2"));
    QCOMPARE(w.experiment().problem.constants.at("c"), 1.0);
    QVERIFY(w.settle());
    const PlaneGrid& grid = *w.workspace().plane.grid();
    QCOMPARE(grid.f.front(), grid.x0 * grid.x0 + grid.y0 * grid.y0);
    w.undoStack().undo();
    QCOMPARE(text->toPlainText(), QString::fromStdString(before.problem.expression));
  }

  void hostileFormulasArePastedWithoutHarm_data() {
    QTest::addColumn<QString>("formula");
    QTest::newRow("brackets") << QString(20000, '(') + "x";
    QTest::newRow("nothing") << QString();
    QTest::newRow("not text") << QString::fromUtf8("x + \u00a7\u2603");
  }
  void hostileFormulasArePastedWithoutHarm() {
    QFETCH(QString, formula);
    OpenWindow w(formulaPreset());
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    auto* text = w.named<QPlainTextEdit>("Formula in x and y");
    if (formula.isEmpty())
      QApplication::clipboard()->clear();
    else
      QApplication::clipboard()->setText(formula);
    text->selectAll();
    QElapsedTimer clock;
    clock.start();
    text->paste();
    QVERIFY2(clock.elapsed() < 2000, qPrintable(QString("%1 ms").arg(clock.elapsed())));
    QVERIFY(w.experiment() == before);
  }

  void undoReachesTheDocumentFromTheFormula() {
    OpenWindow w(formulaPreset());
    QVERIFY(w.settle());
    auto* text = w.named<QPlainTextEdit>("Formula in x and y");
    QVERIFY(QTest::qWaitForWindowActive(&w.window));
    text->setFocus();
    text->setPlainText("x^2+y^2");
    QTest::keyClick(text, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text->toPlainText(), QString("(1-x)^2 + 100*(y-x^2)^2"));
    // Letters, digits and blanks stay with the field although the window has shortcuts on them.
    text->selectAll();
    QTest::keyClicks(text, "x + y ");
    QCOMPARE(text->toPlainText(), QString("x + y "));
    QVERIFY(!w.workspace().player.isPlaying());
  }

  void badNumbersAreToldBesideTheField_data() {
    QTest::addColumn<QString>("typed");
    for (const char* bad : {"-1", "abc", "nan", "inf", "1e999", ""})
      QTest::newRow(*bad ? bad : "empty") << QString(bad);
  }
  void badNumbersAreToldBesideTheField() {
    QFETCH(QString, typed);
    OpenWindow w;
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    auto* card = childNamed<OptimizerCard>(&w.window, "Adam");
    auto* field = card->findChild<NumberField*>();
    field->setFocus();
    field->selectAll();
    if (typed.isEmpty()) QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, typed);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(w.experiment() == before);
    QString told;
    for (const ErrorLine* line : card->findChildren<ErrorLine*>()) told += line->text();
    QVERIFY2(!told.isEmpty() && !told.contains('\n'), qPrintable(told));
    // Time goes on, and the sentence stays.
    w.workspace().player.setStep(7);
    QVERIFY(w.settle());
    QString still;
    for (const ErrorLine* line : card->findChildren<ErrorLine*>()) still += line->text();
    QCOMPARE(still, told);
  }

  void stripAndKeysMoveTheStep() {
    OpenWindow w;
    QVERIFY(w.settle());
    auto* strip = w.named<ScrubBar>("Step");
    QTest::mouseClick(strip, Qt::LeftButton, {}, QPoint(int(strip->xOf(60)), strip->height() / 2));
    QCOMPARE(w.workspace().player.step(), 60);
    QTest::keyClick(strip, Qt::Key_Left);
    QCOMPARE(w.workspace().player.step(), 59);
    QTest::keyClick(strip, Qt::Key_End);
    QCOMPARE(w.workspace().player.step(), 120);
    QTest::keyClick(strip, Qt::Key_Home);
    QCOMPARE(w.workspace().player.step(), 0);
  }

  void tickingGradientFlowGivesAPathAndAChart() {
    OpenWindow w;
    QVERIFY(w.settle());
    QVERIFY(!w.window.charts()->chartIds().contains("drift"));
    auto* box = w.window.findChildren<QCheckBox*>().value(0);
    for (QCheckBox* one : w.window.findChildren<QCheckBox*>())
      if (one->text() == "Gradient flow") box = one;
    QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
    QVERIFY(box->isChecked());
    QVERIFY(w.settle());
    const PlaneScene scene = w.workspace().scene();
    QCOMPARE(scene.paths.size(), std::size_t(5));
    QVERIFY(scene.paths.back().reference);
    QVERIFY(scene.paths.back().points.size() > 100);
    QVERIFY(w.window.charts()->chartIds().contains("drift"));
    const Figure drift = w.window.charts()->figureOf("drift");
    QCOMPARE(drift.series.size(), std::size_t(4));
    QVERIFY(drift.series[0].y.back() > 0);
  }
};

QTEST_MAIN(WindowHandsTest)
#include "window_hands_test.moc"
