/// Sweeps in the window: the same table as the command line's, small pictures as they come, a point
/// opened and taken back.
#include <QDockWidget>
#include <QElapsedTimer>
#include <QUndoStack>

#include "app/window/sweep_panel.h"
#include "tests/app/window_support.h"
#include "tests/support/cli.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

const QByteArray small = R"(title = "t"
[problem]
kind = "network"
dataset = "clusters"
clusters = 20
layers = [20, 8, 3]
loss = "cross-entropy"
[[optimizer]]
name = "sgd"
learning_rate = 0.3
[run]
steps = 40
)";

const Preset* presetNamed(const QString& title) {
  for (const Preset& preset : presets())
    if (preset.title == title) return &preset;
  return nullptr;
}

/// The table without what a clock says.
QString timeless(const QByteArray& table) {
  QString text;
  for (const QByteArray& line : table.split('\n')) {
    std::vector<std::string> cells = csvCells(line.toStdString());
    if (cells.size() < 4) continue;
    cells.erase(cells.end() - 3);
    for (const std::string& cell : cells) text += QString::fromStdString(cell) + "|";
    text += "\n";
  }
  return text;
}

}  // namespace

class WindowSweepTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void thePresetOpensOnItsOutliers() {
    const Preset* preset = presetNamed("Outliers of the Hessian");
    QVERIFY(preset);
    OpenWindow w(preset->toml);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.window.sweepDock()->isVisible());
    QVERIFY(w.workspace().sweep.busy());
    QVERIFY(w.settle());
    // Once more, with a window that stands: it stays free meanwhile.
    w.window.sweep()->startOrStop();
    QVERIFY(w.workspace().sweep.busy());
    qint64 longest = 0;
    QElapsedTimer clock;
    clock.start();
    while (w.workspace().sweep.busy()) {
      QElapsedTimer once;
      once.start();
      QApplication::processEvents(QEventLoop::AllEvents, 5);
      longest = std::max(longest, once.elapsed());
      QVERIFY(clock.elapsed() < 120000);
    }
    qInfo("longest pass of the event loop %lld ms", longest);
    QVERIFY(longest < 250);
    QVERIFY(w.settle());
    const MultiplesPicture& picture = w.window.sweep()->view()->picture();
    QCOMPARE(picture.rows.size(), 2);
    QCOMPARE(picture.columns.size(), 4);
    QCOMPARE(picture.cells.size(), std::size_t(8));
    const int outliers[] = {1, 2, 4, 7};
    for (std::size_t i = 0; i < 8; ++i) {
      QVERIFY(picture.cells[i].has_value());
      const QString head = picture.cells[i]->headline, note = picture.cells[i]->note.join("; ");
      QVERIFY2(head.startsWith(QString("%1 outlier").arg(outliers[i % 4])), qPrintable(head));
      QVERIFY2(note.contains(QString::fromUtf8("±")) && note.contains("residual") &&
                   note.contains("loss"),
               qPrintable(note));
      QVERIFY(picture.cells[i]->spectrum.edge.has_value());
    }
    keepPicture(*w.window.sweep(), "sweep");
    w.window.sweep()->showWhat(MultiplesOf::losses);
    QVERIFY(w.window.sweep()->view()->picture().cells[0]->headline.startsWith("loss"));
    keepPicture(*w.window.sweep(), "sweep-losses");
  }

  void theTableIsTheCommandLines() {
    const cli::Place place;
    place.write("e.toml", small);
    const QStringList lists{"run.steps=10,20", "optimizer.learning_rate=0.1:0.4:log3"};
    const cli::Answer answer = place.call(
        {"sweep", "e.toml", "--over", lists[0], "--over", lists[1], "--pictures", "--out", "o"});
    QVERIFY2(answer.status == 0, answer.err);
    OpenWindow w(QString::fromUtf8(small));
    QVERIFY(w.settle());
    SweepPanel& panel = *w.window.sweep();
    w.window.sweepDock()->show();
    panel.setLists({lists[0].toStdString(), lists[1].toStdString()});
    panel.startOrStop();
    QVERIFY2(panel.error().isEmpty(), qPrintable(panel.error()));
    QVERIFY(w.settle());
    QCOMPARE(timeless(QByteArray::fromStdString(w.workspace().sweep.table())),
             timeless(place.read("o/sweep.csv")));
    QVERIFY2(panel.save(place.path("mine.csv")).isEmpty(), "the table is not written");
    QCOMPARE(timeless(place.read("mine.csv")), timeless(place.read("o/sweep.csv")));
    // Kept in a folder it is what the command line keeps, and goes on where it was.
    panel.keepIn(place.path("kept"));
    for (int round = 0; round < 2; ++round) {
      panel.startOrStop();
      QVERIFY2(panel.error().isEmpty(), qPrintable(panel.error()));
      QVERIFY(w.settle());
      QCOMPARE(timeless(place.read("kept/sweep.csv")), timeless(place.read("o/sweep.csv")));
      QCOMPARE(place.entries("kept"), place.entries("o"));
    }
    panel.keepIn({});
    // The folder shows the same points.
    const MultiplesPicture mine = panel.view()->picture();
    panel.openFolder(place.path("o"));
    QVERIFY2(panel.error().isEmpty(), qPrintable(panel.error()));
    const MultiplesPicture& kept = panel.view()->picture();
    QCOMPARE(kept.cells.size(), mine.cells.size());
    for (std::size_t i = 0; i < kept.cells.size(); ++i) {
      QCOMPARE(kept.cells[i]->headline, mine.cells[i]->headline);
      QCOMPARE(kept.cells[i]->loss, mine.cells[i]->loss);
      QVERIFY(kept.cells[i]->hasSpectrum());
    }
    panel.openFolder(place.path("nowhere"));
    QVERIFY(panel.error().contains("nowhere"));
  }

  void aPointIsOpenedAndTakenBack() {
    OpenWindow w(QString::fromUtf8(small));
    QVERIFY(w.settle());
    SweepPanel& panel = *w.window.sweep();
    w.window.sweepDock()->show();
    panel.setLists({"problem.layers=[20, 8, 2],[20, 8, 5]"});
    panel.startOrStop();
    QVERIFY(w.settle());
    QCOMPARE(w.experiment().view.sweep.size(), std::size_t(1));  // it is kept with the experiment
    QCOMPARE(experimentFrom(tomlOf(w.experiment()), ".")->view.sweep, w.experiment().view.sweep);
    const Experiment before = w.experiment();
    panel.openPoint(1);
    QCOMPARE(w.experiment().problem.network.layers, (std::vector<std::int64_t>{20, 8, 5}));
    QCOMPARE(w.experiment().view.sweep, before.view.sweep);
    w.undoStack().undo();
    QVERIFY(w.experiment() == before);
    for (const char* name : {"s.svg", "s.pdf", "s.png"}) {
      const cli::Place place;
      QVERIFY(panel.save(place.path(name)).isEmpty());
      QVERIFY(place.read(name).size() > 4000);
    }
    QVERIFY(panel.save("/tmp/s.xyz").contains(".svg"));
  }

  void escapeEndsItAtOnceAndWrongListsAreTold() {
    OpenWindow w(QString::fromUtf8(QByteArray(small).replace("steps = 40", "steps = 20")));
    QVERIFY(w.settle());
    SweepPanel& panel = *w.window.sweep();
    w.window.sweepDock()->show();
    panel.setLists({"run.steps=100000000", "problem.seed=1,2,3"});
    panel.startOrStop();
    SweepService& sweep = w.workspace().sweep;
    QVERIFY(sweep.busy());
    QTest::qWait(200);
    QElapsedTimer clock;
    clock.start();
    QTest::keyClick(&w.window, Qt::Key_Escape);
    QVERIFY(QTest::qWaitFor([&] { return !sweep.busy(); }, 5000));
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(sweep.done(), std::size_t(0));
    for (const char* wrong : {"run.stepz=1,2", "run.steps=1,,2", "run.steps=-4"}) {
      panel.setLists({wrong});
      panel.startOrStop();
      QVERIFY2(!panel.error().isEmpty() && !sweep.busy(), wrong);
    }
    panel.setLists({});
    panel.startOrStop();
    QVERIFY(!panel.error().isEmpty());
  }
};

QTEST_MAIN(WindowSweepTest)
#include "window_sweep_test.moc"
