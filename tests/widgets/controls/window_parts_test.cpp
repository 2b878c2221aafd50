/// Transport strip, titles and header: what they ask of the window.
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "widgets/controls/header_bar.h"
#include "widgets/controls/header_parts.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/style.h"

using namespace thalweg;

class WindowPartsTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

  void stripAsksForTheStepItShows() {
    TransportStrip strip;
    strip.resize(1400, 48);
    strip.setRange(100, 120);
    strip.setStep(42);
    strip.show();
    QVERIFY(QTest::qWaitForWindowExposed(&strip));
    QSignalSpy asked(&strip, &TransportStrip::stepAsked);
    ScrubBar* bar = strip.findChild<ScrubBar*>();
    QTest::keyClick(bar, Qt::Key_Right);
    QCOMPARE(asked.last()[0].toInt(), 43);
    QTest::keyClick(bar, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(asked.last()[0].toInt(), 33);
    QTest::keyClick(bar, Qt::Key_End);
    QCOMPARE(asked.last()[0].toInt(), 100);
    QCOMPARE(asked.size(), 3);
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(int(bar->xOf(7)), bar->height() / 2));
    QCOMPARE(strip.step(), 7);
    QCOMPARE(asked.last()[0].toInt(), 7);
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(bar->width() - 2, bar->height() / 2));
    QCOMPARE(strip.step(), 100);  // nothing is computed beyond
    strip.setStep(5);
    QCOMPARE(asked.size(), 5);
  }

  void stripButtonsStepAndPlay() {
    TransportStrip strip;
    strip.setRange(100, 120);
    strip.setStep(0);
    strip.show();
    QSignalSpy asked(&strip, &TransportStrip::stepAsked),
        played(&strip, &TransportStrip::playToggled), speed(&strip, &TransportStrip::speedChanged),
        loop(&strip, &TransportStrip::loopChanged);
    const auto press = [&strip](const QString& name) {
      for (QAbstractButton* button : strip.findChildren<QAbstractButton*>())
        if (button->accessibleName() == name) button->click();
    };
    press(QStringLiteral("One step back (Left)"));
    QCOMPARE(asked.size(), 0);  // there is nothing before the start
    press(QStringLiteral("One step on (Right)"));
    press(QStringLiteral("Last step (End)"));
    QCOMPARE(asked.last()[0].toInt(), 100);
    press(QStringLiteral("First step (Home)"));
    QCOMPARE(asked.last()[0].toInt(), 0);
    press(QStringLiteral("Play"));
    QCOMPARE(played.size(), 1);
    QVERIFY(played[0][0].toBool());
    press(QStringLiteral("Pause"));
    QVERIFY(!played[1][0].toBool());
    strip.setPlaying(true);
    QCOMPARE(played.size(), 2);
    press(QStringLiteral("Start again at the end"));
    QCOMPARE(loop.size(), 1);
    strip.setSpeed(4);
    QCOMPARE(strip.speed(), 4.0);
    QCOMPARE(speed.size(), 0);
    strip.findChild<QComboBox*>()->setCurrentIndex(0);
    QCOMPARE(speed[0][0].toDouble(), 0.25);
  }

  void stripDoesNotCreepWhileTheNumberGrows() {
    TransportStrip strip;
    strip.resize(1400, 48);
    strip.setRange(1000, 1000);
    strip.show();
    QVERIFY(QTest::qWaitForWindowExposed(&strip));
    const int left = strip.findChild<ScrubBar*>()->x();
    strip.setStep(1000);
    QCoreApplication::processEvents();
    QCOMPARE(strip.findChild<ScrubBar*>()->x(), left);
  }

  void panelTitleFollowsItsDock() {
    QMainWindow window;
    QDockWidget* dock = new QDockWidget(QStringLiteral("Problem"), &window);
    PanelTitle* title = new PanelTitle(dock);
    dock->setTitleBarWidget(title);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(title->height(), 28);
    const QList<ToolButton*> buttons = title->findChildren<ToolButton*>();
    QCOMPARE(buttons.size(), 2);
    buttons[0]->click();
    QVERIFY(dock->isFloating());
    buttons[0]->click();
    QVERIFY(!dock->isFloating());
    buttons[1]->click();
    QVERIFY(!dock->isVisible());
  }

  void viewTitleAsksToFillTheWindow() {
    ViewTitle title(QStringLiteral("Surface"), QStringLiteral("drag the ball"));
    title.show();
    QSignalSpy asked(&title, &ViewTitle::maximiseAsked);
    QTest::mouseDClick(&title, Qt::LeftButton, {}, QPoint(20, 14));
    QCOMPARE(asked.size(), 1);
  }

  void headerFindsAndDoesAnAction() {
    QMainWindow window;
    HeaderBar* header = new HeaderBar;
    QMenu* file = header->menuBar()->addMenu(QStringLiteral("&File"));
    QAction* open = file->addAction(QStringLiteral("&Open…"));
    QAction* save = file->addAction(QStringLiteral("&Save as…"));
    header->setActions({open, save});
    window.setMenuWidget(header);
    window.resize(1440, 300);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy opened(open, &QAction::triggered), saved(save, &QAction::triggered);
    header->focusFind();
    FindAction* find = header->findChild<FindAction*>();
    QTest::keyClicks(find, QStringLiteral("ave"));
    QTest::keyClick(find, Qt::Key_Return);
    QVERIFY(QTest::qWaitFor([&] { return saved.size() == 1; }));
    QCOMPARE(opened.size(), 0);
    QVERIFY(QTest::qWaitFor([&] { return find->text() == QString(); }));
  }

  void headerFitsANarrowWindow() {
    HeaderBar header;
    for (const char* name : {"File", "Edit", "View", "Run", "Tools", "Learn", "Help"})
      header.menuBar()->addMenu(QLatin1String(name));
    header.setTitle(QStringLiteral("race on the ravine"), false);
    for (const int width : {1024, 1200, 1440, 2000}) {
      header.resize(width, 32);
      header.show();
      QCoreApplication::processEvents();
      const QRect menus = header.menuBar()->geometry(),
                  title = header.findChild<TitleBox*>()->geometry();
      const QRect exporter = header.findChild<HeaderButton*>()->geometry();
      QVERIFY2(menus.right() < title.left(), qPrintable(QString::number(width)));
      QVERIFY2(title.right() < exporter.left(), qPrintable(QString::number(width)));
    }
  }
};

QTEST_MAIN(WindowPartsTest)
#include "window_parts_test.moc"
