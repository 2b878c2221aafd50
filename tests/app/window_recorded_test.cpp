/// Parameters that another program saved, step by step, play in the window as a run beside the
/// others, and grow while they are written to.
#include <QLineEdit>

#include "app/window/optimizers_panel.h"
#include "core/io/vector_file.h"
#include "core/recordings/recording.h"
#include "tests/app/window_support.h"
#include "widgets/controls/optimizer_card.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

const QString network = R"(title = "t"
[problem]
kind = "network"
dataset = "cancer"
samples = 50
layers = [30, 4, 2]
[[optimizer]]
name = "momentum"
learning_rate = 0.05
momentum = 0.9
[run]
steps = 20
[measure]
sharpness = { every = 5 }
)";

/// The points of a run up to a step, a file each.
void film(const RunData& data, const QTemporaryDir& folder, int from, int to) {
  for (int step = from; step <= to; ++step) {
    const Outcome done = writeVector(folder.filePath(QString("step%1.npz").arg(step)).toStdString(),
                                     *data.pointAt(step));
    if (!done) qFatal("%s", done.error().what.c_str());
  }
}

}  // namespace

class WindowRecordedTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void aFolderThatIsDroppedIsARun() {
    OpenWindow w(network);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const QTemporaryDir folder;
    const std::vector<LiveRun>& runs = w.workspace().session.runs();
    film(runs[0].data, folder, 0, 20);
    drop(w.window, folder.path());
    QCOMPARE(w.experiment().optimizers.size(), std::size_t(2));
    QVERIFY(QTest::qWaitFor([&] { return runs.size() == 2 && runs[1].data.steps() == 20; }));
    QVERIFY2(runs[1].refusal.isEmpty(), qPrintable(runs[1].refusal));
    for (int step = 0; step <= 20; ++step) {
      QCOMPARE(runs[1].data.rowOf(step)[0], runs[0].data.rowOf(step)[0]);
      QVERIFY(*runs[1].data.pointAt(step) == *runs[0].data.pointAt(step));
    }
    for (const int step : {0, 5, 20})
      QCOMPARE(runs[1].data.measured.at("sharpness").at(step),
               runs[0].data.measured.at("sharpness").at(step));
    QVERIFY(!runs[1].data.measured.contains("bound"));
    // Its card has a folder where the others have a rate.
    const QList<OptimizerCard*> cards = w.window.findChildren<OptimizerCard*>();
    QCOMPARE(cards.size(), 2);
    QCOMPARE(cards[1]->title(), QFileInfo(folder.path()).fileName());
    const auto* path = w.named<QLineEdit>("folder");
    QVERIFY(path && path->text() == folder.path());
    QVERIFY(cards[1]->isAncestorOf(path));
    w.undoStack().undo();
    QCOMPARE(w.experiment().optimizers.size(), std::size_t(1));
    w.undoStack().redo();
    QCOMPARE(w.experiment().optimizers.size(), std::size_t(2));
  }

  void itGrowsAndTheWindowRestsMeanwhile() {
    OpenWindow w(network);
    QVERIFY(w.settle());
    const QTemporaryDir folder;
    const std::vector<LiveRun>& runs = w.workspace().session.runs();
    film(runs[0].data, folder, 0, 3);
    w.window.optimizers()->addRecorded(folder.path());
    QVERIFY(w.settle(20));  // waiting for files is not work
    QVERIFY(QTest::qWaitFor([&] { return runs[1].data.steps() == 3; }));
    QCOMPARE(runs[1].data.ending.status, Status::running);
    film(runs[0].data, folder, 4, 9);
    QVERIFY(QTest::qWaitFor([&] { return runs[1].data.steps() == 9; }, 3000));
    // The steps of the run are as far as it goes.
    film(runs[0].data, folder, 10, 20);
    QVERIFY(QTest::qWaitFor([&] { return runs[1].data.ending.status == Status::steps; }, 3000));
  }

  void moreFilesThanStepsMakeMoreSteps() {
    OpenWindow w;
    QVERIFY(w.settle());
    const QTemporaryDir folder;
    const std::int64_t steps = w.experiment().run.steps;
    for (std::int64_t step = 0; step <= steps + 40; ++step)
      QVERIFY(writeVector(folder.filePath(QString("%1.npy").arg(step)).toStdString(),
                          Vec::Constant(2, 1e-3 * double(step))));
    w.window.optimizers()->addRecorded(folder.path());
    QCOMPARE(w.experiment().run.steps, steps + 40);
    QVERIFY(QTest::qWaitFor(
        [&] { return w.workspace().session.runs().back().data.steps() == steps + 40; }, 20000));
    w.undoStack().undo();
    QCOMPARE(w.experiment().run.steps, steps);
  }

  void aFolderThatIsNoneIsSaidOnTheCard() {
    OpenWindow w(QString(network).replace(
        "[run]", "[[optimizer]]\nname = \"recorded\"\nfolder = \"/nowhere/at/all\"\n[run]"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const QString refusal = w.workspace().session.runs()[1].refusal;
    QVERIFY2(refusal.contains("folder = '/nowhere/at/all' is not allowed"), qPrintable(refusal));
  }
};

QTEST_MAIN(WindowRecordedTest)
#include "window_recorded_test.moc"
