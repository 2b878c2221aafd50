/// Slider, segments, form, card, strip, titles and header: what they tell and when they keep silent.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDockWidget>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include "widgets/controls/elided_label.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/header_parts.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/style.h"

using namespace thalweg;

namespace {

void turn(QWidget& widget, int notches, Qt::KeyboardModifiers keys = Qt::NoModifier) {
  const QPointF middle(widget.width() / 2.0, widget.height() / 2.0);
  QWheelEvent event(middle, widget.mapToGlobal(middle), {}, {0, 120 * notches}, Qt::NoButton, keys,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

/// A rate on a ratio scale, a share, a whole number, a box, a choice: one of each kind.
std::vector<Field> someFields() {
  Field rate;
  rate.key = "learning_rate";
  rate.label = "Learning rate";
  rate.minimum = 0;
  rate.minimumExcluded = true;
  rate.sliderLow = 1e-4;
  rate.sliderHigh = 1;
  rate.scale = Scale::logarithmic;
  rate.initial = 0.01;
  Field period;
  period.key = "period";
  period.label = "Period";
  period.type = FieldType::integer;
  period.minimum = 1;
  period.initial = std::int64_t(10);
  Field box;
  box.key = "amsgrad";
  box.label = "Keep the largest";
  box.type = FieldType::boolean;
  box.initial = false;
  Field choice;
  choice.key = "form";
  choice.label = "Form";
  choice.type = FieldType::choice;
  choice.choices = {"of_polyak", "of_nesterov"};
  choice.initial = std::string("of_polyak");
  return {rate, period, box, choice};
}

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

  void cardUnfoldsTheRest() {
    OptimizerCard card;
    card.setFields(someFields());
    card.show();
    QCOMPARE(card.findChildren<QCheckBox*>().size(), 1);
    QVERIFY(!card.findChild<QCheckBox*>()->isVisible());
    card.setExpanded(true);
    QVERIFY(card.findChild<QCheckBox*>()->isVisible());
    OptimizerCard plain;
    const std::vector<Field> fields = someFields();
    plain.setFields({fields[0], fields[1]});
    plain.setExpanded(true);
    QVERIFY(!plain.isExpanded());  // nothing is folded away
  }

  void cardUnfoldsForAnError() {
    OptimizerCard card;
    card.setFields(someFields());
    card.show();
    card.showError(QStringLiteral("period"), QStringLiteral("period = 0 is not allowed: whole numbers 1 or more"));
    QVERIFY(card.isExpanded());
    card.showError(QStringLiteral("start"), QStringLiteral("start has 3 coordinates, the landscape 2"));
    card.clearErrors();
    for (const ErrorLine* line : card.findChildren<ErrorLine*>()) QVERIFY(line->text().isEmpty());
  }

  void cardTellsClicksEditsAndNames() {
    OptimizerCard card;
    card.setFields(someFields());
    card.setTitle(QStringLiteral("Adam"));
    card.resize(284, 80);
    card.show();
    QVERIFY(QTest::qWaitForWindowExposed(&card));
    QSignalSpy clicked(&card, &OptimizerCard::clicked), edited(&card, &OptimizerCard::edited),
        renamed(&card, &OptimizerCard::renamed), eye(&card, &OptimizerCard::eyeToggled);
    QTest::mouseClick(&card, Qt::LeftButton, {}, QPoint(4, 40));
    QCOMPARE(clicked.size(), 1);
    turn(*card.findChild<RateSlider*>(), 1);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].toString(), QStringLiteral("learning_rate"));
    for (ToolButton* button : card.findChildren<ToolButton*>())
      if (button->accessibleName() == QStringLiteral("Visible")) button->click();
    QCOMPARE(eye.size(), 1);
    ElidedLabel* name = card.findChild<ElidedLabel*>();
    QTest::mouseDClick(name, Qt::LeftButton);
    QLineEdit* field = nullptr;
    for (QLineEdit* candidate : card.findChildren<QLineEdit*>(Qt::FindDirectChildrenOnly)) field = candidate;
    QVERIFY(field);
    QTest::keyClicks(field, QStringLiteral("Adam, slow"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(renamed.size(), 1);
    QCOMPARE(card.title(), QStringLiteral("Adam, slow"));
  }

  void cardMenuActs() {
    OptimizerCard card;
    card.setFields(someFields());
    card.show();
    const QList<QPair<QString, const char*>> acts{{QStringLiteral("Duplicate"), SIGNAL(duplicateAsked())},
                                                  {QStringLiteral("Show only this"), SIGNAL(onlyThisAsked())},
                                                  {QStringLiteral("Copy as TOML"), SIGNAL(copyTomlAsked())},
                                                  {QStringLiteral("Remove"), SIGNAL(removeAsked())}};
    for (const auto& [text, signal] : acts) {
      QSignalSpy spy(&card, signal);
      for (ToolButton* button : card.findChildren<ToolButton*>())
        if (button->accessibleName() == QStringLiteral("More actions")) button->click();
      QMenu* menu = card.findChild<QMenu*>();
      QVERIFY(menu);
      for (QAction* action : menu->actions())
        if (action->text() == text) action->trigger();
      QCOMPARE(spy.size(), 1);
      delete menu;
    }
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
    QVERIFY(std::abs(2 * (beyond + 2) - (inside + 2)) <= 2);  // twice the limit: the tick stands in the middle
  }

  void stripAsksForTheStepItShows() {
    TransportStrip strip;
    strip.resize(1400, 48);
    strip.setRange(100, 120);
    strip.setStep(42);
    strip.show();
    QVERIFY(QTest::qWaitForWindowExposed(&strip));
    QSignalSpy asked(&strip, &TransportStrip::stepAsked);
    ScrubBar* bar = strip.findChild<ScrubBar*>();
    QTest::keyClick(bar, Qt::Key_Right);
    QCOMPARE(asked.last()[0].toInt(), 43);
    QTest::keyClick(bar, Qt::Key_Left, Qt::ShiftModifier);
    QCOMPARE(asked.last()[0].toInt(), 33);
    QTest::keyClick(bar, Qt::Key_End);
    QCOMPARE(asked.last()[0].toInt(), 100);
    QCOMPARE(asked.size(), 3);
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(int(bar->xOf(7)), bar->height() / 2));
    QCOMPARE(strip.step(), 7);
    QCOMPARE(asked.last()[0].toInt(), 7);
    QTest::mouseClick(bar, Qt::LeftButton, {}, QPoint(bar->width() - 2, bar->height() / 2));
    QCOMPARE(strip.step(), 100);  // nothing is computed beyond
    strip.setStep(5);
    QCOMPARE(asked.size(), 5);
  }

  void stripButtonsStepAndPlay() {
    TransportStrip strip;
    strip.setRange(100, 120);
    strip.setStep(0);
    strip.show();
    QSignalSpy asked(&strip, &TransportStrip::stepAsked), played(&strip, &TransportStrip::playToggled),
        speed(&strip, &TransportStrip::speedChanged), loop(&strip, &TransportStrip::loopChanged);
    const auto press = [&strip](const QString& name) {
      for (QAbstractButton* button : strip.findChildren<QAbstractButton*>())
        if (button->accessibleName() == name) button->click();
    };
    press(QStringLiteral("One step back (Left)"));
    QCOMPARE(asked.size(), 0);  // there is nothing before the start
    press(QStringLiteral("One step on (Right)"));
    press(QStringLiteral("Last step (End)"));
    QCOMPARE(asked.last()[0].toInt(), 100);
    press(QStringLiteral("First step (Home)"));
    QCOMPARE(asked.last()[0].toInt(), 0);
    press(QStringLiteral("Play"));
    QCOMPARE(played.size(), 1);
    QVERIFY(played[0][0].toBool());
    press(QStringLiteral("Pause"));
    QVERIFY(!played[1][0].toBool());
    strip.setPlaying(true);
    QCOMPARE(played.size(), 2);
    press(QStringLiteral("Start again at the end"));
    QCOMPARE(loop.size(), 1);
    strip.setSpeed(4);
    QCOMPARE(strip.speed(), 4.0);
    QCOMPARE(speed.size(), 0);
    strip.findChild<QComboBox*>()->setCurrentIndex(0);
    QCOMPARE(speed[0][0].toDouble(), 0.25);
  }

  void stripDoesNotCreepWhileTheNumberGrows() {
    TransportStrip strip;
    strip.resize(1400, 48);
    strip.setRange(1000, 1000);
    strip.show();
    QVERIFY(QTest::qWaitForWindowExposed(&strip));
    const int left = strip.findChild<ScrubBar*>()->x();
    strip.setStep(1000);
    QCoreApplication::processEvents();
    QCOMPARE(strip.findChild<ScrubBar*>()->x(), left);
  }

  void panelTitleFollowsItsDock() {
    QMainWindow window;
    QDockWidget* dock = new QDockWidget(QStringLiteral("Problem"), &window);
    PanelTitle* title = new PanelTitle(dock);
    dock->setTitleBarWidget(title);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QCOMPARE(title->height(), 28);
    const QList<ToolButton*> buttons = title->findChildren<ToolButton*>();
    QCOMPARE(buttons.size(), 2);
    buttons[0]->click();
    QVERIFY(dock->isFloating());
    buttons[0]->click();
    QVERIFY(!dock->isFloating());
    buttons[1]->click();
    QVERIFY(!dock->isVisible());
  }

  void viewTitleAsksToFillTheWindow() {
    ViewTitle title(QStringLiteral("Surface"), QStringLiteral("drag the ball"));
    title.show();
    QSignalSpy asked(&title, &ViewTitle::maximiseAsked);
    QTest::mouseDClick(&title, Qt::LeftButton, {}, QPoint(20, 14));
    QCOMPARE(asked.size(), 1);
  }

  void headerFindsAndDoesAnAction() {
    QMainWindow window;
    HeaderBar* header = new HeaderBar;
    QMenu* file = header->menuBar()->addMenu(QStringLiteral("&File"));
    QAction* open = file->addAction(QStringLiteral("&Open…"));
    QAction* save = file->addAction(QStringLiteral("&Save as…"));
    header->setActions({open, save});
    window.setMenuWidget(header);
    window.resize(1440, 300);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QSignalSpy opened(open, &QAction::triggered), saved(save, &QAction::triggered);
    header->focusFind();
    FindAction* find = header->findChild<FindAction*>();
    QTest::keyClicks(find, QStringLiteral("ave"));
    QTest::keyClick(find, Qt::Key_Return);
    QTRY_COMPARE(saved.size(), 1);
    QCOMPARE(opened.size(), 0);
    QTRY_COMPARE(find->text(), QString());
  }

  void headerFitsANarrowWindow() {
    HeaderBar header;
    for (const char* name : {"File", "Edit", "View", "Run", "Tools", "Learn", "Help"})
      header.menuBar()->addMenu(QLatin1String(name));
    header.setTitle(QStringLiteral("race on the ravine"), false);
    for (const int width : {1024, 1200, 1440, 2000}) {
      header.resize(width, 32);
      header.show();
      QCoreApplication::processEvents();
      const QRect menus = header.menuBar()->geometry(), title = header.findChild<TitleBox*>()->geometry();
      const QRect exporter = header.findChild<HeaderButton*>()->geometry();
      QVERIFY2(menus.right() < title.left(), qPrintable(QString::number(width)));
      QVERIFY2(title.right() < exporter.left(), qPrintable(QString::number(width)));
    }
  }
};

QTEST_MAIN(ControlsTest)
#include "controls_test.moc"
