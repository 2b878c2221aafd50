#include "widgets/views/surface_view.h"

#include <QElapsedTimer>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/views/meander_scene.h"

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
};

QTEST_MAIN(SurfaceViewGlTest)
#include "surface_view_gl_test.moc"
