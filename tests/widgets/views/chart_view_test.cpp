#include "widgets/views/chart_view.h"

#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/views/meander_scene.h"

using namespace thalweg;
using namespace thalweg::testing;

class ChartViewTest : public QObject {
  Q_OBJECT

 private slots:
  void picturesLightAndDark() {
    for (const Theme* theme : {&Theme::light(), &Theme::darkOne()}) {
      ChartView view;
      view.resize(664, 212);
      view.setTheme(*theme);
      view.setFigure(lossFigure(meanderScene()));
      view.setCursorAt(42);
      view.show();
      QVERIFY(QTest::qWaitForWindowExposed(&view));
      keepPicture(view.grab().toImage(), theme->dark ? "chart-dark" : "chart-light");
    }
  }
};

QTEST_MAIN(ChartViewTest)
#include "chart_view_test.moc"
