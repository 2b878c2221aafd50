/// Schedules, wrappers and batches in the window: undone, in the file, and what is run.
#include <QComboBox>
#include <QMenu>

#include "app/window/optimizers_panel.h"
#include "core/catalog.h"
#include "core/run/experiment_schema.h"
#include "tests/app/window_support.h"
#include "widgets/controls/around_form.h"
#include "widgets/controls/corner_editor.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/settings_form.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

void choose(QComboBox* combo, const QString& id) {
  const int index = combo->findData(id);
  combo->setCurrentIndex(index);
  emit combo->activated(index);
}

}  // namespace

class WindowAroundTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void aScheduleIsRunUndoneAndInTheFile() {
    OpenWindow w;
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    OptimizerCard* card = w.window.findChildren<OptimizerCard*>().at(2);
    card->setExpanded(true);
    choose(card->around()->findChild<QComboBox*>(), "cosine");
    QCOMPARE(w.experiment().optimizers[2].schedule.name, std::string("cosine"));
    QVERIFY(w.settle());
    const double first = w.workspace().session.runs()[2].data.rowOf(1)[3],
                 last = w.workspace().session.runs()[2].data.rowOf(119)[3];
    QVERIFY2(last < 0.05 * first, "the rate falls");
    const Result<Experiment> read = experimentFrom(tomlOf(w.experiment()), ".");
    QVERIFY(bool(read));
    QVERIFY(read->optimizers == w.experiment().optimizers);
    QCOMPARE(w.undoStack().count(), 1);
    w.undoStack().undo();
    QVERIFY(w.experiment() == before);
    QVERIFY(card->around()->curve().isEmpty());
  }

  void aDrawnScheduleIsOneStepOfUndoADrag() {
    OpenWindow w;
    QVERIFY(w.settle());
    OptimizerCard* card = w.window.findChildren<OptimizerCard*>().at(1);
    card->setExpanded(true);
    choose(card->around()->findChild<QComboBox*>(), "drawn");
    QTest::qWait(50);
    CornerEditor* editor = card->around()->findChild<CornerEditor*>();
    QVERIFY(editor && editor->isVisible());
    const QPoint from = editor->placeOf({0.5, 1}).toPoint();
    QTest::mousePress(editor, Qt::LeftButton, {}, from);
    for (int i = 1; i <= 8; ++i) {
      const QPoint at = from + QPoint(-3 * i, 4 * i);
      QMouseEvent move(QEvent::MouseMove, at, editor->mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                       {});
      QApplication::sendEvent(editor, &move);
    }
    QTest::mouseRelease(editor, Qt::LeftButton, {}, from + QPoint(-24, 32));
    QCOMPARE(w.undoStack().count(), 2);
    const std::string text =
        std::get<std::string>(w.experiment().optimizers[1].schedule.settings.at("points"));
    QCOMPARE(text, editor->text());
    QVERIFY(text != "0 1; 0.5 1; 1 0");
    QVERIFY(w.settle());
    card->around()->addMenu()->actions()[0]->trigger();
    card->around()->addMenu()->actions()[1]->trigger();
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.runs()[1].refusal, QString());
    w.workspace().select(1);
    QTest::qWait(60);
    keepPicture(w.window, "around");
  }

  void aRefinedScheduleShowsTheRatesOfItsRun() {
    OpenWindow w;
    QVERIFY(w.settle());
    for (const ScheduleEntry& entry : allSchedules()) {
      if (!entry.refine) continue;
      OptimizerCard* card = w.window.findChildren<OptimizerCard*>().at(0);
      choose(card->around()->findChild<QComboBox*>(), QString::fromStdString(entry.card.id));
      QVERIFY(w.settle());
      QCoreApplication::processEvents();
      const RunData& data = w.workspace().session.runs()[0].data;
      const QPolygonF curve = card->around()->curve();
      QCOMPARE(curve.size(), 120);
      double top = 0;
      for (int step = 1; step <= 120; ++step) top = std::max(top, data.rowOf(step)[3]);
      for (int step = 0; step < 120; ++step)
        QCOMPARE(curve[step].y(), data.rowOf(step + 1)[3] / top);
    }
  }

  void batchesAreOfferedWhereTheProblemIsAMeanOverData() {
    OpenWindow w;
    QVERIFY(w.settle());
    NumberField* batch = w.named<NumberField>("batch");
    QVERIFY(!batch || !batch->isVisible());
    w.workspace().open(presets()[1].toml, {});
    QVERIFY(w.settle());
    QTest::qWait(20);
    batch = w.named<NumberField>("batch");
    QVERIFY(batch && batch->isVisible());
    const Index samples = w.workspace().session.problem()->objective->asFiniteSum()->samples();
    emit batch->edited(16, true);
    QCOMPARE(w.experiment().run.batch, std::int64_t(16));
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.runs()[0].refusal, QString());
    // More than there are is refused where it is typed.
    batch->setFocus();
    batch->selectAll();
    QTest::keyClicks(batch, QString::number(samples + 1));
    QTest::keyClick(batch, Qt::Key_Return);
    QVERIFY(batch->isRefused());
    QCOMPARE(w.experiment().run.batch, std::int64_t(16));
  }
};

QTEST_MAIN(WindowAroundTest)
#include "window_around_test.moc"
