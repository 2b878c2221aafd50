/// Spectra as pictures: what is told of a place, where eigenvalues stand, where a click leads.
#include "widgets/views/spectrum_view.h"

#include <QSignalSpy>
#include <QTest>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/views/ridge_view.h"
#include "widgets/views/share_bars.h"

using namespace thalweg;

namespace {

/// Two peaks of a tenth in width, at 0 and at 3.
SpectrumPicture twoPeaks() {
  SpectrumPicture picture;
  picture.title = "density of 40 eigenvalues";
  for (int i = 0; i <= 400; ++i) {
    const double x = -1 + 0.0125 * i;
    const auto bump = [&](double centre) { return std::exp(-50 * (x - centre) * (x - centre)); };
    picture.at.push_back(x);
    picture.value.push_back(3.9 * bump(0) + 0.1 * bump(3));
    picture.error.push_back(0.01 * bump(0));
  }
  picture.marks = {{-0.02, std::nan("")}, {1.5, std::nan("")}, {3.0, 4e-15}};
  picture.floor = 0.01;
  picture.bound = 3.2;
  picture.boundName = "2/η";
  return picture;
}

QString told(const SpectrumView& view, QPointF at) { return view.noteAt(at).join(" "); }

}  // namespace

class SpectrumViewTest : public QObject {
  Q_OBJECT

 private slots:
  void residualsAreWritten_data() {
    QTest::addColumn<double>("error");
    QTest::addColumn<QString>("text");
    QTest::newRow("tiny") << 4e-15 << "± 4e−15";
    QTest::newRow("small") << 2.2e-7 << "± 2e−7";
    QTest::newRow("readable") << 0.0123 << "± 0.012";
    QTest::newRow("none") << 0.0 << "exact";
    QTest::newRow("unknown") << std::nan("") << "";
  }
  void residualsAreWritten() {
    QFETCH(double, error);
    QFETCH(QString, text);
    QCOMPARE(shownError(error), text);
  }

  void anEigenvalueIsToldWithItsResidualAndANodeAsNone() {
    SpectrumView view;
    view.resize(500, 300);
    view.setPicture(twoPeaks());
    const qreal low = view.plotRect().bottom() - 3;
    const QString top = told(view, {view.toView(3.0, 0).x() + 1, low});
    QVERIFY2(top.contains("3.0000") && top.contains("± 4e−15"), qPrintable(top));
    const QString node = told(view, {view.toView(1.5, 0).x(), low});
    QVERIFY2(node.contains("no eigenvalue"), qPrintable(node));
    // Over the curve itself the density and its standard error.
    const QPointF slope = view.toView(0.25, 0.2);
    const QString density = told(view, slope);
    QVERIFY2(density.contains("density") && density.contains("standard error"),
             qPrintable(density));
    QVERIFY(view.noteAt({2, 2}).isEmpty());
    QVERIFY(view.accessibleDescription().contains("3.000 ± 4e−15"));
  }

  void curvesOfOtherMatricesAreToldByName() {
    SpectrumView view;
    view.resize(500, 300);
    SpectrumPicture picture = twoPeaks();
    picture.name = "H";
    picture.others = {{"G", {0, 1, 2}, {2, 2, 2}, {0.1, 0.1, 0.1}, 1},
                      {"R", {-4, -3.5, -3}, {1, 1, 1}, {}, 2}};
    picture.edge = 2.0;
    view.setPicture(picture);
    QVERIFY(view.plotRect().contains(view.toView(-4, 1)));  // the axis holds all of them
    const QString both = told(view, view.toView(0.2, 0.2));
    QVERIFY2(both.contains("H ") && both.contains("G 2") && both.contains(QString::fromUtf8("±")),
             qPrintable(both));
    QVERIFY(!both.contains("R "));
    const QString rest = told(view, view.toView(-3.5, 0.2));
    QVERIFY2(rest.contains("R 1") && !rest.contains("G "), qPrintable(rest));
  }

