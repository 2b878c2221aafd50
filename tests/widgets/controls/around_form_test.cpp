/// Schedule and wrappers of a card, and the curve that is drawn by hand.
#include "widgets/controls/around_form.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "core/catalog.h"
#include "tests/widgets/controls/support.h"
#include "widgets/controls/corner_editor.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/settings_form.h"
#include "widgets/theme/style.h"

using namespace thalweg;

namespace {

void moveHeld(QWidget& widget, QPoint at) {
  QMouseEvent move(QEvent::MouseMove, at, widget.mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(&widget, &move);
}

/// The last choice told, kept as a document would keep it.
struct Choice {
  Part schedule;
  std::vector<Part> wrappers;
  int edits = 0, finals = 0;
  explicit Choice(AroundForm& form) {
    QObject::connect(&form, &AroundForm::scheduleEdited,
                     [&](const Part& part, const QString&, bool final) {
                       schedule = part;
                       ++(final ? finals : edits);
                       form.setChoice(schedule, wrappers);
                     });
    QObject::connect(&form, &AroundForm::wrappersEdited,
                     [&](const std::vector<Part>& parts, const QString&, bool final) {
                       wrappers = parts;
                       ++(final ? finals : edits);
                       form.setChoice(schedule, wrappers);
                     });
  }
};

void choose(AroundForm& form, const std::string& id) {
  QComboBox* combo = form.findChild<QComboBox*>();
  const int index = combo->findData(QString::fromStdString(id));
  combo->setCurrentIndex(index);
  emit combo->activated(index);
}

QToolButton* button(AroundForm& form, const QString& name) {
  for (QToolButton* one : form.findChildren<QToolButton*>())
    if (one->accessibleName() == name && one->isVisible()) return one;
  return nullptr;
}

}  // namespace

class AroundFormTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

  void everyScheduleIsOfferedAndDrawnBeforeItRuns() {
    AroundForm form;
    form.setSteps(100);
    Choice kept(form);
    for (const ScheduleEntry& entry : allSchedules()) {
      choose(form, entry.card.id);
      QCOMPARE(kept.schedule.name, entry.card.id);
      QCOMPARE(kept.schedule.settings.size(), entry.fields.size());
      const Result<Schedule> made = entry.make(kept.schedule.settings);
      QVERIFY(bool(made));
      QCOMPARE(form.curve().size(), 100);
      for (int step = 0; step < 100; ++step) QCOMPARE(form.curve()[step].y(), (*made)(step, 100));
    }
    choose(form, "");
    QVERIFY(kept.schedule.name.empty());
    QVERIFY(form.curve().isEmpty());
  }

  void wrappersAreAddedMovedAndRemoved() {
    AroundForm form;
    form.setExpanded(true);
    form.show();
    Choice kept(form);
    QCOMPARE(form.addMenu()->actions().size(), qsizetype(allWrappers().size()));
    form.addMenu()->actions()[0]->trigger();
    form.addMenu()->actions()[1]->trigger();
    const std::string first = allWrappers()[0].card.id, second = allWrappers()[1].card.id;
    QCOMPARE(kept.wrappers.size(), std::size_t(2));
    const QString title = QString::fromStdString(allWrappers()[1].card.title);
    button(form, "Move " + title + " inwards")->click();
    QCOMPARE(kept.wrappers[0].name, second);
    QCOMPARE(kept.wrappers[1].name, first);
    button(form, "Remove " + title)->click();
    QCOMPARE(kept.wrappers.size(), std::size_t(1));
    QCOMPARE(kept.wrappers[0].name, first);
  }

  void whatChangesGradientsIsGreyedAroundWhatComparesValues() {
    AroundForm form;
    form.setAsksBeyondGradients(true);
    emit form.addMenu()->aboutToShow();
    for (std::size_t i = 0; i < allWrappers().size(); ++i) {
      const QAction* action = form.addMenu()->actions()[qsizetype(i)];
      QCOMPARE(action->isEnabled(), !allWrappers()[i].changesGradients);
      QVERIFY(!action->toolTip().isEmpty());
    }
  }

