#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "tests/widgets/views/meander_scene.h"
#include "widgets/views/surface_view.h"

using namespace thalweg;
using namespace thalweg::testing;

class SurfaceViewGlTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(VtkView::hasOpenGL()); }

  void picturesLightAndDark() {
    for (const Theme* theme : {&Theme::light(), &Theme::darkOne()}) {
      SurfaceView view;
      view.setTheme(*theme);
      view.setScene(meanderScene());
      const QImage image = view.render({440, 492}, 1);
      QCOMPARE(image.size(), QSize(440, 492));
      keepPicture(image, theme->dark ? "surface-dark" : "surface-light");
      QSet<QRgb> colours;
      for (int y = 0; y < image.height(); y += 2)
        for (int x = 0; x < image.width(); x += 2) colours.insert(image.pixel(x, y));
      QVERIFY2(colours.size() > 2000, qPrintable(QString::number(colours.size())));
    }
  }
  void dragMovesTheStartOnTheSurface() {
    SurfaceView view;
    shown(view);
    const QPointF from = *view.toView({-1.4, 2.2}), to = *view.toView({-0.9, 0.4});
    const QPointF wanted =
        *view.toPlane(to);  // what the eye sees there, which may be a nearer slope
    QSignalSpy moved(&view, &SurfaceView::startMoved);
    QTest::mousePress(&view, Qt::LeftButton, {}, from.toPoint());
    move(view, ((from + to) / 2).toPoint());
    move(view, to.toPoint());
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to.toPoint());
    QVERIFY(moved.size() >= 2);
    QCOMPARE(moved.last()[1].toBool(), true);
    const QPointF at = moved.last()[0].toPointF();
    QVERIFY2(std::hypot(at.x() - wanted.x(), at.y() - wanted.y()) < 0.15,
             qPrintable(QString("%1 %2").arg(at.x()).arg(at.y())));
    QCOMPARE(*view.scene().start, at);
  }
  void dragOnTheSurfaceTurnsAndDoubleClickFits() {
    SurfaceView view;
    shown(view);
    const OrbitCamera before = view.camera();
    QTest::mousePress(&view, Qt::LeftButton, {}, {120, 320});
    move(view, {160, 330});
    move(view, {200, 340});
    QTest::mouseRelease(&view, Qt::LeftButton, {}, {200, 340});
    QVERIFY(view.camera().azimuth < before.azimuth - 20);
    QVERIFY(view.camera().elevation > before.elevation);
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    keepPicture(view.grab().toImage(), "surface-turned");
    QTest::mouseDClick(&view, Qt::LeftButton, {}, {30, 460});
    QVERIFY(QTest::qWaitFor([&] { return view.camera().azimuth == before.azimuth; }));
    QVERIFY(
        QTest::qWaitFor([&] { return std::abs(view.camera().distance - before.distance) < 1e-3; }));
  }
  void hoverFindsAStep() {
    SurfaceView view;
    shown(view);
    const QPointF place = view.scene().paths[1].points[12];
    QSignalSpy hovered(&view, &SurfaceView::stepHovered);
    move(view, view.toView(place)->toPoint());
    QCOMPARE(hovered.size(), 1);
    QCOMPARE(hovered[0][0].value<StepOfPath>().path, 1);
    QVERIFY(std::abs(hovered[0][0].value<StepOfPath>().step - 12) <= 1);
    keepPicture(view.grab().toImage(), "surface-hover");
  }
  void idleDrawsNothing() {
    SurfaceView view;
    shown(view);
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    const int frames = view.framesDrawn();
    view.update();
    QTest::qWait(400);
    QCOMPARE(view.framesDrawn(), frames);
    for (int k = 0; k < 200; ++k) view.setCursorStep(k % 50);  // joined to one draft
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    QVERIFY(view.framesDrawn() <= frames + 3);
  }
  void anArrowStandsWhereAPathHasLeft() {
    PlaneScene scene = meanderScene(0, 20);
    scene.paths.resize(1);
    scene.selected = -1;
    scene.paths[0].points = {{0, 0}, {1, 0.5}, {40, 20}};
    scene.paths[0].f = {1, 2, 3};
    SurfaceView view;
    view.setScene(scene);
    const QSize size(440, 492);
    const QImage before = view.render(size, 1);
    view.setCursorStep(2);
    const QImage after = view.render(size, 1);
    keepPicture(after, "surface-exit");
    // At the right rim, as high on it as the straight line there goes.
    view.resize(size);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    const QRectF box(QPointF(scene.grid->x0, scene.grid->y0),
                     QPointF(scene.grid->x1, scene.grid->y1));
    const double right = box.right() - 1e-9;
    const auto tip = view.toView({right, right / 2});
    QVERIFY(tip.has_value());
    const QColor colour = Theme::light().style(0).colour;
    int inked = 0, inkedBefore = 0;
    for (int y = -14; y <= 14; ++y)
      for (int x = -14; x <= 14; ++x) {
        const QPoint at = tip->toPoint() + QPoint(x, y);
        if (!after.rect().contains(at)) continue;
        inked += after.pixelColor(at) == colour;
        inkedBefore += before.pixelColor(at) == colour;
      }
    QVERIFY2(inked > 30 && inkedBefore == 0,
             qPrintable(QString("%1, before %2").arg(inked).arg(inkedBefore)));
  }
  void holesLeaveHoles() {
    PlaneScene scene = meanderScene();
    auto grid = meanderGrid();
    for (int j = 0; j < grid->ny; ++j)
      for (int i = 0; i < grid->nx; ++i)
        if (std::hypot(i - 60, j - 60) < 25) grid->f[std::size_t(j * grid->nx + i)] = std::nan("");
    scene.grid = grid;
    SurfaceView view;
    view.setScene(scene);
    const QImage image = view.render({440, 492}, 1);
    keepPicture(image, "surface-hole");
    view.setScene(meanderScene());
    QVERIFY(image != view.render({440, 492}, 1));
  }
  void emptySceneIsGround() {
    SurfaceView view;
    view.setScene({});
    const QImage image = view.render({200, 150}, 2);
    QCOMPARE(image.size(), QSize(400, 300));
    QVERIFY(image.pixelColor(200, 5).lightness() > 240);
  }
  void newSurfaceDoesNotHoldTheWindowUp() {
    SurfaceView view;
    shown(view);
    const PlaneScene scene = meanderScene(42, 500);
    double set = 0, drawn = 0;
    constexpr int rounds = 8;
    for (int k = 0; k < rounds; ++k) {
      PlaneScene next = scene;
      next.grid = meanderGrid();
      QElapsedTimer timer;
      timer.start();
      view.setScene(next);
      set += double(timer.nsecsElapsed()) / 1e6;
      timer.start();
      view.render({440, 492}, 0.5);  // as many pixels as a draft
      drawn += double(timer.nsecsElapsed()) / 1e6;
    }
    qInfo("new grid of 201 x 201: taken over in %.1f ms, drawn in %.1f ms", set / rounds,
          drawn / rounds);
    QElapsedTimer timer;
    timer.start();
    for (int k = 0; k < rounds; ++k) {
      view.setCursorStep(k * 10);
      view.render({440, 492}, 0.5);
    }
    qInfo("cursor moved and drawn in %.1f ms", double(timer.nsecsElapsed()) / 1e6 / rounds);
    PlaneScene eight = meanderScene(500, 500);
    for (int k = 0; k < 4; ++k) eight.paths.push_back(eight.paths[std::size_t(k)]);
    timer.start();
    for (int k = 0; k < rounds; ++k) {
      view.setScene(eight);
      view.render({440, 492}, 0.5);
    }
    qInfo("eight paths of 500 steps taken over and drawn in %.1f ms",
          double(timer.nsecsElapsed()) / 1e6 / rounds);
  }

 private:
  static void shown(SurfaceView& view) {
    view.resize(440, 492);
    view.setScene(meanderScene());
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(QTest::qWaitFor([&] { return view.framesDrawn() > 0; }));
  }
  static void move(QWidget& view, QPoint to) {
    QMouseEvent event(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton,
                      {});
    QCoreApplication::sendEvent(&view, &event);
  }
};

QTEST_MAIN(SurfaceViewGlTest)
#include "surface_view_gl_test.moc"
