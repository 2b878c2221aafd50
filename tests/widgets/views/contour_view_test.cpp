#include "widgets/views/contour_view.h"

#include <QElapsedTimer>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "tests/widgets/views/meander_scene.h"
#include "widgets/views/plane_path.h"

using namespace thalweg;
using namespace thalweg::testing;

class ContourViewTest : public QObject {
  Q_OBJECT

 private slots:
  void picturesLightAndDark() {
    for (const Theme* theme : {&Theme::light(), &Theme::darkOne()}) {
      ContourView view;
      view.resize(440, 492);
      view.setTheme(*theme);
      view.setScene(meanderScene());
      const QImage image = view.grab().toImage();
      keepPicture(image, theme->dark ? "contour-dark" : "contour-light");
      // Lowest band at the minimum, highest in the far corner: the colours of the design.
      const QPoint low = view.toView({2.75, 0.05}).toPoint(),
                   high = view.toView({1.5, -2.85}).toPoint();
      QVERIFY(image.pixelColor(low).blueF() > image.pixelColor(low).greenF());
      QVERIFY(image.pixelColor(high).greenF() > image.pixelColor(high).blueF());
    }
  }
  void fitShowsTheWholeGrid() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene());
    QCOMPARE(view.box(), QRectF(QPointF(-3.75, -2.95), QPointF(3.65, 2.85)));
    const QRectF plot = plotRectOf(view.size());
    QCOMPARE(view.toView({-3.75, -2.95}), plot.bottomLeft());
    QCOMPARE(view.toView({3.65, 2.85}), plot.topRight());
    view.setBox(QRectF(0, 0, 1, 1));
    view.fit();
    QCOMPARE(view.toView({-3.75, -2.95}), plot.bottomLeft());
  }
  void fitGoesHomeWhenTheGridFollowsThePan() {
    ContourView view;
    view.resize(440, 492);
    PlaneScene scene = meanderScene();
    scene.home = QRectF(QPointF(-3.75, -2.95), QPointF(3.65, 2.85));
    view.setScene(scene);
    view.setBox(QRectF(0, 0, 2, 2));
    auto grid = std::make_shared<PlaneGrid>(PlaneGrid{2, 2, 0, 2, 0, 2, {1, 2, 3, 4}});
    scene.grid = grid;  // what the owner has worked out for the new box
    view.setScene(scene);
    QCOMPARE(view.box(), QRectF(0, 0, 2, 2));
    QTest::mouseDClick(&view, Qt::LeftButton, {}, {400, 100});
    QCOMPARE(view.box(), scene.home);
    scene.home = QRectF(5, 5, 1, 1);  // another problem
    view.setScene(scene);
    QCOMPARE(view.box(), scene.home);
  }
  void dragOfTheRingMovesTheStart() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene());
    QSignalSpy moved(&view, &ContourView::startMoved);
    const QPoint from = view.toView({-1.4, 2.2}).toPoint(), to = view.toView({0.7, 1.1}).toPoint();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    move(view, (from + to) / 2);
    move(view, to);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    QCOMPARE(moved.size(), 3);
    QCOMPARE(moved[0][1].toBool(), false);
    QCOMPARE(moved[2][1].toBool(), true);
    const QPointF at = moved[2][0].toPointF();
    QVERIFY(std::abs(at.x() - 0.7) < 0.02 && std::abs(at.y() - 1.1) < 0.02);
  }
  void shiftSnapsToTheGrid() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene());
    QSignalSpy moved(&view, &ContourView::startMoved);
    const QPoint from = view.toView({-1.4, 2.2}).toPoint(),
                 to = view.toView({0.53, 1.17}).toPoint();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    move(view, to, Qt::ShiftModifier);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    const QPointF at = moved.last()[0].toPointF();
    QVERIFY(std::abs(at.x() * 5 - std::round(at.x() * 5)) < 1e-9);
    QVERIFY(std::abs(at.y() * 10 - std::round(at.y() * 10)) < 1e-9);
  }
  void lockedStartPans() {
    ContourView view;
    view.resize(440, 492);
    PlaneScene scene = meanderScene();
    scene.startMovable = false;
    view.setScene(scene);
    QSignalSpy moved(&view, &ContourView::startMoved), boxes(&view, &ContourView::boxChanged);
    const QPoint from = view.toView({-1.4, 2.2}).toPoint();
    QTest::mousePress(&view, Qt::LeftButton, {}, from);
    move(view, from + QPoint(39, 0));
    QTest::mouseRelease(&view, Qt::LeftButton, {}, from + QPoint(39, 0));
    QVERIFY(moved.isEmpty());
    QCOMPARE(boxes.size(), 1);
    QVERIFY(std::abs(view.box().left() - (-3.75 - 7.4 * 39 / 389)) < 1e-9);
    QCOMPARE(view.box().top(), -2.95);
  }
  void wheelKeepsThePointUnderThePointer() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene());
    const QPointF at(200, 150), plane = view.toPlane(at);
    QWheelEvent wheel(at, at, {}, {0, 240}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&view, &wheel);
    QVERIFY(view.box().width() < 7);
    QVERIFY(std::hypot(view.toPlane(at).x() - plane.x(), view.toPlane(at).y() - plane.y()) < 1e-9);
    QTest::mouseDClick(&view, Qt::LeftButton, {}, {60, 400});
    QCOMPARE(view.box().width(), 7.4);
  }
  void hoverRingsTheNearestStepAndClickGoesThere() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene());
    QSignalSpy hovered(&view, &ContourView::stepHovered), clicked(&view, &ContourView::stepClicked);
    const QPointF bend = view.toView(view.scene().paths[1].points[6]);
    move(view, (bend + QPointF(2, -1)).toPoint());
    QCOMPARE(hovered.size(), 1);
    QCOMPARE(hovered[0][0].value<StepOfPath>(), (StepOfPath{1, 6}));
    keepPicture(view.grab().toImage(), "contour-hover");
    QTest::mouseClick(&view, Qt::LeftButton, {}, bend.toPoint());
    QCOMPARE(clicked.last()[0].value<StepOfPath>(), (StepOfPath{1, 6}));
    move(view, {60, 460});
    QCOMPARE(hovered.last()[0].value<StepOfPath>().path, -1);
  }
  void leavingPathGetsAnArrowAtTheFrame() {
    ContourView view;
    view.resize(440, 492);
    PlaneScene scene = meanderScene();
    PlanePath away;
    away.name = "Too fast";
    away.style = 2;
    for (int k = 0; k <= 30; ++k)
      away.points.push_back(QPointF(-1.4 - 0.2 * std::pow(1.5, k), 2.2 - 0.01 * k));
    away.diverged = true;
    scene.paths = {away};
    scene.selected = -1;
    scene.cursor = 0;
    view.setScene(scene);
    const QImage inside = view.grab().toImage();
    view.setCursorStep(30);
    const QImage outside = view.grab().toImage();
    keepPicture(outside, "contour-exit");
    const auto exit =
        exitOf(away, 30, toViewOf(view.box(), plotRectOf(view.size())), plotRectOf(view.size()));
    QVERIFY(exit.has_value());
    QCOMPARE(exit->at.x(), plotRectOf(view.size()).left());
    const QPoint head = (exit->at - 6 * exit->towards).toPoint();
    QCOMPARE(outside.pixelColor(head), Theme::light().style(2).colour);
    QVERIFY(inside.pixelColor(head) != Theme::light().style(2).colour);
    QSignalSpy hovered(&view, &ContourView::stepHovered);
    move(view, head);
    QCOMPARE(hovered.last()[0].value<StepOfPath>(), (StepOfPath{0, 30}));
  }
  void flowsAreQuietAndTheGapIsARibbon() {
    ContourView view;
    view.resize(520, 460);
    PlaneScene scene = meanderScene(5, 14);
    scene.paths.resize(1);
    PlanePath flow = scene.paths[0];
    flow.name = "Gradient flow";
    flow.reference = true;
    flow.companion = 0;
    QPointF x(-1.4, 2.2);
    for (int k = 0; k <= 14; ++k) {
      flow.points[std::size_t(k)] = x;
      for (int fine = 0; fine < 100; ++fine) x -= 0.0039 * meanderGradient(x);
    }
    scene.paths.push_back(flow);
    view.setScene(scene);
    const QImage with = view.grab().toImage();
    keepPicture(with, "contour-flow");
    scene.paths[1].companion = -1;
    view.setScene(scene);
    QVERIFY(view.grab().toImage() != with);
  }
  void hugePathsAndEmptyScenesAreDrawn() {
    ContourView view;
    view.resize(300, 200);
    view.setScene({});
    view.grab();
    PlaneScene scene = meanderScene();
    scene.paths[0].points[50] = {1e300, -1e300};
    scene.paths[1].points[20] = {std::nan(""), 0};
    scene.grid = std::make_shared<PlaneGrid>(PlaneGrid{1, 1, 0, 0, 0, 0, {1}});
    view.setScene(scene);
    view.grab();
    QVERIFY(view.box().width() > 0);
  }
  void whatIsSeenComesFromAThreadAndIsTheSame() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene(0, 120));
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    QSignalSpy pictures(&view, &ContourView::pictureShown);
    constexpr int last = 60;
    for (int step = 1; step <= last; ++step) {
      view.setCursorStep(step);
      QVERIFY(!view.isSettled());
      QCoreApplication::processEvents();
    }
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    QVERIFY(pictures.size() >= 1 && pictures.size() <= last);
    QCOMPARE(view.shownScene()->cursor, last);
    const QImage seen = view.grab().toImage();
    view.hide();
    const QImage here = view.grab().toImage();
    int different = 0;  // blending on two kinds of image rounds differently
    for (int y = 0; y < seen.height(); ++y)
      for (int x = 0; x < seen.width(); ++x) different += seen.pixel(x, y) != here.pixel(x, y);
    QVERIFY2(different < 100, qPrintable(QString::number(different)));
    // Changed while nobody looks: right as soon as it is seen again.
    view.setCursorStep(7);
    view.show();
    QVERIFY(QTest::qWaitFor([&] { return view.shownScene()->cursor == 7; }));
  }
  void aViewMayGoWhileItsPictureIsMade() {
    for (int round = 0; round < 20; ++round) {
      ContourView view;
      view.resize(440, 492);
      view.setScene(meanderScene(round, 500));
      view.show();
      QVERIFY(QTest::qWaitFor([&] { return !view.isSettled() || view.shownScene(); }));
      view.setCursorStep(400);
      QCoreApplication::processEvents();
    }
    QCoreApplication::processEvents();
  }
  void cursorMovesAreCheap() {
    ContourView view;
    view.resize(440, 492);
    view.setScene(meanderScene(0, 500));
    view.grab();
    QElapsedTimer timer;
    timer.start();
    for (int step = 1; step <= 20; ++step) {
      view.setCursorStep(step);
      view.grab();
    }
    qInfo("contour repaint at a new cursor: %.2f ms", double(timer.nsecsElapsed()) / 20e6);
    timer.start();
    for (int k = 0; k < 5; ++k) {
      PlaneScene scene = view.scene();
      scene.grid = meanderGrid();
      view.setScene(scene);
      view.grab();
    }
    qInfo("contour repaint with a new grid of 201 x 201: %.2f ms",
          double(timer.nsecsElapsed()) / 5e6);
  }

 private:
  /// A move with the buttons that are held, as the platform would send it.
  static void move(QWidget& view, QPoint to, Qt::KeyboardModifiers keys = {}) {
    QMouseEvent event(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                      keys);
    QCoreApplication::sendEvent(&view, &event);
  }
};

QTEST_MAIN(ContourViewTest)
#include "contour_view_test.moc"