  void aScheduleThatIsMadeFromARunShowsTheRunsOwnRates() {
    AroundForm form;
    form.setSteps(50);
    Choice kept(form);
    for (const ScheduleEntry& entry : allSchedules()) {
      choose(form, entry.card.id);
      QCOMPARE(form.wantsRecorded(), bool(entry.refine));
      const QPolygonF plan = form.curve(), recorded({{0, 0.5}, {0.5, 1}, {1, 0.25}});
      form.setRecorded(recorded);
      QCOMPARE(form.curve(), entry.refine ? recorded : plan);
    }
  }

  void cornersAreDraggedAddedAndRemoved() {
    CornerEditor editor;
    editor.resize(260, 140);
    editor.show();
    editor.setText("0 1; 0.5 1; 1 0");
    std::vector<std::pair<std::string, bool>> told;
    connect(&editor, &CornerEditor::edited,
            [&](const std::string& text, bool final) { told.emplace_back(text, final); });
    const QPoint from = editor.placeOf({0.5, 1}).toPoint(),
                 to = editor.placeOf({0.25, 0.5}).toPoint();
    QTest::mousePress(&editor, Qt::LeftButton, {}, from);
    moveHeld(editor, (from + to) / 2);
    moveHeld(editor, to);
    QVERIFY(!told.back().second);
    QTest::mouseRelease(&editor, Qt::LeftButton, {}, to);
    QVERIFY(told.back().second);
    std::vector<Corner> corners = *cornersFrom(told.back().first);
    QCOMPARE(corners.size(), std::size_t(3));
    QVERIFY(std::abs(corners[1].share - 0.25) < 0.01 && std::abs(corners[1].rate - 0.5) < 0.02);
    // A corner does not pass its neighbours.
    const QPoint mid = editor.placeOf(corners[1]).toPoint();
    QTest::mousePress(&editor, Qt::LeftButton, {}, mid);
    moveHeld(editor, {editor.width() + 50, mid.y()});
    QTest::mouseRelease(&editor, Qt::LeftButton, {}, {editor.width() + 50, mid.y()});
    corners = *cornersFrom(told.back().first);
    QCOMPARE(corners[1].share, 1.0);
    const QPoint free = editor.placeOf({0.5, 0.4}).toPoint();
    QTest::mouseDClick(&editor, Qt::LeftButton, {}, free);
    corners = *cornersFrom(told.back().first);
    QCOMPARE(corners.size(), std::size_t(4));
    QVERIFY(std::abs(corners[1].share - 0.5) < 0.01);
    QContextMenuEvent click(QContextMenuEvent::Mouse, free, editor.mapToGlobal(free));
    QApplication::sendEvent(&editor, &click);
    QCOMPARE(cornersFrom(told.back().first)->size(), std::size_t(3));
    QTest::keyClick(&editor, Qt::Key_PageUp);
    QTest::keyClick(&editor, Qt::Key_Delete);
    QCOMPARE(cornersFrom(told.back().first)->size(), std::size_t(2));
  }

  void aCardUnfoldsWhatIsAround() {
    OptimizerCard card;
    std::vector<Field> fields = test::someFields();
    fields.resize(1);
    fields[0].essential = true;
    card.setFields(fields);
    AroundForm* around = card.around();
    card.show();
    QVERIFY(!around->isVisible());
    card.setExpanded(true);
    QVERIFY(card.isExpanded() && around->isVisible());
    around->setChoice(freshPart(allSchedules().front()), {});
    card.setExpanded(false);
    // One line stays, without its settings.
    QVERIFY(around->isVisible());
    QVERIFY(!around->findChild<SettingsForm*>()->isVisible());
  }
};

QTEST_MAIN(AroundFormTest)
#include "around_form_test.moc"
