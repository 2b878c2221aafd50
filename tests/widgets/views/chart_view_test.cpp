#include "widgets/views/chart_view.h"

#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <cmath>

#include "tests/widgets/views/meander_scene.h"
#include "widgets/views/table_at_cursor.h"

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
  void pastIsFullAndFuturePale() {
    ChartView view;
    prepare(view);
    view.setCursorAt(60);
    const QImage image = view.grab().toImage();
    const auto& f = view.figure().series[0].y;
    const QColor full = Theme::light().style(0).colour;
    QCOMPARE(image.pixelColor(view.toView(30, f[30]).toPoint()), full);
    const QColor pale = image.pixelColor(view.toView(100, f[100]).toPoint());
    QVERIFY2(pale.red() > 90 && pale.blue() > pale.red(), qPrintable(pale.name()));
    view.setCursorAt(std::nullopt);
    QCOMPARE(view.grab().toImage().pixelColor(view.toView(100, f[100]).toPoint()), full);
  }
  void hoverTellsTheNearestPoint() {
    ChartView view;
    prepare(view);
    QSignalSpy hovered(&view, &ChartView::hovered), asked(&view, &ChartView::cursorAsked);
    const QPoint at = view.toView(100, view.figure().series[1].y[100]).toPoint() + QPoint(1, -2);
    move(view, at);
    QCOMPARE(hovered.size(), 1);
    QCOMPARE(hovered[0][0].toString(), QString("Momentum"));
    QCOMPARE(hovered[0][1].toDouble(), 100.0);
    keepPicture(view.grab().toImage(), "chart-hover");
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(asked.last()[0].toDouble(), 100.0);
    move(view, view.plotRect().bottomLeft().toPoint() + QPoint(30, -10));
    QCOMPARE(hovered.last()[0].toString(), QString());
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                      QPoint(int(view.toView(60, 1).x()), 150));
    QVERIFY(std::abs(asked.last()[0].toDouble() - 60) < 0.2);
  }
  void highlightFromOutsideDrawsARing() {
    ChartView view;
    prepare(view);
    const QImage before = view.grab().toImage();
    view.setHighlight("Momentum", 80);
    const QImage after = view.grab().toImage();
    QVERIFY(before != after);
    const QPoint ring = view.toView(80, view.figure().series[1].y[80]).toPoint() + QPoint(0, -6);
    QVERIFY2(near(after.pixelColor(ring), Theme::light().style(1).colour),
             qPrintable(after.pixelColor(ring).name()));
    view.setHighlight({}, 0);
    QCOMPARE(view.grab().toImage(), before);
  }
  void wheelAndBoxZoomAndDoubleClickShowsAll() {
    ChartView view;
    prepare(view);
    const QPointF at = view.toView(40, 1);
    QWheelEvent wheel(at, at, {}, {0, 480}, {}, {}, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(view.viewport(), &wheel);
    QVERIFY(view.xAxis().high - view.xAxis().low < 80);
    QVERIFY(std::abs(view.toView(40, 1).x() - at.x()) < 0.5);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at.toPoint());
    QCOMPARE(view.xAxis().high, 120.0);
    const QPoint from = view.toView(20, 1).toPoint(), to = view.toView(50, 0.01).toPoint();
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
    move(view, to);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
    QVERIFY(std::abs(view.xAxis().low - 20) < 0.2 && std::abs(view.xAxis().high - 50) < 0.2);
    QVERIFY(std::abs(view.yAxis().high) < 0.1 && std::abs(view.yAxis().low + 2) < 0.1);
  }
  void breaksBoundsAndLegend() {
    Figure figure{"sharpness",   "Sharpness",   "step", "Hessian eigenvalue",
                  Scale::linear, Scale::linear, {},     {}};
    Series line{"sharpness", {}, {}, 0, LineRole::main, "sgd"};
    Series second{"second", {}, {}, 0, LineRole::secondary, "sgd"};
    Series flow{"gradient flow", {}, {}, 0, LineRole::reference, ""};
    for (int k = 0; k <= 400; ++k) {
      line.x.push_back(k);
      line.y.push_back(k > 150 && k < 170
                           ? std::nan("")
                           : 4 - 2.5 * std::exp(-k / 60.0) + 0.1 * std::sin(k * 0.3));
      second.x.push_back(k);
      second.y.push_back(2.5 + 0.2 * std::sin(k * 0.05));
      flow.x.push_back(k);
      flow.y.push_back(6.7 + std::exp(-k / 20.0));
    }
    figure.series = {line, second, flow};
    figure.levels = {{QString::fromUtf8("2/η = 4.000").toStdString(), 4, 0}};
    ChartView view;
    view.resize(540, 350);
    view.setFigure(figure);
    view.setCursorAt(175);
    const QImage image = view.grab().toImage();
    keepPicture(image, "chart-sharpness");
    const auto blue = [&](double x) {
      const QPoint at =
          view.toView(x, 4 - 2.5 * std::exp(-x / 60.0) + 0.1 * std::sin(x * 0.3)).toPoint();
      return near(image.pixelColor(at), Theme::light().style(0).colour);
    };
    QVERIFY(blue(100));
    QVERIFY(!blue(160));
    for (int n = 0; n < 3; ++n) {
      figure.series.push_back(line);
      figure.series.back().style = n + 3;
      figure.series.back().name = "rate " + std::to_string(n);
      for (double& y : figure.series.back().y) y += 0.5 * n + 0.4;
    }
    view.setFigure(figure);
    keepPicture(view.grab().toImage(), "chart-legend");
  }
  void manyPointsStayFast() {
    Figure figure = lossFigure(meanderScene(0, 10));
    for (Series& series : figure.series) {
      series.x.clear();
      series.y.clear();
      for (int k = 0; k < 100000; ++k) {
        series.x.push_back(k);
        series.y.push_back(1.5 + std::sin(k * 0.001) + 0.3 * std::sin(k * 1.7 + series.style));
      }
    }
    ChartView view;
    prepare(view);
    QElapsedTimer timer;
    timer.start();
    view.setFigure(figure);
    qInfo("4 x 100000 points: set %.1f ms", double(timer.nsecsElapsed()) / 1e6);
    timer.start();
    view.grab();
    qInfo("painted in %.1f ms", double(timer.nsecsElapsed()) / 1e6);
    timer.start();
    for (int k = 0; k < 10; ++k) {
      view.setCursorAt(k * 7000);
      view.grab();
    }
    qInfo("cursor moved and painted in %.1f ms", double(timer.nsecsElapsed()) / 10e6);
    QVERIFY(timer.elapsed() < 5000);
  }
  void emptyFigureIsDrawn() {
    ChartView view;
    view.resize(300, 150);
    view.setFigure({});
    view.setCursorAt(3);
    QVERIFY(!view.grab().toImage().isNull());
    Figure broken = lossFigure(meanderScene(0, 3));
    for (Series& series : broken.series)
      for (double& y : series.y) y = std::nan("");
    view.setFigure(broken);
    QVERIFY(!view.grab().toImage().isNull());
  }
  void tableFollowsTheMockUp() {
    TableAtCursor table;
    table.resize(table.sizeHint());
    table.setTable("at step 42", {"loss"},
                   {{0, false, "Gradient descent", {"0.01968"}},
                    {1, false, "Momentum", {"0.06314"}},
                    {2, false, "Adam", {"0.12531"}},
                    {0, true, "Gradient flow", {"0.01500"}}});
    table.resize(table.sizeHint());
    keepPicture(table.grab().toImage(), "table");
    QSignalSpy clicked(&table, &TableAtCursor::rowClicked);
    QTest::mouseClick(&table, Qt::LeftButton, {}, {40, 50 + 26 + 10});
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(clicked[0][0].toInt(), 1);
    QTest::mouseClick(&table, Qt::LeftButton, {}, {40, 10});
    QCOMPARE(clicked.size(), 1);
  }

 private:
  /// The same colour, or that colour at the smoothed edge of a line.
  static bool near(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
               std::abs(a.blue() - b.blue()) <
           150;
  }
  static void prepare(ChartView& view) {
    view.resize(664, 212);
    view.setFigure(lossFigure(meanderScene()));
    view.grab();
  }
  static void move(ChartView& view, QPoint to) {
    QMouseEvent event(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::NoButton, {});
    QCoreApplication::sendEvent(view.viewport(), &event);
  }
};

QTEST_MAIN(ChartViewTest)
#include "chart_view_test.moc"
