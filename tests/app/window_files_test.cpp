/// What the window reads and writes: experiments, pictures that carry one, tables, and files that
/// are not what they say.
#include <QDockWidget>
#include <QImageReader>
#include <QScreen>
#include <QSvgRenderer>

#include "app/window/charts_panel.h"
#include "app/window/export_dialog.h"
#include "app/window/network_form.h"
#include "app/window/notice_bar.h"
#include "app/window/views_area.h"
#include "core/io/run_files.h"
#include "tests/app/window_support.h"
#include "widgets/controls/small_controls.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/surface_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

enum Format { png, svg, pdf, csv, toml };

}  // namespace

class WindowFilesTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void picturesCarryTheExperiment_data() {
    QTest::addColumn<QString>("figure");
    QTest::addColumn<int>("format");
    for (const char* figure : {"contour", "loss", "sharpness", "window"})
      for (const int format : {int(png), int(svg)})
        QTest::newRow(qPrintable(QString("%1 as %2").arg(figure, format == png ? "PNG" : "SVG")))
            << QString(figure) << format;
  }
  void picturesCarryTheExperiment() {
    QFETCH(QString, figure);
    QFETCH(int, format);
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().moveStart({0.25, 1.5}, true);
    QVERIFY(w.settle());
    QTemporaryDir folder;
    const QString path = folder.filePath(format == png ? "figure.png" : "figure.svg");
    ExportDialog dialog(w.window);
    dialog.chooseFigure(figure);
    dialog.chooseFormat(format);
    QCOMPARE(dialog.write(path), QString());
    if (format == png)
      QVERIFY(QImage(path).width() > 300);
    else
      QVERIFY(QSvgRenderer(path).isValid());
    const std::optional<QString> embedded = readEmbeddedExperiment(path);
    QVERIFY(embedded.has_value());
    const Experiment mine = w.experiment();
    OpenWindow other(presets()[2].toml);
    drop(other.window, path);
    QVERIFY(other.experiment() == mine);
    QVERIFY(other.settle());
  }

  void chartsKeepTextAsText() {
    OpenWindow w;
    QVERIFY(w.settle());
    QTemporaryDir folder;
    ExportDialog dialog(w.window);
    dialog.chooseFigure("loss");
    dialog.chooseFormat(svg);
    QCOMPARE(dialog.write(folder.filePath("loss.svg")), QString());
    QVERIFY(contentsOf(folder.filePath("loss.svg")).contains("Momentum"));
    dialog.chooseFormat(pdf);
    QCOMPARE(dialog.write(folder.filePath("loss.pdf")), QString());
    QVERIFY(contentsOf(folder.filePath("loss.pdf")).startsWith("%PDF-"));
  }

  void tablesHoldTheNumbersOfTheRuns() {
    OpenWindow w;
    QVERIFY(w.settle());
    QTemporaryDir folder;
    ExportDialog dialog(w.window);
    dialog.chooseFigure("loss");
    dialog.chooseFormat(csv);
    const QString chart = folder.filePath("loss.csv"), paths = folder.filePath("paths.csv");
    QCOMPARE(dialog.write(chart), QString());
    QCOMPARE(contentsOf(chart),
             QByteArray::fromStdString(csvOf(w.window.charts()->figureOf("loss"))));
    dialog.chooseFigure("contour");
    QCOMPARE(dialog.write(paths), QString());
    const QList<QByteArray> lines = contentsOf(paths).split('\n');
    QCOMPARE(lines.front(), QByteArray("run,step,f,x0,x1"));
    QCOMPARE(lines.size(), 1 + 4 * 121 + 1);
    const std::string adam = trajectoryCsv(w.workspace().session.runs()[2].run->record());
    const QByteArray last = QByteArray::fromStdString(adam).trimmed().split('\n').back();
    QVERIFY(lines.contains("Adam," + last));
  }

  void experimentFilesReadBack() {
    OpenWindow w;
    QVERIFY(w.settle());
    QTemporaryDir folder;
    ExportDialog dialog(w.window);
    dialog.chooseFormat(toml);
    QCOMPARE(dialog.write(folder.filePath("experiment.toml")), QString());
    const Result<Experiment> read =
        experimentFromFile(folder.filePath("experiment.toml").toStdString());
    QVERIFY2(read.has_value(), read ? "" : read.error().what.c_str());
    QVERIFY(*read == w.experiment());
  }

  void whatCanNotBeWrittenIsSaid() {
    OpenWindow w;
    QVERIFY(w.settle());
    ExportDialog dialog(w.window);
    for (const int format : {int(png), int(svg), int(pdf), int(csv), int(toml)}) {
      dialog.chooseFormat(format);
      const QString told = dialog.write("/nowhere/at/all/figure.x");
      QVERIFY2(told.contains("/nowhere/at/all"), qPrintable(told));
      QVERIFY(!told.contains('\n'));
    }
  }

  void theNextWindowIsLaidOutLikeTheLast() {
    OrbitCamera seen;
    const QSize size(1300, 700);
    {
      OpenWindow w;
      QVERIFY(w.settle());
      w.window.resize(size);
      QCOMPARE(w.window.size(), size);
      w.window.problemDock()->hide();
      seen = w.window.views()->surface()->camera();
      seen.turn(30, 10);
      w.window.views()->surface()->setCamera(seen);
      w.window.close();
    }
    MainWindow next;
    next.restoreLayout();
    next.workspace().open(presets().front().toml, {});
    next.show();
    QVERIFY(QTest::qWaitFor([&] { return next.workspace().isSettled(); }, 20000));
    QVERIFY(next.problemDock()->isHidden());
    QVERIFY(!next.optimizersDock()->isHidden());
    // Newer versions of Qt keep a window within its screen, and that of tests is narrow.
    QCOMPARE(next.height(), size.height());
    const bool fits = next.screen()->availableGeometry().width() >= size.width();
    QVERIFY(next.width() == size.width() || !fits);
    QCOMPARE(next.views()->surface()->camera().azimuth, seen.azimuth);
    QCOMPARE(next.views()->surface()->camera().elevation, seen.elevation);
    // Not where nobody asked, as for pictures from the command line; and the view can be fitted.
    const OpenWindow other;
    QVERIFY(!other.window.problemDock()->isHidden());
    next.views()->fit();
    next.close();
    QVERIFY(!QSettings().contains("camera"));
  }

  void aFileOpensAtTheStepItNames() {
    OpenWindow w;
    QTemporaryDir folder;
    Experiment experiment = w.experiment();
    const QString playing = folder.filePath("playing.toml"), still = folder.filePath("still.toml");
    QVERIFY(write(playing, QByteArray::fromStdString(tomlOf(experiment))));
    experiment.view.step = 17;
    QVERIFY(write(still, QByteArray::fromStdString(tomlOf(experiment))));
    w.window.openFile(still);
    QVERIFY(!w.workspace().player.isPlaying());
    QCOMPARE(w.workspace().player.step(), 17);
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().player.step(), 17);
    w.window.openFile(playing);
    QVERIFY(w.workspace().player.isPlaying());
    QCOMPARE(w.workspace().player.step(), 0);
  }

  void savedAndOpenedAgain() {
    OpenWindow w;
    w.workspace().moveStart({1, 1}, true);
    QVERIFY(w.window.isWindowModified());
    QTemporaryDir folder;
    const QString path = folder.filePath("mine.toml");
    QCOMPARE(w.workspace().saveAs(path), QString());
    QVERIFY(!w.window.isWindowModified());
    const Experiment mine = w.experiment();
    OpenWindow other;
    other.window.openFile(path);
    QVERIFY(other.experiment() == mine);
    QCOMPARE(other.workspace().document.path(), path);
    QVERIFY(QSettings().value("recent").toStringList().contains(path));
  }

  void brokenFilesAreToldAndChangeNothing_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("said");
    QTest::newRow("unfinished") << "a.toml" << QByteArray("[problem\nkind = 3") << "a.toml";
    QTest::newRow("unknown key")
        << "b.toml"
        << QByteArray("[problem]\nkind = \"landscape\"\nname = \"meander\"\n[run]\nstepps = 3\n")
        << "stepps";
    QTest::newRow("rate below zero")
        << "c.toml"
        << QByteArray(
               "[problem]\nname = \"meander\"\n[[optimizer]]\nname = \"sgd\"\nlearning_rate = -1\n")
        << "learning_rate";
    QTest::newRow("start nan") << "d.toml"
                               << QByteArray("[problem]\nname = \"meander\"\nstart = [nan, 1]\n")
                               << "start";
    QTest::newRow("nothing at all") << "e.png" << QByteArray() << "e.png";
    QTest::newRow("zeros") << "f.toml" << QByteArray(5000, '\0') << "f.toml";
  }
  void brokenFilesAreToldAndChangeNothing() {
    QFETCH(QString, name);
    QFETCH(QByteArray, text);
    QFETCH(QString, said);
    OpenWindow w;
    QVERIFY(w.settle());
    w.workspace().moveStart({1, 1}, true);
    const Experiment before = w.experiment();
    QTemporaryDir folder;
    const QString path = folder.filePath(name);
    QVERIFY(write(path, text));
    drop(w.window, path);
    QVERIFY(w.experiment() == before);
    QCOMPARE(w.undoStack().count(), 1);
    const QString told = w.window.notice()->text();
    QVERIFY2(told.contains(said) && told.count('\n') == 0, qPrintable(told));
    QVERIFY(!w.window.notice()->isHidden());
    w.window.openPreset(0);
    QVERIFY(w.window.notice()->isHidden());
  }

  void aTableThatCanNotBeReadLeavesTheRunsAlone() {
    QTemporaryDir folder;
    const QString path = folder.filePath("table.csv"), good = folder.filePath("good.csv");
    QVERIFY(write(path, "a,b,target\n1,2,0\n3,four,1\n5,6,0\n"));
    QVERIFY(write(good, "a,b,target\n1,2,0.5\n3,4,1.5\n5,6,0.25\n"));
    QString toml = presets()[1].toml;
    OpenWindow w(toml.replace("steps = 700", "steps = 5"));
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    auto* form = w.window.findChild<NetworkForm*>();
    form->take(path);
    QVERIFY(w.experiment() == before);
    QCOMPARE(w.workspace().session.computed(), std::int64_t(5));
    QString told;
    for (const ErrorLine* line : form->findChildren<ErrorLine*>()) told += line->text();
    QVERIFY2(told.contains("four"), qPrintable(told));
    form->take(good);
    QVERIFY(w.settle());
    QCOMPARE(w.experiment().problem.network.layers, (std::vector<std::int64_t>{2, 32, 1}));
    QVERIFY2(w.workspace().session.refusal().isEmpty(),
             qPrintable(w.workspace().session.refusal()));
    w.undoStack().undo();
    QVERIFY(w.experiment() == before);
  }

  void aWordInATableIsTold() {
    QTemporaryDir folder;
    const QString path = folder.filePath("table.csv");
    QVERIFY(write(path, "a,b,target\n1,2,0\n3,four,1\n5,6,0\n"));
    QString toml = presets()[1].toml;
    toml.replace("dataset = \"digits\"", "dataset = \"" + path + "\"")
        .replace("[64, 32, 10]", "[2, 4, 1]");
    OpenWindow w(toml);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(QTest::qWaitFor([&] { return !w.workspace().session.refusal().isEmpty(); }, 30000));
    const QString told = w.workspace().session.refusal();
    QVERIFY2(told.contains("four"), qPrintable(told));
    QVERIFY(w.settle());
  }
};

QTEST_MAIN(WindowFilesTest)
#include "window_files_test.moc"
