#include "widgets/views/contour_view.h"

#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

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
      const QPoint low = view.toView({2.75, 0.05}).toPoint(), high = view.toView({1.5, -2.85}).toPoint();
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
};

QTEST_MAIN(ContourViewTest)
#include "contour_view_test.moc"
