/// The card of an optimizer: what it folds away, what it tells, what its menu does.
#include "widgets/controls/optimizer_card.h"

#include <QAction>
#include <QCheckBox>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

#include "tests/widgets/controls/support.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

using namespace thalweg;
using namespace thalweg::test;

class OptimizerCardTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

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
    card.showError(QStringLiteral("period"),
                   QStringLiteral("period = 0 is not allowed: whole numbers 1 or more"));
    QVERIFY(card.isExpanded());
    card.showError(QStringLiteral("start"),
                   QStringLiteral("start has 3 coordinates, the landscape 2"));
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
    for (QLineEdit* candidate : card.findChildren<QLineEdit*>(Qt::FindDirectChildrenOnly))
      field = candidate;
    QVERIFY(field);
    QTest::keyClicks(field, QStringLiteral("Adam, slow"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(renamed.size(), 1);
    QCOMPARE(card.title(), QStringLiteral("Adam, slow"));
  }

  void cardMayGoWhileItsNameIsTyped() {
    auto card = std::make_unique<OptimizerCard>();
    card->setFields(someFields());
    card->show();
    QVERIFY(QTest::qWaitForWindowExposed(card.get()));
    int told = 0;
    QObject listener;
    connect(card.get(), &OptimizerCard::renamed, &listener, [&told] { ++told; });
    QTest::mouseDClick(card->findChild<ElidedLabel*>(), Qt::LeftButton);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("half a na"));
    card.reset();
    QCOMPARE(told, 0);
  }

  void cardMenuActs() {
    OptimizerCard card;
    card.setFields(someFields());
    card.show();
    const QList<QPair<QString, const char*>> acts{
        {QStringLiteral("Duplicate"), SIGNAL(duplicateAsked())},
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
};

QTEST_MAIN(OptimizerCardTest)
#include "optimizer_card_test.moc"