  void bothScalesShowTheWholeCurve() {
    SpectrumView view;
    view.resize(500, 300);
    view.setPicture(twoPeaks());
    QVERIFY(view.isLogarithmic());
    const QRectF plot = view.plotRect();
    QVERIFY(view.toView(0, 3.9).y() > plot.top());
    QVERIFY(std::abs(view.toView(0, 0.01).y() - plot.bottom()) < 0.5);
    QVERIFY(plot.contains(view.toView(3.2, 1)));  // the bound
    const qreal logarithmic = view.toView(3, 0.1).y();
    view.setLogarithmic(false);
    QVERIFY(view.toView(3, 0.1).y() > logarithmic + 30);
    QVERIFY(view.toView(0, 3.9).y() > plot.top());
  }

  void aFarBoundDoesNotFlattenTheRest() {
    SpectrumView view;
    view.resize(500, 300);
    SpectrumPicture far = twoPeaks();
    far.bound = 38000;
    view.setPicture(far);
    QVERIFY(view.toView(3.0, 1).x() > view.plotRect().left() + 0.5 * view.plotRect().width());
  }

  void aClickOnARidgeAsksForItsStep() {
    RidgeView view;
    view.resize(500, 400);
    const SpectrumPicture peaks = twoPeaks();
    std::vector<Ridge> ridges;
    for (int k = 0; k < 60; ++k)
      ridges.push_back({20 * k, peaks.at, peaks.value, 0.01, 3.0 - 0.01 * k, 1e-12, 3.2});
    view.setRidges(ridges, 0, "2/η");
    view.setChosen(140);
    const std::vector<std::int64_t> steps = view.shownSteps();
    QVERIFY(steps.size() > 5 && steps.size() < 30);
    QVERIFY(std::is_sorted(steps.begin(), steps.end()));
    QVERIFY(std::find(steps.begin(), steps.end(), 140) != steps.end());
    QSignalSpy asked(&view, &RidgeView::stepAsked);
    const QPoint place(250, int(*view.footOf(140)) - 2);
    QTest::mouseClick(&view, Qt::LeftButton, {}, place);
    QCOMPARE(asked.count(), 1);
    QCOMPARE(asked[0][0].toInt(), 140);
    const QString note = view.noteAt(place).join(" ");
    QVERIFY2(note.contains("step 140") && note.contains("2.9300 ± 1e−12") && note.contains("3.200"),
             qPrintable(note));
  }

  void directionsSayTheirResidualsAndShares() {
    ShareBars bars;
    bars.resize(280, bars.sizeHint().height());
    bars.setRows(
        {{3.8773, 4e-15, 0.969, {0.7, 0.2, 0.1}, {}, 0.93}, {2.93, 2e-12, 0.73, {1, 0, 0}, {}, {}}},
        "ηλ/2", {"64-20", "20-20", "20-10"});
    const QString words = bars.wordsOf(0);
    for (const char* part : {"3.8773", "± 4e−15", "0.969", "64-20 70.0 %", "0.93"})
      QVERIFY2(words.contains(QString::fromUtf8(part)), qPrintable(words));
    QVERIFY(bars.accessibleDescription().contains("± 2e−12"));
    QSignalSpy clicked(&bars, &ShareBars::rowClicked);
    bars.resize(280, bars.sizeHint().height());
    QTest::mouseClick(&bars, Qt::LeftButton, {}, {100, 22 + 36 + 10});
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toInt(), 1);
    bars.setSelected(0);
    QTest::keyClick(&bars, Qt::Key_Down);
    QCOMPARE(clicked.count(), 2);
  }

  void twoLayersHaveBarsAndTwoParametersTheirNumbers() {
    ShareBars bars;
    bars.setRows({{1.0, 0.0, {}, {0.7, 0.3}, {}, {}}}, "ηλ/2", {"64-6", "6-10"});
    QVERIFY2(bars.wordsOf(0).contains("64-6 70.0 %"), qPrintable(bars.wordsOf(0)));
    bars.resize(300, bars.sizeHint().height());
    const QImage shown = bars.grab().toImage();
    bars.setRows({{1.0, 0.0, {}, {0.3, 0.7}, {}, {}}}, "ηλ/2", {"64-6", "6-10"});
    QVERIFY(bars.grab().toImage() != shown);
    bars.setRows({{1.0, 0.0, {}, {0.64, 0.36}, {0.8, -0.6}, {}}}, "ηλ/2", {"x", "y"});
    QVERIFY2(bars.wordsOf(0).contains("x 0.8"), qPrintable(bars.wordsOf(0)));
  }
};

QTEST_MAIN(SpectrumViewTest)
#include "spectrum_view_test.moc"
