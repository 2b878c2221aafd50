#include "widgets/views/surface_view.h"

#include <QTest>
#include <cmath>

#include "tests/widgets/views/meander_scene.h"

using namespace thalweg;
using namespace thalweg::testing;

class SurfaceViewTest : public QObject {
  Q_OBJECT

  const LevelField m_field = [] {
    const auto grid = meanderGrid();
    return resampled(levelFieldOf(*grid, levelScaleOf(*grid)), 170, 170);
  }();
  const SurfaceFrame m_frame = surfaceFrameOf(m_field);

 private slots:
  void withoutOpenGlTheViewSaysSo() {
    if (VtkView::hasOpenGL()) QSKIP("This platform has OpenGL");
    SurfaceView view;
    view.resize(440, 300);
    view.setScene(meanderScene());
    view.setCursorStep(7);
    const QImage image = view.grab().toImage();
    keepPicture(image, "surface-without");
    int inked = 0;
    for (int x = 0; x < image.width(); ++x)
      for (int y = 120; y < 180; ++y) inked += image.pixel(x, y) != image.pixel(0, 0);
    QVERIFY(inked > 500);
    QVERIFY(view.render({100, 100}, 1).isNull());
  }
  void blockHasItsProportions() {
    QCOMPARE(m_frame.width, 1.0);
    QVERIFY(std::abs(m_frame.depth - 5.8 / 7.4) < 1e-12);
    QVERIFY(std::abs(m_frame.height - 1.0 / 3) < 1e-12);
    const QPointF back = m_frame.toPlane(m_frame.toScene(1.5, -2, 0.3));
    QVERIFY(std::abs(back.x() - 1.5) < 1e-6 && std::abs(back.y() + 2) < 1e-6);
  }
  void firstPictureLeavesTwelvePixelsOfAir() {
    OrbitCamera camera;
    const QSizeF size(440, 492);
    camera.fit(outlineOf(m_field, m_frame), size, QRectF(12, 72, 416, 388));
    double left = 1e9, right = -1e9;
    for (const QVector3D& place : outlineOf(m_field, m_frame)) {
      left = std::min(left, camera.project(place, size).x());
      right = std::max(right, camera.project(place, size).x());
    }
    QVERIFY2(std::abs(left - 12) < 0.5 && std::abs(right - 428) < 0.5,
             qPrintable(QString("%1 %2").arg(left).arg(right)));
  }
  void rayMeetsTheSurfaceWhereItIsSeen() {
    OrbitCamera camera;
    const QSizeF size(440, 492);
    camera.fit(outlineOf(m_field, m_frame), size, QRectF(12, 72, 416, 388));
    int seen = 0;
    for (double x = -3.5; x < 3.5; x += 0.25)
      for (double y = -2.8; y < 2.8; y += 0.25) {
        const QVector3D place = m_frame.toScene(x, y, m_field.sample(x, y));
        const auto hit = hitSurface(m_field, m_frame, camera.eye(),
                                    camera.rayThrough(camera.project(place, size), size));
        QVERIFY(hit.has_value());
        // Nearer than the place (a slope before it), or the place itself.
        const float toHit = (*hit - camera.eye()).length(),
                    toPlace = (place - camera.eye()).length();
        QVERIFY2(toHit < toPlace + 2e-4f,
                 qPrintable(QString("%1 %2: %3").arg(x).arg(y).arg(toHit - toPlace)));
        const QPointF on = m_frame.toPlane(*hit);
        QVERIFY(std::abs(double(hit->z()) - m_frame.height * m_field.sample(on.x(), on.y())) <
                1e-4);
        seen += std::abs(toHit - toPlace) < 1e-3f;
      }
    QVERIFY2(seen > 450, qPrintable(QString::number(seen)));
    QVERIFY(!hitSurface(m_field, m_frame, camera.eye(), QVector3D(0, 0, 1)));
  }
  void cameraKeepsUpUp() {
    OrbitCamera camera;
    camera.turn(500, 500);
    QCOMPARE(camera.elevation, 88.0);
    camera.turn(0, -500);
    QCOMPARE(camera.elevation, 4.0);
    QVERIFY(std::abs(camera.azimuth) <= 180);
    QVERIFY(camera.up().z() > 0);
  }
  void meshIsOnTheSurfaceAndLeavesHoles() {
    const Mesh mesh = surfaceMesh(m_field, m_frame);
    QCOMPARE(mesh.vertices(), 170 * 170);
    QCOMPARE(mesh.triangles.size(), std::size_t(169 * 169 * 6));
    LevelField holed = m_field;
    holed.share[std::size_t(80 * 170 + 80)] = std::nan("");
    QCOMPARE(surfaceMesh(holed, m_frame).triangles.size(), mesh.triangles.size() - 4 * 6);
    for (const float z : surfaceMesh(holed, m_frame).points) QVERIFY(std::isfinite(z));
  }
  void drapesFollowTheSurfaceAndStayThin() {
    PlaneScene scene = meanderScene(42, 20000);
    const DrapedPath drape = draped(scene.paths[1], m_field, m_frame);
    QVERIFY2(drape.points.size() <= 2100, qPrintable(QString::number(drape.points.size())));
    QVERIFY(std::is_sorted(drape.steps.begin(), drape.steps.end()));
    const float lift = float(0.01 * m_frame.diagonal());
    for (const QVector3D& point : drape.points) {
      const QPointF on = m_frame.toPlane(point);
      const double height = m_frame.height * m_field.sample(on.x(), on.y());
      QVERIFY(std::abs(double(point.z()) - height) < double(lift));
    }
    PlaneScene few = meanderScene(42, 20);
    few.paths[0].points[3] = {100, 100};  // outside the block: the tube breaks there
    const DrapedPath broken = draped(few.paths[0], m_field, m_frame);
    QVERIFY(std::isnan(broken.points[broken.beads[3]].z()));
    QVERIFY(std::isfinite(broken.points[broken.beads[4]].z()));
  }
};

QTEST_MAIN(SurfaceViewTest)
#include "surface_view_test.moc"
