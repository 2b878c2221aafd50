/// A view whose pictures take as long as the test wants.
#include <vtkRenderer.h>

#include <QColor>
#include <QElapsedTimer>
#include <QPainter>
#include <QSemaphore>
#include <QTest>
#include <atomic>
#include <thread>

#include "widgets/views/vtk_view.h"

using namespace thalweg;

namespace {

/// Opened by the test, once for each picture; how many pictures have come to it.
struct Gate {
  QSemaphore open;
  std::atomic<int> came = 0;
};

struct GatedShot final : Shot {
  std::shared_ptr<Gate> gate;
  QColor ground;
  void arrange(vtkRenderer& renderer) override {
    ++gate->came;
    gate->open.acquire();
    renderer.SetBackground(ground.redF(), ground.greenF(), ground.blueF());
  }
};

constexpr int many = 1000;

class GatedView : public VtkView {
 public:
  ~GatedView() override { gate->open.release(many); }  // or the studio would never end
  std::shared_ptr<Gate> gate = std::make_shared<Gate>();
  QColor ground = Qt::red;
  int asked = 0;
  void paintGround(const QColor& colour) {
    ground = colour;
    changed();
  }

 protected:
  std::shared_ptr<Shot> shotOf(const QSizeF&) override {
    ++asked;
    auto shot = std::make_shared<GatedShot>();
    shot->gate = gate;
    shot->ground = ground;
    return shot;
  }
  void paintOver(QPainter&, const QSizeF&, const Shot&) override {}
  void shown(const Shot&) override {}
};

}  // namespace

class VtkViewGlTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(VtkView::hasOpenGL()); }

  void theWindowGoesOnWhileAPictureIsMade() {
    GatedView view;
    shown(view);
    // The studio stands at the gate, and the window's thread works.
    view.paintGround(Qt::green);
    QVERIFY(QTest::qWaitFor([&] { return view.gate->came.load() == 1; }));
    QVERIFY(!view.isSettled());
    QCOMPARE(view.grab().toImage().pixelColor(20, 20), QColor(Qt::red));  // the last one stays
    // What changes meanwhile is one picture more, and that of the newest state.
    const int asked = view.asked, frames = view.framesDrawn();
    for (const QColor& colour : {QColor(Qt::yellow), QColor(Qt::cyan), QColor(Qt::blue)}) {
      view.paintGround(colour);
      QCoreApplication::processEvents();
    }
    QCOMPARE(view.asked, asked);
    view.gate->open.release(2);
    QVERIFY(QTest::qWaitFor([&] { return view.framesDrawn() == frames + 2; }));
    QCOMPARE(view.asked, asked + 1);
    QCOMPARE(view.grab().toImage().pixelColor(20, 20), QColor(Qt::blue));
    view.gate->open.release(1);
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    QCOMPARE(view.grab().toImage().pixelColor(20, 20), QColor(Qt::blue));
  }
  void aPictureAskedForIsWaitedFor() {
    GatedView view;
    shown(view);
    view.paintGround(Qt::green);
    QVERIFY(QTest::qWaitFor([&] { return view.gate->came.load() == 1; }));
    view.ground = Qt::blue;
    const int frames = view.framesDrawn();
    std::jthread opener([gate = view.gate] { gate->open.release(2); });
    const QImage image = view.render({60, 40}, 2);
    QCOMPARE(image.size(), QSize(120, 80));
    QCOMPARE(image.pixelColor(30, 30), QColor(Qt::blue));
    QCOMPARE(view.framesDrawn(), frames + 1);  // the one that was under way is not lost
    QCOMPARE(view.grab().toImage().pixelColor(20, 20), QColor(Qt::green));
  }
  void aViewMayGoWhileItsPictureIsMade() {
    for (int round = 0; round < 5; ++round) {
      auto view = std::make_unique<GatedView>();
      shown(*view);
      view->paintGround(Qt::green);
      QVERIFY(QTest::qWaitFor([&] { return view->gate->came.load() == 1; }));
      QElapsedTimer clock;
      clock.start();
      view.reset();
      QCoreApplication::processEvents();
      QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
    }
  }
  void aViewThatNeverDrewMayGo() {
    { const GatedView view; }
    GatedView hidden;
    hidden.resize(100, 80);
    hidden.paintGround(Qt::green);
    QCoreApplication::processEvents();
    QCOMPARE(hidden.asked, 0);
  }

 private:
  /// Shows it until all is drawn, then closes the gate.
  static void shown(GatedView& view) {
    view.resize(100, 80);
    view.gate->open.release(many);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(QTest::qWaitFor([&] { return view.isSettled(); }));
    while (view.gate->open.tryAcquire()) continue;
    view.gate->came = 0;
  }
};

QTEST_MAIN(VtkViewGlTest)
#include "vtk_view_gl_test.moc"
