/// Shows every control in both themes; writes the pictures where THALWEG_PICTURES names a folder.
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QTest>
#include <QVBoxLayout>

#include "tests/widgets/controls/gallery_pages.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

/// A window put together as the program's is, with the controls where they will stand.
QMainWindow* window() {
  QMainWindow* main = new QMainWindow;
  HeaderBar* header = new HeaderBar;
  for (const char* name : {"&File", "&Edit", "&View", "&Run", "&Tools", "&Learn", "&Help"}) {
    QMenu* menu = header->menuBar()->addMenu(QLatin1String(name));
    menu->addAction(QStringLiteral("Something"), QKeySequence(Qt::CTRL | Qt::Key_J), main, [] {});
  }
  header->setTitle(QStringLiteral("race on the ravine"), true);
  QAction* lecture =
      new QAction(icon(QStringLiteral("screen"), IconInk::text), QStringLiteral("Lecture"), main);
  lecture->setShortcut(Qt::Key_F5);
  header->addTool(lecture);
  main->setMenuWidget(header);
  const auto dock = [main](const char* title, Qt::DockWidgetArea area, QWidget* content,
                           int width) {
    QDockWidget* d = new QDockWidget(QLatin1String(title), main);
    PanelTitle* bar = new PanelTitle(d);
    QAction* add = new QAction(icon(QStringLiteral("plus")), QStringLiteral("Add"), d);
    bar->addTool(add);
    d->setTitleBarWidget(bar);
    d->setWidget(content);
    content->setMinimumWidth(width);
    main->addDockWidget(area, d);
    main->resizeDocks({d}, {width}, Qt::Horizontal);
    return d;
  };
  dock("Problem", Qt::LeftDockWidgetArea, problem(), 260);
  dock("Optimizers", Qt::RightDockWidgetArea, cards(), 300);
  QSplitter* centre = new QSplitter;
  for (QWidget* content : {odderCards(), assorted()}) {
    QWidget* view = new QWidget;
    QVBoxLayout* column = new QVBoxLayout(view);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    ViewTitle* title =
        new ViewTitle(QStringLiteral("Surface"), QStringLiteral("drag the ball to move the start"));
    for (const char* name : {"contour", "shade", "fit", "maximise"}) {
      QAction* action = new QAction(icon(QLatin1String(name)), QLatin1String(name), title);
      action->setCheckable(true);
      action->setChecked(*name == 'c');
      title->addTool(action);
    }
    column->addWidget(title);
    QTabBar* tabs = new QTabBar;
    for (const char* name : {"Loss", "Gradient", "Step size", "Sharpness"})
      tabs->addTab(QLatin1String(name));
    tabs->setExpanding(false);
    column->addWidget(tabs);
    column->addWidget(content, 1);
    centre->addWidget(view);
  }
  main->setCentralWidget(centre);
  TransportStrip* strip = new TransportStrip;
  strip->setRange(100, 120);
  strip->setStep(42);
  strip->setReadout(QStringLiteral("loss 0.02799"));
  strip->setPaceOffered(true);
  strip->setLoop(true);
  strip->setMarkers({{9, StripMarker::Kind::boundCrossed, 0, QStringLiteral("bound crossed")},
                     {96, StripMarker::Kind::diverged, 2, QStringLiteral("diverged")},
                     {70, StripMarker::Kind::fork, 2, {}},
                     {20, StripMarker::Kind::tick, 2, {}}});
  QDockWidget* foot = new QDockWidget(main);
  foot->setTitleBarWidget(new QWidget);
  foot->setFeatures(QDockWidget::NoDockWidgetFeatures);
  foot->setWidget(strip);
  main->setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  main->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  main->addDockWidget(Qt::BottomDockWidgetArea, foot);
  JobChip* job = new JobChip(QStringLiteral("sweep 11 × 11"));
  job->setProgress(0.6, QStringLiteral("12 s"));
  main->statusBar()->addWidget(job);
  QLabel* seed = new QLabel(QStringLiteral("seed 1"));
  main->statusBar()->addPermanentWidget(seed);
  return main;
}

}  // namespace

class GalleryTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { applyTheme(*qApp, Theme::light()); }

  void everyControlIsShownInBothThemes() {
    const QString folder = qEnvironmentVariable("THALWEG_PICTURES");
    std::unique_ptr<QMainWindow> main(window());
    std::unique_ptr<QWidget> sheet(iconSheet()), popping(popups());
    main->resize(1440, 900);
    main->show();
    sheet->show();
    popping->show();
    popping->activateWindow();
    popping->findChild<QWidget*>(QStringLiteral("ringed"))->setFocus();
    QVERIFY(QTest::qWaitForWindowExposed(main.get()));
    QImage light, dark;
    for (const Theme* theme : {&Theme::light(), &Theme::darkOne()}) {
      applyTheme(*qApp, *theme);
      QCoreApplication::processEvents();
      const QImage picture = main->grab().toImage();
      (theme->dark ? dark : light) = picture;
      if (folder.isEmpty()) continue;
      const QString name = theme->dark ? QStringLiteral("dark") : QStringLiteral("light");
      QVERIFY(picture.save(QDir(folder).filePath(QStringLiteral("gallery-%1.png").arg(name))));
      QVERIFY(
          popping->grab().save(QDir(folder).filePath(QStringLiteral("popups-%1.png").arg(name))));
      QVERIFY(sheet->grab().save(QDir(folder).filePath(QStringLiteral("icons-%1.png").arg(name))));
    }
    // The strip is the panel, the header is sunken: in each theme from its own palette.
    QCOMPARE(light.pixelColor(4, 2), Theme::light().sunken);
    QCOMPARE(dark.pixelColor(4, 2), Theme::darkOne().sunken);
    QCOMPARE(main->size(), QSize(1440, 900));
  }

  void everyControlHasANameAndIsReachedByTab() {
    std::unique_ptr<QMainWindow> main(window());
    main->show();
    for (const QWidget* widget : main->findChildren<QWidget*>()) {
      if (!widget->metaObject()->className() ||
          !QByteArray(widget->metaObject()->className()).startsWith("thalweg::"))
        continue;
      if (!(widget->focusPolicy() & Qt::TabFocus)) continue;
      QVERIFY2(!widget->accessibleName().isEmpty() || qobject_cast<const Segments*>(widget),
               widget->metaObject()->className());
    }
  }
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"
