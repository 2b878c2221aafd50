/// Slider, segments, chips, meter and form: what they tell and when they keep silent.
#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/controls/support.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

template <class T>
T* partOf(const SettingsForm& form, const char* key) {
  return qobject_cast<T*>(form.editorOf(QLatin1String(key)));
}

}  // namespace

class ControlsTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

  void dragIsOneFinalEdit() {
    RateSlider slider;
    slider.resize(214, 24);  // 200 px of way for the handle
    slider.setRange(1e-4, 1, Scale::logarithmic);
    slider.setValue(1e-2);
    slider.show();
    QSignalSpy edited(&slider, &RateSlider::edited);
    QTest::mousePress(&slider, Qt::LeftButton, {}, QPoint(107, 12));
    QCOMPARE(edited.size(), 0);  // grabbed, not moved
    QTest::mouseMove(&slider, QPoint(157, 12));
    QTest::mouseMove(&slider, QPoint(207, 12));
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, QPoint(207, 12));
    QVERIFY(edited.size() >= 2);
    for (int i = 0; i + 1 < edited.size(); ++i) QCOMPARE(edited[i][1].toBool(), false);
    QCOMPARE(edited.last()[0].toDouble(), 1.0);
    QCOMPARE(edited.last()[1].toBool(), true);
  }

  void sliderOnARatioScaleHasTheMiddleAtTheGeometricMean() {
    RateSlider slider;
    slider.resize(214, 24);
    slider.setRange(1e-4, 1, Scale::logarithmic);
    slider.show();
    QTest::mouseClick(&slider, Qt::LeftButton, {}, QPoint(107, 12));
    QCOMPARE(slider.value(), 0.01);
  }

  void sliderTurnsByWheelAndKeys() {
    RateSlider slider;
    slider.resize(214, 24);
    slider.setRange(1e-4, 1, Scale::logarithmic);
    slider.setValue(0.1);
    slider.show();
    turn(slider, 1);
    QCOMPARE(slider.value(), 0.102);
    turn(slider, -1, Qt::ShiftModifier);
    QCOMPARE(slider.value(), 0.09273);
    QSignalSpy edited(&slider, &RateSlider::edited);
    QTest::keyClick(&slider, Qt::Key_End);
    QCOMPARE(slider.value(), 1.0);
    QCOMPARE(edited.last()[1].toBool(), true);
    turn(slider, 1);
    QCOMPARE(slider.value(), 1.0);
  }

  void sliderKeepsAValueBeyondItsEnd() {
    RateSlider slider;
    slider.setRange(1e-4, 1, Scale::logarithmic);
    QSignalSpy edited(&slider, &RateSlider::edited);
    slider.setValue(30);
    QCOMPARE(slider.value(), 30.0);
    turn(slider, 1);
    QCOMPARE(slider.value(), 30.0);
    QCOMPARE(edited.size(), 0);
  }

  void segmentIsChosenByMouseAndKeys() {
    Segments segments({QStringLiteral("PNG"), QStringLiteral("SVG"), QStringLiteral("CSV")});
    segments.resize(segments.sizeHint());
    segments.show();
    QSignalSpy chosen(&segments, &Segments::chosen);
    QTest::mouseClick(&segments, Qt::LeftButton, {}, QPoint(segments.width() / 2, 12));
    QCOMPARE(segments.current(), 1);
    QTest::keyClick(&segments, Qt::Key_Right);
    QTest::keyClick(&segments, Qt::Key_Right);
    QCOMPARE(segments.current(), 2);
    QCOMPARE(chosen.size(), 2);
    segments.setCurrent(0);
    QCOMPARE(chosen.size(), 2);
  }

  void jobIsCancelledAtItsCross() {
    JobChip job(QStringLiteral("plane 51 × 51"));
    job.setProgress(0.4, QStringLiteral("12 s"));
    job.resize(job.sizeHint());
    job.show();
    QSignalSpy cancel(&job, &JobChip::cancelAsked);
    QTest::mouseClick(&job, Qt::LeftButton, {}, QPoint(10, 9));
    QCOMPARE(cancel.size(), 0);
    QTest::mouseClick(&job, Qt::LeftButton, {}, QPoint(job.width() - 10, 9));
    QCOMPARE(cancel.size(), 1);
  }

  void formShowsAllKindsOfFields() {
    SettingsForm form;
    form.setFields(someFields());
    QCOMPARE(partOf<NumberField>(form, "learning_rate")->value(), 0.01);
    QCOMPARE(partOf<NumberField>(form, "period")->text(), QStringLiteral("10"));
    QVERIFY(!partOf<QCheckBox>(form, "amsgrad")->isChecked());
    QCOMPARE(partOf<QComboBox>(form, "form")->currentText(), QStringLiteral("of polyak"));
    QCOMPARE(form.findChildren<RateSlider*>().size(), 1);
  }

  void formIsSilentWhenItIsSet() {
    SettingsForm form;
    form.setFields(someFields());
    QSignalSpy edited(&form, &SettingsForm::edited);
    form.setValues({{"learning_rate", 0.5},
                    {"period", std::int64_t(3)},
                    {"amsgrad", true},
                    {"form", std::string("of_nesterov")},
                    {"unheard_of", 1.0}});
    QCOMPARE(edited.size(), 0);
    QCOMPARE(form.findChild<RateSlider*>()->value(), 0.5);
    QVERIFY(partOf<QCheckBox>(form, "amsgrad")->isChecked());
    QCOMPARE(partOf<QComboBox>(form, "form")->currentIndex(), 1);
  }

  void formTellsValuesOfTheFieldsType() {
    SettingsForm form;
    form.setFields(someFields());
    form.show();
    QSignalSpy edited(&form, &SettingsForm::edited);
    turn(*partOf<NumberField>(form, "period"), 1);
    partOf<QCheckBox>(form, "amsgrad")->click();
    partOf<QComboBox>(form, "form")->setCurrentIndex(1);
    turn(*form.findChild<RateSlider*>(), 1);
    QCOMPARE(edited.size(), 4);
    QVERIFY(edited[0][1].value<Value>() == Value(std::int64_t(11)));
    QVERIFY(edited[1][1].value<Value>() == Value(true));
    QVERIFY(edited[2][1].value<Value>() == Value(std::string("of_nesterov")));
    QVERIFY(edited[3][1].value<Value>() == Value(0.0102));
    QCOMPARE(edited[3][2].toBool(), false);
    QCOMPARE(partOf<NumberField>(form, "learning_rate")->value(), 0.0102);
  }

  void formShowsARefusalUnderItsField() {
    SettingsForm form;
    form.setFields(someFields());
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    NumberField* rate = partOf<NumberField>(form, "learning_rate");
    rate->setFocus();
    rate->selectAll();
    QTest::keyClicks(rate, QStringLiteral("-1"));
    QTest::keyClick(rate, Qt::Key_Return);
    ErrorLine* line = form.findChildren<ErrorLine*>().first();
    QCOMPARE(line->text(), QStringLiteral("Learning rate = -1 is not allowed: above 0"));
    QVERIFY(line->isVisible());
    form.showError(QStringLiteral("learning_rate"), {});
    QVERIFY(!line->isVisible());
    QVERIFY(!rate->isRefused());
  }

  void meterLeavesRoomPastItsLimit() {
    Meter meter;
    meter.setFixedSize(200, 18);
    const auto tickAt = [&meter] {
      const QImage picture = meter.grab().toImage();
      for (int x = 0; x < picture.width() - 82 + 4; ++x)
        if (picture.pixelColor(x, 5) == currentTheme().text) return x;
      return -1;
    };
    meter.setValue(0.5);
    const int inside = tickAt();
    meter.setValue(2.0);
    const int beyond = tickAt();
    QVERIFY(inside > 0 && beyond > 0);
    QVERIFY(std::abs(2 * (beyond + 2) - (inside + 2)) <=
            2);  // twice the limit: the tick stands in the middle
  }
};

QTEST_MAIN(ControlsTest)
#include "controls_test.moc"
