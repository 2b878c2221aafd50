/// What a person may do to a number in a field, and what a field tells.
#include "widgets/controls/number_field.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <numbers>

#include "tests/widgets/controls/support.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

void retype(NumberField& field, const QString& text) {
  field.setFocus();
  field.selectAll();
  QTest::keyClicks(&field, text);
  QTest::keyClick(&field, Qt::Key_Return);
}

}  // namespace

class NumberFieldTest : public QObject {
  Q_OBJECT
 private:
  std::unique_ptr<QWidget> m_page;
  NumberField* m_field = nullptr;
  QWidget* m_other = nullptr;

 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

  void init() {
    m_page = std::make_unique<QWidget>();
    QVBoxLayout* column = new QVBoxLayout(m_page.get());
    m_field = new NumberField;
    m_field->setName(QStringLiteral("rate"));
    m_field->setRange(0, 10, true, false);
    m_field->setUnit(0);
    m_field->setValue(0.39);
    m_other = new QLineEdit;
    column->addWidget(m_field);
    column->addWidget(m_other);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    m_other->setFocus();
  }

  void numbersAreShownInFourDigits_data() {
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    QTest::newRow("trailing zeros") << 0.39 << QStringLiteral("0.3900");
    QTest::newRow("hundredths") << 0.09 << QStringLiteral("0.09000");
    QTest::newRow("minus sign") << -1.4 << QStringLiteral("−1.400");
    QTest::newRow("rounded") << 0.123456 << QStringLiteral("0.1235");
    QTest::newRow("rounded up a decade") << 9.99999 << QStringLiteral("10.00");
    QTest::newRow("small") << 1e-5 << QStringLiteral("1.000e−5");
    QTest::newRow("thousandth") << 1e-3 << QStringLiteral("0.001000");
    QTest::newRow("thousands") << 12345.0 << QStringLiteral("12345");
    QTest::newRow("large") << 1.25e9 << QStringLiteral("1.250e9");
    QTest::newRow("zero") << 0.0 << QStringLiteral("0");
  }
  void numbersAreShownInFourDigits() {
    QFETCH(double, value);
    QFETCH(QString, text);
    QCOMPARE(shownNumber(value), text);
  }

