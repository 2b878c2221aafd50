/// The runs of the window: the same numbers as the command line, networks, divergence, Esc.
#include <QProcess>
#include <QSignalSpy>

#include "app/model/figures.h"
#include "app/window/charts_panel.h"
#include "app/window/diagnosis_bar.h"
#include "app/window/views_area.h"
#include "core/io/run_files.h"
#include "tests/app/window_support.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/views/contour_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

QString digits(const QString& rate, int steps) {
  QString toml = presets()[1].toml;
  toml.replace("learning_rate = 0.8", "learning_rate = " + rate);
  return toml.replace("steps = 700", QString("steps = %1").arg(steps));
}

const RunData& firstRun(OpenWindow& w) { return w.workspace().session.runs().front().data; }

}  // namespace

class WindowRunsTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  /// Only another function is pictured anew: a drag keeps the map, and the part that is looked at.
  void aMovedStartKeepsThePicture() {
    OpenWindow w(presets()[0].toml);
    QVERIFY(w.settle());
    Workspace& workspace = w.workspace();
    workspace.plane.setZoom(QRectF(0, 0, 1, 1));
    QVERIFY(w.settle());
    const auto whole = workspace.plane.grid(), part = workspace.plane.zoomedGrid();
    QVERIFY(whole && part);
    workspace.moveStart({0.25, 1.5}, true);
    QVERIFY(w.settle());
    QCOMPARE(firstRun(w).path.points().front(), QPointF(0.25, 1.5));
    QVERIFY(workspace.plane.grid() == whole);
    QVERIFY(workspace.plane.zoomedGrid() == part);
    workspace.document.change("Another a", {}, true,
                              [](Experiment& e) { e.problem.settings["a"] = 4.0; });
    QVERIFY(w.settle());
    QVERIFY(workspace.plane.grid() != whole);
    QVERIFY(!workspace.plane.zoomedGrid());
  }

  void trajectoriesEqualRunNowAndTheCommandLine_data() {
    QTest::addColumn<QString>("toml");
    for (const int i : {0, 2, 4})
      QTest::newRow(qPrintable(presets()[i].title)) << presets()[i].toml;
  }
  void trajectoriesEqualRunNowAndTheCommandLine() {
    QFETCH(QString, toml);
    OpenWindow w(toml);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    QTemporaryDir folder;
    const QString file = folder.filePath("experiment.toml"), out = folder.filePath("out");
    QCOMPARE(w.workspace().saveAs(file), QString());
    QCOMPARE(QProcess::execute(THALWEG_APP_DIR "/thalweg-cli", {"run", file, "--out", out}), 0);
    const Result<Problem> problem = prepareProblem(w.experiment().problem);
    QVERIFY(problem.has_value());
    const std::vector<LiveRun>& runs = w.workspace().session.runs();
    QVERIFY(!runs.empty());
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const std::string own = trajectoryCsv(runs[i].run->record());
      QVERIFY(own.size() > 1000);
      const Result<std::shared_ptr<Run>> again = Run::prepare(w.experiment(), i, *problem);
      QVERIFY(again.has_value());
      runNow(**again);
      QVERIFY(trajectoryCsv((*again)->record()) == own);
      const QString path =
          out + "/" + QString::fromStdString(runs[i].run->name()) + "/trajectory.csv";
      QCOMPARE(contentsOf(path), QByteArray::fromStdString(own));
    }
  }

  void aNetworkReachesTheEdge() {
    OpenWindow w(digits("0.9", 140));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle(240));
    const RunData& run = firstRun(w);
    QVERIFY(run.measured.contains("sharpness"));
    QCOMPARE(run.measured.at("sharpness").steps[1], std::int64_t(5));
    QVERIFY(std::abs(run.bound()->values.front() - 2 / 0.9) < 1e-12);
    QVERIFY2(run.peak(140).share >= 1.0, qPrintable(QString::number(run.peak(140).share)));
    QVERIFY(run.firstAtLimit() > 0);
    QVERIFY(w.window.charts()->chartIds().contains("accuracy"));
    // A plane of the true loss through the path, and what it holds in words.
    const PlaneScene scene = w.workspace().scene();
    QVERIFY(scene.grid);
    QVERIFY(scene.note.contains("% of the path"));
    bool told = false;
    for (const ViewTitle* title : w.window.findChildren<ViewTitle*>())
      told = told || title->hint() == scene.note;
    QVERIFY(told);
    QCOMPARE(scene.paths.front().points.size() > 20, true);
    QVERIFY(!scene.startMovable);
  }

  void escapeEndsALongRunAtOnce() {
    OpenWindow w(digits("0.8", 100000));
    QVERIFY(QTest::qWaitFor([&] { return w.workspace().session.computed() > 2; }, 60000));
    QAction* cancel = nullptr;
    for (QAction* action : w.window.allActions())
      if (action->shortcut() == QKeySequence("Esc")) cancel = action;
    QVERIFY(cancel);
    QElapsedTimer clock;
    clock.start();
    cancel->trigger();
    QVERIFY(QTest::qWaitFor([&] { return firstRun(w).ending.status == Status::cancelled; }, 2000));
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString("%1 ms").arg(clock.elapsed())));
    const std::int64_t reached = w.workspace().session.computed();
    QVERIFY(reached > 2);
    QTest::qWait(100);
    QCOMPARE(w.workspace().session.computed(), reached);
    QVERIFY(!w.workspace().session.busy());
  }

  void aDivergingRunIsAResult() {
    QString toml = presets().front().toml;
    OpenWindow w(toml.replace("learning_rate = 0.39", "learning_rate = 500.0"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    const RunData& run = firstRun(w);
    QCOMPARE(run.ending.status, Status::diverged);
    QVERIFY(run.steps() > 2 && run.steps() < 120);
    const PlaneScene scene = w.workspace().scene();
    QVERIFY(scene.paths.front().diverged);
    QVERIFY(scene.paths.front().points.size() > 2);
    int evidence = 0;
    QVERIFY(diagnosisOf(run, 120, evidence).contains("diverged at step"));
    QCOMPARE(evidence, int(run.steps()));
    bool badge = false;
    for (const Chip* chip : w.window.findChildren<Chip*>())
      badge = badge || (chip->text().contains("diverged") && !chip->isHidden());
    QVERIFY(badge);
    // The others run on to the end.
    QCOMPARE(w.workspace().session.runs()[2].data.ending.status, Status::steps);
  }

  void playingEndsWhereNothingMoreWillCome() {
    QString toml = presets()[3].toml;
    OpenWindow w(toml.replace("learning_rate = 0.15", "learning_rate = 1e5"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    QCOMPARE(firstRun(w).ending.status, Status::diverged);
    w.workspace().player.setStep(0);
    w.workspace().player.play(true);
    QVERIFY(QTest::qWaitFor([&] { return !w.workspace().player.isPlaying(); }, 5000));
    QCOMPARE(w.workspace().player.step(), int(firstRun(w).steps()));
  }

  void otherKindAndBack() {
    OpenWindow w;
    QVERIFY(w.settle());
    const Experiment race = w.experiment();
    auto* kind = w.named<Segments>("Kind of problem");
    QVERIFY(kind);
    emit kind->chosen(1);
    QCOMPARE(w.experiment().problem.kind, std::string("expression"));
    QVERIFY(w.settle());
    QVERIFY(w.workspace().session.refusal().isEmpty());
    emit kind->chosen(0);
    QVERIFY(w.experiment() == race);
    w.undoStack().undo();
    QCOMPARE(w.experiment().problem.kind, std::string("expression"));
    w.undoStack().undo();
    QVERIFY(w.experiment() == race);
  }

  void openingABuiltInOneCanBeUndone() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().moveStart({0.5, 0.5}, true);
    const Experiment mine = w.experiment();
    w.window.openPreset(4);
    QVERIFY(w.experiment().title != mine.title);
    QVERIFY(!w.window.isWindowModified());
    w.undoStack().undo();
    QVERIFY(w.experiment() == mine);
    QVERIFY(w.window.isWindowModified());
  }
};

QTEST_MAIN(WindowRunsTest)
#include "window_runs_test.moc"
