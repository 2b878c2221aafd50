/// Small pictures of the points of a sweep: where they stand, what is told of them, how they are
/// opened.
#include "widgets/views/small_multiples.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

using namespace thalweg;

namespace {

/// A peak at 0 and one eigenvalue far from it.
SpectrumPicture peakAnd(double outlier) {
  SpectrumPicture picture;
  for (int i = 0; i <= 400; ++i) {
    const double x = -0.5 + (outlier + 1) * i / 400;
    picture.at.push_back(x);
    picture.value.push_back(4 * std::exp(-50 * x * x) +
                            0.1 * std::exp(-50 * (x - outlier) * (x - outlier)));
  }
  picture.marks = {{0.1, 1e-9}, {outlier, 2e-12}};
  picture.floor = 0.01;
  picture.edge = 0.4;
  picture.apart = 0.5 * outlier;
  return picture;
}

/// Two rows of three, the last point not made yet.
MultiplesPicture twoByThree() {
  MultiplesPicture picture;
  picture.rows = {"a = 1", "a = 2"};
  picture.columns = {"b = 1", "b = 2", "b = 3"};
  for (int i = 0; i < 6; ++i) {
    MultipleCell cell;
    cell.headline = QString("%1 outliers").arg(i);
    cell.spectrum = peakAnd(1 + i);
    cell.step = {0, 10, 20};
    cell.loss = {1, 0.1, std::pow(10.0, -1 - i)};
    cell.note = {QString("point %1").arg(i)};
    picture.cells.emplace_back(cell);
  }
  picture.cells.back().reset();
  return picture;
}

QString told(const SmallMultiples& view, QPointF at) { return view.noteAt(at).join(" "); }

}  // namespace

class SmallMultiplesTest : public QObject {
  Q_OBJECT

 private slots:
  void cellsStandByRowsAndColumns() {
    SmallMultiples view;
    view.setPicture(twoByThree());
    view.resize(view.minimumSizeHint());
    for (std::size_t i = 0; i < 6; ++i) {
      QVERIFY(QRectF(view.rect()).contains(view.cellRect(i)));
      for (std::size_t j = 0; j < i; ++j) QVERIFY(!view.cellRect(i).intersects(view.cellRect(j)));
    }
    QCOMPARE(view.cellRect(0).top(), view.cellRect(2).top());
    QCOMPARE(view.cellRect(1).left(), view.cellRect(4).left());
    QVERIFY(view.cellRect(3).top() > view.cellRect(0).bottom());
    QVERIFY(view.accessibleDescription().contains("4 outliers"));
  }

  void allHaveTheSameAxesUntilEachHasItsOwn() {
    MultiplesPicture picture = twoByThree();
    SmallMultiplesPainter page;
    page.setFrame({0, 0, 900, 500});
    page.setPicture(picture);
    const Theme& theme = Theme::light();
    QCOMPARE(page.spectrumAt(0, theme).xAxis().high, page.spectrumAt(4, theme).xAxis().high);
    QVERIFY(page.spectrumAt(0, theme).xAxis().high > 5);
    picture.sameAxes = false;
    page.setPicture(picture);
    QVERIFY(page.spectrumAt(0, theme).xAxis().high < 2.1);
  }

  void anEigenvalueIsToldWithItsResidualAndThePoint() {
    SmallMultiples view;
    view.setPicture(twoByThree());
    view.resize(900, 500);
    SmallMultiplesPainter page;
    page.setFrame(view.rect());
    page.setPicture(view.picture());
    const SpectrumPainter one = page.spectrumAt(1, Theme::light());
    const QPointF place(one.toView(2.0, 0).x(), one.plotRect().bottom() - 3);
    const QString words = told(view, place);
    QVERIFY2(words.contains("2.0000") && words.contains(QString::fromUtf8("± 2e−12")) &&
                 words.contains("point 1"),
             qPrintable(words));
    QVERIFY(told(view, view.cellRect(5).center()).isEmpty());
    // Of a loss the point alone is told.
    MultiplesPicture losses = twoByThree();
    losses.of = MultiplesOf::losses;
    view.setPicture(losses);
    QCOMPARE(told(view, place), QString("point 1"));
  }

  void pointsAreOpenedByHandAndByKey() {
    SmallMultiples view;
    view.setPicture(twoByThree());
    view.resize(900, 500);
    QSignalSpy opened(&view, &SmallMultiples::cellOpened);
    QTest::mouseDClick(&view, Qt::LeftButton, {}, view.cellRect(4).center().toPoint());
    QCOMPARE(opened.takeFirst()[0].toInt(), 4);
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.cellRect(0).center().toPoint());
    QTest::keyClick(&view, Qt::Key_Right);
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Down);  // there is no third row
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(opened.takeFirst()[0].toInt(), 4);
  }

  void whatIsOutlierIsDrawnInItsColour() {
    SmallMultiples view;
    MultiplesPicture picture = twoByThree();
    view.setPicture(picture);
    view.resize(900, 500);
    const QImage apart = view.grab().toImage();
    for (auto& cell : picture.cells)
      if (cell) cell->spectrum.apart.reset();
    view.setPicture(picture);
    QVERIFY(view.grab().toImage() != apart);
  }
};

QTEST_MAIN(SmallMultiplesTest)
#include "small_multiples_test.moc"