  void smallSumsAreUnderstood_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<double>("value");
    QTest::newRow("power of ten") << QStringLiteral("1e-3") << 1e-3;
    QTest::newRow("fraction") << QStringLiteral("1/64") << 1.0 / 64;
    QTest::newRow("pi") << QStringLiteral("2*pi") << 2 * std::numbers::pi;
    QTest::newRow("minus sign") << QStringLiteral("−1.5") << -1.5;
    QTest::newRow("signs in a row") << QStringLiteral("2 - -3") << 5.0;
    QTest::newRow("order") << QStringLiteral("1 + 2*3^2") << 19.0;
    QTest::newRow("power binds before minus") << QStringLiteral("-2^2") << -4.0;
    QTest::newRow("brackets") << QStringLiteral("(1+2)/4") << 0.75;
    QTest::newRow("name") << QStringLiteral("2/lambda") << 0.5;
  }
  void smallSumsAreUnderstood() {
    QFETCH(QString, text);
    QFETCH(double, value);
    const std::optional<double> read = evaluated(text, {{QStringLiteral("lambda"), 4.0}});
    QVERIFY(read.has_value());
    QCOMPARE(*read, value);
  }

  void nonsenseIsNotANumber() {
    for (const char* text : {"", " ", "1..2", "1e", "abc", "(1", "1)", "2**3", "1 2", "--", "1/"})
      QVERIFY2(!evaluated(QLatin1String(text)), text);
    QVERIFY(!evaluated(QString(20000, QLatin1Char('('))));
  }

  void typedNumberIsToldOnce() {
    QSignalSpy edited(m_field, &NumberField::edited);
    retype(*m_field, QStringLiteral("1/64"));
    m_other->setFocus();
    QCoreApplication::processEvents();
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited[0][0].toDouble(), 0.015625);
    QCOMPARE(edited[0][1].toBool(), true);
    QCOMPARE(m_field->text(), QStringLiteral("0.01563"));
  }

  void leavingTheFieldIsAsGoodAsReturn() {
    QSignalSpy edited(m_field, &NumberField::edited);
    m_field->setFocus();
    m_field->selectAll();
    QTest::keyClicks(m_field, QStringLiteral("0.5"));
    QCOMPARE(edited.size(), 0);
    m_other->setFocus();
    QVERIFY(QTest::qWaitFor([&] { return edited.size() == 1; }));
    QCOMPARE(m_field->value(), 0.5);
  }

  void refusedTextKeepsTheValue_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("message");
    QTest::newRow("outside") << QStringLiteral("11")
                             << QStringLiteral("rate = 11 is not allowed: above 0 to 10");
    QTest::newRow("excluded end") << QStringLiteral("0")
                                  << QStringLiteral("rate = 0 is not allowed: above 0 to 10");
    QTest::newRow("no number")
        << QStringLiteral("fast")
        << QStringLiteral("rate = fast is not a number: write one such as 0.01, 1e-3 or 1/64");
    QTest::newRow("not finite") << QStringLiteral("1/0")
                                << QStringLiteral("rate = inf is not allowed: above 0 to 10");
  }
  void refusedTextKeepsTheValue() {
    QFETCH(QString, text);
    QFETCH(QString, message);
    QSignalSpy edited(m_field, &NumberField::edited), refused(m_field, &NumberField::refused),
        accepted(m_field, &NumberField::accepted);
    retype(*m_field, text);
    QCOMPARE(refused.size(), 1);
    QCOMPARE(refused[0][0].toString(), message);
    QCOMPARE(edited.size(), 0);
    QCOMPARE(m_field->value(), 0.39);
    QVERIFY(m_field->isRefused());
    QCOMPARE(m_field->text(), text);  // it stays to be mended
    retype(*m_field, QStringLiteral("0.4"));
    QVERIFY(!m_field->isRefused());
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(m_field->value(), 0.4);
  }

  void escapeBringsTheValueBack() {
    QSignalSpy edited(m_field, &NumberField::edited);
    m_field->setFocus();
    m_field->selectAll();
    QTest::keyClicks(m_field, QStringLiteral("7"));
    QTest::keyClick(m_field, Qt::Key_Escape);
    QCOMPARE(m_field->text(), QStringLiteral("0.39"));
    m_other->setFocus();
    QCoreApplication::processEvents();
    QCOMPARE(edited.size(), 0);
  }

  void wheelTurnsByTwoPercent() {
    QSignalSpy edited(m_field, &NumberField::edited);
    turn(*m_field, 1);
    QCOMPARE(m_field->value(), 0.3978);
    turn(*m_field, 1, Qt::ShiftModifier);
    QCOMPARE(m_field->value(), 0.4376);
    QCOMPARE(edited.size(), 2);
    QCOMPARE(edited[0][1].toBool(), false);
    QVERIFY(QTest::qWaitFor([&] { return edited.size() == 3; }));  // the wheel has come to rest
    QCOMPARE(edited[2][0].toDouble(), 0.4376);
    QCOMPARE(edited[2][1].toBool(), true);
  }

  void wheelTurnsWholeNumbersByOneAndTen() {
    m_field->setInteger(true);
    m_field->setRange(1, 20);
    m_field->setValue(5);
    turn(*m_field, 1);
    QCOMPARE(m_field->value(), 6.0);
    turn(*m_field, 1, Qt::ShiftModifier);
    QCOMPARE(m_field->value(), 16.0);
    turn(*m_field, 1, Qt::ShiftModifier);
    QCOMPARE(m_field->value(), 20.0);
    turn(*m_field, -3);
    QCOMPARE(m_field->value(), 17.0);
  }

  void wheelStopsBeforeAnExcludedEnd() {
    m_field->setRange(0, 1, true, true);
    m_field->setValue(0.99);
    turn(*m_field, 1);
    QCOMPARE(m_field->value(), 0.99);
  }

  void wheelGetsPastZeroOnALinearScale() {
    m_field->setRange(-5, 5);
    m_field->setUnit(1.0);
    m_field->setValue(-0.03);
    for (int i = 0; i < 3; ++i) turn(*m_field, 1);
    QVERIFY(m_field->value() > 0);
  }

  void stepperTellsTheEndOnce() {
    QSignalSpy edited(m_field, &NumberField::edited);
    QTest::mouseClick(m_field, Qt::LeftButton, {}, QPoint(m_field->width() - 8, 5));
    QCOMPARE(m_field->value(), 0.3978);
    QCOMPARE(edited.size(), 2);
    QCOMPARE(edited[0][1].toBool(), false);
    QCOMPARE(edited[1][1].toBool(), true);
  }

  void fieldThatIsDeletedWhileTypedInSaysNothing() {
    int told = 0;
    connect(m_field, &NumberField::edited, m_page.get(), [&told] { ++told; });
    m_field->setFocus();
    m_field->selectAll();
    QTest::keyClicks(m_field, QStringLiteral("7"));
    m_page.reset();
    QCoreApplication::processEvents();
    QCOMPARE(told, 0);
  }

  void undoIsTheWindowsUnlessOneTypes() {
    m_field->setFocus();
    const auto takesUndo = [this] {
      QKeyEvent event(QEvent::ShortcutOverride, Qt::Key_Z, Qt::ControlModifier);
      event.ignore();
      QApplication::sendEvent(m_field, &event);
      return event.isAccepted();
    };
    QVERIFY(!takesUndo());
    QTest::keyClicks(m_field, QStringLiteral("7"));
    QVERIFY(takesUndo());
  }

  void settingAValueIsSilent() {
    QSignalSpy edited(m_field, &NumberField::edited);
    m_field->setValue(3);
    QCOMPARE(edited.size(), 0);
    QCOMPARE(m_field->text(), QStringLiteral("3.000"));
  }

  void textBeingTypedIsLeftAlone() {
    m_field->setFocus();
    m_field->selectAll();
    QTest::keyClicks(m_field, QStringLiteral("0."));
    m_field->setValue(3);
    QCOMPARE(m_field->text(), QStringLiteral("0."));
  }

  void copyGivesAllDigitsWithAPlainMinus() {
    m_field->setRange(-10, 10);
    m_field->setValue(-0.123456789);
    QCOMPARE(m_field->text(), QStringLiteral("−0.1235"));
    QVERIFY(m_field->toolTip().contains(QStringLiteral("−0.123456789")));
    m_field->setFocus();
    QCOMPARE(m_field->text(), QStringLiteral("−0.123456789"));
    m_field->selectAll();
    QTest::keySequence(m_field, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("-0.123456789"));
  }
};

QTEST_MAIN(NumberFieldTest)
#include "number_field_test.moc"
