/// Colours, faces and icons of the two themes.
#include "widgets/theme/style.h"

#include <QApplication>
#include <QCheckBox>
#include <QFocusFrame>
#include <QFontInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <cmath>

#include "widgets/theme/icons.h"

using namespace thalweg;

namespace {

double linear(double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); }

/// Relative luminance and contrast after WCAG 2.
double luminance(const QColor& c) {
  return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}
double contrast(const QColor& a, const QColor& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

int inked(const QImage& picture) {
  int count = 0;
  for (int y = 0; y < picture.height(); ++y)
    for (int x = 0; x < picture.width(); ++x)
      if (picture.pixelColor(x, y).alpha() > 127) ++count;
  return count;
}

}  // namespace

class StyleTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { applyTheme(*qApp, Theme::light()); }

  void themeSwitchesAtRunTime() {
    QSignalSpy changed(&ThemeWatcher::instance(), &ThemeWatcher::changed);
    QWidget page;
    page.resize(40, 40);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    QCOMPARE(page.grab().toImage().pixelColor(5, 5), Theme::light().panel);
    applyTheme(*qApp, Theme::darkOne());
    QCOMPARE(&currentTheme(), &Theme::darkOne());
    QCoreApplication::processEvents();  // the palette reaches the widgets with the next round of
                                        // events
    QCOMPARE(page.grab().toImage().pixelColor(5, 5), Theme::darkOne().panel);
    QCOMPARE(changed.size(), 1);
  }

  void textHasContrastOnEveryGround() {
    for (const Theme* t : {&Theme::light(), &Theme::darkOne()}) {
      for (const QColor& ground : {t->ground, t->panel, t->raised, t->sunken}) {
        QVERIFY(contrast(t->text, ground) >= 4.5);
        QVERIFY(contrast(t->sub, ground) >= 4.5);
        QVERIFY(contrast(t->accentInk, ground) >= 4.5);
        QVERIFY(contrast(t->control, ground) >= 2.95);  // 3.0 in the rounding of the design
      }
      QVERIFY(contrast(t->onAccent, t->accent) >= 4.5);
      QVERIFY(contrast(t->ok, t->okSoft) >= 4.5);
      QVERIFY(contrast(t->warn, t->warnSoft) >= 4.5);
      QVERIFY(contrast(t->bad, t->badSoft) >= 4.5);
    }
  }

  void everyNeededIconIsThere() {
    const QStringList needed = QStringLiteral(
                                   "play pause first last back step loop stop eye eye-off dots "
                                   "plus x float maximise fit contour grid "
                                   "shade camera ruler down up right search filter sun moon screen "
                                   "fork dice target link lock copy "
                                   "export open save undo redo check warn info book flag")
                                   .split(QLatin1Char(' '));
    for (const QString& name : needed) {
      QVERIFY2(iconNames().contains(name), qPrintable(name));
      QVERIFY2(inked(icon(name).pixmap(QSize(32, 32), 1.0).toImage()) > 20, qPrintable(name));
    }
    QVERIFY(icon(QStringLiteral("no-such-icon")).isNull());
  }

  void iconFollowsThemeAndState() {
    const QIcon stop = icon(QStringLiteral("stop"));
    const auto middle = [&stop](QIcon::Mode mode, QIcon::State state) {
      return stop.pixmap(QSize(16, 16), 1.0, mode, state).toImage().pixelColor(8, 8);
    };
    QCOMPARE(middle(QIcon::Normal, QIcon::Off), Theme::light().sub);
    QCOMPARE(middle(QIcon::Normal, QIcon::On), Theme::light().accentInk);
    QCOMPARE(middle(QIcon::Disabled, QIcon::Off), Theme::light().disabled);
    applyTheme(*qApp, Theme::darkOne());
    QCOMPARE(middle(QIcon::Normal, QIcon::Off), Theme::darkOne().sub);
  }

  void iconIsSharpOnFineScreens() {
    const QPixmap fine = icon(QStringLiteral("grid")).pixmap(QSize(16, 16), 2.0);
    QCOMPARE(fine.size(), QSize(32, 32));
    QCOMPARE(fine.devicePixelRatio(), 2.0);
  }

  void numbersStandInColumns() {
    const QFontMetrics metrics(numberFont());
    QCOMPARE(metrics.horizontalAdvance(QStringLiteral("1111")),
             metrics.horizontalAdvance(QStringLiteral("0000")));
    QVERIFY(numberFont().styleStrategy() & QFont::PreferNoShaping);
  }

  void controlsHaveTheirHeights() {
    QLineEdit field;
    QPushButton button(QStringLiteral("Save"));
    QCOMPARE(field.sizeHint().height(), 24);
    QCOMPARE(button.sizeHint().height(), 28);
  }

  void primaryButtonIsDrawnInTheAccent() {
    QPushButton button;
    makePrimary(&button);
    button.resize(80, 28);
    QCOMPARE(button.grab().toImage().pixelColor(10, 14), Theme::light().accent);
    button.setEnabled(false);
    QCOMPARE(button.grab().toImage().pixelColor(10, 14), Theme::light().track);
  }

  void tickedBoxIsDrawnInTheAccent() {
    QCheckBox box;
    box.resize(box.sizeHint());
    const auto fill = [&box] { return box.grab().toImage().pixelColor(3, box.height() / 2 - 4); };
    QCOMPARE(fill(), Theme::light().raised);
    box.setChecked(true);
    QCOMPARE(fill(), Theme::light().accent);
  }

  void focusRingFollowsTheKeyboard() {
    QWidget page;
    QVBoxLayout* column = new QVBoxLayout(&page);
    QLineEdit* field = new QLineEdit;
    QPushButton* button = new QPushButton(QStringLiteral("Save"));
    column->addWidget(field);
    column->addWidget(button);
    page.show();
    page.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    const auto ringed = [&page]() -> QWidget* {
      QFocusFrame* frame = page.findChild<QFocusFrame*>();
      return frame && frame->isVisible() ? frame->widget() : nullptr;
    };
    field->setFocus(Qt::MouseFocusReason);
    QVERIFY(QTest::qWaitFor([&] { return ringed() == field; }));
    QTest::keyClick(field, Qt::Key_Tab);
    QVERIFY(QTest::qWaitFor([&] { return ringed() == button; }));
    button->clearFocus();
    QVERIFY(QTest::qWaitFor([&] { return ringed() == nullptr; }));
    button->setFocus(Qt::MouseFocusReason);
    QCoreApplication::processEvents();
    QCOMPARE(ringed(), nullptr);
  }
};

QTEST_MAIN(StyleTest)
#include "style_test.moc"
