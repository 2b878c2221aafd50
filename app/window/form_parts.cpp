#include "app/window/form_parts.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>

#include "widgets/controls/formula_label.h"
#include "widgets/controls/number_field.h"
#include "widgets/theme/style.h"

namespace thalweg {

QLabel* rowLabel(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(textFont(12));
  label->setFixedWidth(64);
  makeQuiet(label);
  return label;
}

namespace {

class WheelGuard final : public QObject {
 public:
  using QObject::QObject;
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::Wheel || static_cast<QWidget*>(watched)->hasFocus()) return false;
    event->ignore();
    return true;
  }
};

}  // namespace

void letWheelScroll(QWidget* form) {
  auto* guard = new WheelGuard(form);
  for (QComboBox* box : form->findChildren<QComboBox*>()) {
    // The wheel alone would give a box the keyboard.
    box->setFocusPolicy(Qt::StrongFocus);
    box->installEventFilter(guard);
  }
}

QWidget* numbersRow(const QString& name, const QStringList& letters,
                    QVector<NumberField*>& fields) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  QLabel* word = rowLabel(name);
  // Two numbers of four digits with their signs need the room.
  if (letters.size() > 1 && !letters.front().isEmpty()) word->setFixedWidth(36);
  layout->addWidget(word);
  for (const QString& letter : letters) {
    if (!letter.isEmpty()) {
      auto* sign = new FormulaLabel(letter, 15);
      sign->setFixedWidth(letter.size() > 1 ? 18 : 10);
      layout->addWidget(sign);
    }
    auto* field = new NumberField;
    field->setName(QString(name + " " + letter).trimmed());
    field->setAccessibleName(QString(name + " " + letter).trimmed());
    layout->addWidget(field, 1);
    fields << field;
  }
  return row;
}

}  // namespace thalweg
