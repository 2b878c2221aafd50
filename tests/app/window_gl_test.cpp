/// What needs a real display: the surface, every entry of the menus, and pictures from the command
/// line.
#include <QAction>
#include <QClipboard>
#include <QDialog>
#include <QDockWidget>
#include <QFileDialog>
#include <QImage>
#include <QLineEdit>
#include <QMenu>
#include <QProcess>
#include <QTimer>

#include "app/window/arrangements.h"
#include "app/window/charts_panel.h"
#include "app/window/notice_bar.h"
#include "app/window/views_area.h"
#include "tests/app/window_support.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/surface_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

/// All that a menu entry can change, as text.
QString stateOf(OpenWindow& w) {
  MainWindow& window = w.window;
  QStringList parts{QString::fromStdString(tomlOf(w.experiment())),
                    QString::number(w.undoStack().index()),
                    QString::number(w.workspace().player.step()),
                    QString::number(w.workspace().player.isPlaying()),
                    QString::number(window.strip()->speed()),
                    QString::number(currentTheme().dark),
                    QString::number(window.isFullScreen()),
                    window.charts()->chartIds().join(','),
                    QString::number(window.views()->surface()->isVisibleTo(&window)),
                    QString::number(window.views()->contour()->isVisibleTo(&window))};
  for (const QDockWidget* dock : window.findChildren<QDockWidget*>())
    parts << QString::number(dock->isHidden());
  const QRectF box = window.views()->contour()->box();
  parts << QString("%1 %2").arg(box.left()).arg(box.width());
  parts << QApplication::clipboard()->text();
  parts << QString::number(w.workspace().session.busy());
  if (const QWidget* focus = QApplication::focusWidget()) parts << focus->accessibleName();
  return parts.join('\n');
}

/// Runs thalweg with a list of words; its exit code, and what it said.
int runProgram(const QStringList& words, QByteArray* said = nullptr) {
  QProcess program;
  program.start(THALWEG_APP_DIR "/thalweg", words);
  if (!program.waitForFinished(120000)) return -1;
  if (said) *said = program.readAllStandardError();
  return program.exitCode();
}

}  // namespace

class WindowGlTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void theSurfaceIsDrawn() {
    OpenWindow w;
    QVERIFY(w.settle());
    SurfaceView* surface = w.window.views()->surface();
    QVERIFY(QTest::qWaitFor([&] { return surface->isSettled(); }, 20000));
    const QImage picture = surface->grab().toImage();
    // Not one colour: the block, its skirt and the ground behind.
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 7)
      for (int x = 0; x < picture.width(); x += 7) colours.insert(picture.pixel(x, y));
    QVERIFY2(colours.size() > 200, qPrintable(QString::number(colours.size())));
  }

  void everyMenuEntryDoesSomething() {
    OpenWindow w;
    QVERIFY(QTest::qWaitForWindowExposed(&w.window));
    QVERIFY(w.settle());
    QStringList idle;
    const QList<QAction*> actions = w.window.allActions();
    QVERIFY(actions.size() > 30);
    for (QAction* action : actions) {
      const QString name = action->text();
      // These end the program, or are there only to say that there is nothing.
      if (name == "Quit" || name == "Nothing opened yet") continue;
      if (!action->isEnabled()) continue;  // greyed, with the reason in its tip
      QVERIFY(w.problem.isEmpty());
      w.workspace().open(presets().front().toml, {});
      w.workspace().moveStart({1.0, 1.5}, true);
      w.undoStack().undo();
      if (name.startsWith("Undo")) w.undoStack().redo();
      w.window.views()->contour()->setBox(QRectF(0, 0, 1, 1));
      QApplication::clipboard()->setText("something else");
      QVERIFY(w.settle());
      // An optimizer that does not fit the problem is greyed, and its tip says why.
      if (!action->isEnabled() && action->toolTip().contains("needs")) continue;
      w.workspace().player.setStep(name == "To the end" ? 3 : 50);
      if (name.startsWith("Cancel")) {
        w.workspace().document.change("Long", {}, true,
                                      [](Experiment& e) { e.run.steps = 3000000; });
        QVERIFY(w.workspace().session.busy());
      }
      if (name == "Arrange for explore") arrange(w.window, Arrangement::curvature);
      bool dialog = false;
      QTimer closer;
      connect(&closer, &QTimer::timeout, this, [&] {
        if (QWidget* open = QApplication::activeModalWidget()) {
          dialog = true;
          open->close();
        }
      });
      closer.start(30);
      const QString before = stateOf(w);
      action->trigger();
      QTest::qWait(40);
      bool changed = dialog || stateOf(w) != before;
      if (!changed && name.startsWith("Cancel"))
        changed = QTest::qWaitFor([&] { return !w.workspace().session.busy(); }, 2000);
      if (!changed) idle << name;
      // Back as it was.
      if (action->isCheckable()) action->trigger();
      if (name.contains("alone, or both") || name == "Light or dark" || name == "Full screen")
        action->trigger();
      if (name.startsWith("Arrange for") || name.endsWith("cursor now"))
        arrange(w.window, Arrangement::explore);
      w.workspace().session.cancel();
      w.workspace().player.play(false);
    }
    QVERIFY2(idle.isEmpty(), qPrintable(idle.join(", ")));
  }

  void findingAnActionDoesItAndLeavesNothingOpen() {
    OpenWindow w;
    QVERIFY(QTest::qWaitForWindowExposed(&w.window));
    QVERIFY(w.settle());
    w.workspace().player.setStep(7);
    w.window.header()->focusFind();
    auto* find = w.named<QLineEdit>("Find an action");
    QTest::keyClicks(find, "to the start");
    QVERIFY(QApplication::activePopupWidget());
    QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return w.workspace().player.step() == 0; }, 2000));
    QVERIFY(!QApplication::activePopupWidget());
    QCOMPARE(find->text(), QString());
  }

  void noTwoEntriesHaveOneKey() {
    OpenWindow w;
    QHash<QString, QString> taken;
    for (const QAction* action : w.window.allActions()) {
      const QString keys = action->shortcut().toString();
      if (keys.isEmpty()) continue;
      QVERIFY2(!taken.contains(keys),
               qPrintable(keys + ": " + taken.value(keys) + ", " + action->text()));
      taken.insert(keys, action->text());
    }
    QVERIFY(taken.size() > 20);
  }

  void narrowWindowsHaveOneColumnOfDocks() {
    OpenWindow w;
    w.window.resize(1024, 700);
    QVERIFY(w.settle());
    QTest::qWait(50);
    QCOMPARE(w.window.size(), QSize(1024, 700));
    QVERIFY(
        w.window.tabifiedDockWidgets(w.window.problemDock()).contains(w.window.optimizersDock()));
    w.window.resize(1440, 900);
    QTest::qWait(50);
    QVERIFY(w.window.tabifiedDockWidgets(w.window.problemDock()).isEmpty());
    QCOMPARE(w.window.size(), QSize(1440, 900));
  }

  void picturesHaveTheSizeAsked_data() {
    QTest::addColumn<QString>("view");
    QTest::addColumn<QSize>("size");
    QTest::newRow("window") << "window" << QSize(1200, 800);
    QTest::newRow("surface") << "surface" << QSize(500, 400);
    QTest::newRow("contour") << "contour" << QSize(420, 380);
    QTest::newRow("chart") << "chart" << QSize(640, 240);
  }
  void picturesHaveTheSizeAsked() {
    QFETCH(QString, view);
    QFETCH(QSize, size);
    QTemporaryDir folder;
    const QString out = folder.filePath("picture.png");
    QByteArray said;
    const int code = runProgram(
        {"--screenshot", out, "--view", view, "--size",
         QString("%1x%2").arg(size.width()).arg(size.height()), "--theme", "dark", "--step", "42"},
        &said);
    QVERIFY2(code == 0, said);
    QCOMPARE(QImage(out).size(), size);
  }

  void badRequestsAreRefusedInOneLine_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("named");
    QTest::newRow("size") << QStringList{"--size", "10x9000000"} << "10x9000000";
    QTest::newRow("no size") << QStringList{"--size", "big"} << "big";
    QTest::newRow("theme") << QStringList{"--theme", "pink"} << "pink";
    QTest::newRow("step") << QStringList{"--step", "-3"} << "-3";
    QTest::newRow("view") << QStringList{"--view", "sky"} << "sky";
    QTest::newRow("option") << QStringList{"--colour", "blue"} << "colour";
    QTest::newRow("file") << QStringList{"/no/such/file.toml"} << "/no/such/file.toml";
  }
  void badRequestsAreRefusedInOneLine() {
    QFETCH(QStringList, words);
    QFETCH(QString, named);
    QTemporaryDir folder;
    const QString out = folder.filePath("picture.png");
    QByteArray said;
    QCOMPARE(runProgram(QStringList{"--screenshot", out} + words, &said), 2);
    QByteArrayList lines = said.trimmed().split('\n');
    lines.removeIf([](const QByteArray& line) { return line.startsWith("QStandardPaths"); });
    QCOMPARE(lines.size(), 1);
    QVERIFY2(lines.front().contains(named.toUtf8()), said);
    QVERIFY(!QFile::exists(out));
  }
};

QTEST_MAIN(WindowGlTest)
#include "window_gl_test.moc"
