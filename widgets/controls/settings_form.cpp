#include "widgets/controls/settings_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <cmath>

#include "core/schedules/corners.h"
#include "widgets/controls/corner_editor.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/formula_label.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

double numberOf(const Value& value) {
  if (const double* real = std::get_if<double>(&value)) return *real;
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return double(*whole);
  return 0;
}

Value valueOf(const Field& field, double number) {
  if (field.type == FieldType::integer) return std::int64_t(std::llround(number));
  return number;
}

QString tipOf(const Field& field) {
  QString tip = QString::fromStdString(field.label.empty() ? field.key : field.label);
  if (!field.help.empty()) tip += QStringLiteral(": ") + QString::fromStdString(field.help);
  return tip + QLatin1Char('\n') +
         SettingsForm::tr("Allowed: %1").arg(QString::fromStdString(allowedRange(field)));
}

/// A text that holds corners of a curve is set by drawing it.
bool isCurve(const Field& field) {
  const std::string* initial = std::get_if<std::string>(&field.initial);
  return field.type == FieldType::text && initial && cornersFrom(*initial).has_value();
}

bool hasSlider(const Field& field) { return field.sliderHigh > field.sliderLow; }

}  // namespace

SettingsForm::SettingsForm(QWidget* parent) : QWidget(parent), m_column(new QVBoxLayout(this)) {
  m_column->setContentsMargins(0, 0, 0, 0);
  m_column->setSpacing(2);
}

SettingsForm::~SettingsForm() { silenceChildren(); }

/// A field that loses the keyboard because it is deleted must not call a form that is half gone.
void SettingsForm::silenceChildren() {
  for (QWidget* child : findChildren<QWidget*>()) child->disconnect(this);
}

void SettingsForm::setFields(const std::vector<Field>& fields) {
  silenceChildren();
  m_rows.clear();
  while (QLayoutItem* item = m_column->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  for (const Field& field : fields) {
    const QString key = QString::fromStdString(field.key);
    Row made = makeRow(field);
    made.error = new ErrorLine(this);
    m_column->addWidget(made.line);
    m_column->addWidget(made.error);
    made.colour(m_series);
    made.show(field.initial);
    m_rows.insert(key, made);
  }
}

SettingsForm::Row SettingsForm::makeRow(const Field& field) {
  if (field.type == FieldType::boolean) return makeCheckRow(field);
  if (field.type == FieldType::choice) return makeChoiceRow(field);
  if (isCurve(field)) return makeCurveRow(field);
  if (field.type == FieldType::text) return makeTextRow(field);
  return makeNumberRow(field);
}

QWidget* SettingsForm::makeLabel(const Field& field, QWidget* buddy) {
  const QString key = QString::fromStdString(field.key);
  const QString symbol = QString::fromStdString(field.symbol);
  const QString own = m_labels.value(key);
  QWidget* label = nullptr;
  const bool isWord = !own.isEmpty()
                          ? QFontMetrics(textFont(12)).horizontalAdvance(own) > m_symbolWidth + 4
                          : symbol.isEmpty();
  if (own.isEmpty() && !symbol.isEmpty()) {
    FormulaLabel* formula = new FormulaLabel(symbol, 17, this);
    formula->setAlignment(Qt::AlignLeft);
    label = formula;
  } else {
    ElidedLabel* words =
        new ElidedLabel(own.isEmpty() ? QString::fromStdString(field.label) : own, this);
    words->setFont(textFont(12));
    makeQuiet(words);
    label = words;
  }
  label->setFixedSize(isWord ? m_wordWidth : m_symbolWidth, 24);
  label->setToolTip(tipOf(field));
  buddy->setAccessibleName(QString::fromStdString(field.label.empty() ? field.key : field.label));
  return label;
}

/// Parts of one row side by side; the one at `wide` takes what room is left.
QWidget* SettingsForm::makeLine(const std::vector<QWidget*>& parts, std::size_t wide) {
  QWidget* line = new QWidget(this);
  QHBoxLayout* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  for (std::size_t i = 0; i < parts.size(); ++i) row->addWidget(parts[i], i == wide ? 1 : 0);
  // A number without a slider stays at the right, below the others.
  if (parts.size() == 2 && wide == 0) row->insertStretch(1, 1);
  return line;
}

SettingsForm::Row SettingsForm::makeNumberRow(const Field& field) {
  const QString key = QString::fromStdString(field.key);
  NumberField* number = new NumberField(this);
  number->setField(field);
  RateSlider* slider = nullptr;
  if (hasSlider(field)) {
    slider = new RateSlider(this);
    slider->setField(field);
    connect(slider, &RateSlider::edited, this,
            [this, key, field, number](double value, bool final) {
              number->setRefused(false);
              number->setValue(value);
              emit edited(key, valueOf(field, value), final);
            });
  }
  number->setFixedWidth(84);
  connect(number, &NumberField::edited, this, [this, key, field, slider](double value, bool final) {
    if (slider) slider->setValue(value);
    emit edited(key, valueOf(field, value), final);
  });
  connect(number, &NumberField::refused, this,
          [this, key](const QString& sentence) { showError(key, sentence); });
  connect(number, &NumberField::accepted, this, [this, key] { showError(key, {}); });
  Row made;
  QWidget* label = makeLabel(field, number);
  made.line = slider ? makeLine({label, slider, number}, 1) : makeLine({label, number}, 0);
  made.editor = number;
  made.show = [number, slider](const Value& value) {
    number->setValue(numberOf(value));
    if (slider) slider->setValue(numberOf(value));
  };
  made.markRefused = [number](bool refused) { number->setRefused(refused); };
  made.colour = [slider](int series) {
    if (slider) slider->setSeries(series);
  };
  return made;
}

SettingsForm::Row SettingsForm::makeCheckRow(const Field& field) {
  const QString key = QString::fromStdString(field.key);
  QCheckBox* box = new QCheckBox(QString::fromStdString(field.label), this);
  box->setToolTip(tipOf(field));
  connect(box, &QCheckBox::toggled, this,
          [this, key](bool on) { emit edited(key, Value(on), true); });
  Row made;
  made.line = makeLine({box}, 0);
  made.editor = box;
  made.show = [box](const Value& value) {
    const QSignalBlocker quiet(box);
    if (const bool* on = std::get_if<bool>(&value)) box->setChecked(*on);
  };
  made.markRefused = [](bool) {};
  made.colour = [](int) {};
  return made;
}

SettingsForm::Row SettingsForm::makeChoiceRow(const Field& field) {
  const QString key = QString::fromStdString(field.key);
  QComboBox* combo = new QComboBox(this);
  for (const std::string& choice : field.choices) {
    const QString id = QString::fromStdString(choice);
    combo->addItem(QString(id).replace(QLatin1Char('_'), QLatin1Char(' ')), id);
  }
  combo->setToolTip(tipOf(field));
  connect(combo, &QComboBox::currentIndexChanged, this, [this, key, combo] {
    emit edited(key, Value(combo->currentData().toString().toStdString()), true);
  });
  Row made;
  made.line = makeLine({makeLabel(field, combo), combo}, 1);
  made.editor = combo;
  made.show = [combo](const Value& value) {
    const QSignalBlocker quiet(combo);
    if (const std::string* id = std::get_if<std::string>(&value))
      combo->setCurrentIndex(combo->findData(QString::fromStdString(*id)));
  };
  made.markRefused = [](bool) {};
  made.colour = [](int) {};
  return made;
}

SettingsForm::Row SettingsForm::makeTextRow(const Field& field) {
  const QString key = QString::fromStdString(field.key);
  QLineEdit* line = new QLineEdit(this);
  line->setToolTip(tipOf(field));
  connect(line, &QLineEdit::editingFinished, this, [this, key, line] {
    if (!line->isModified()) return;
    line->setModified(false);
    emit edited(key, Value(line->text().toStdString()), true);
  });
  Row made;
  made.line = makeLine({makeLabel(field, line), line}, 1);
  made.editor = line;
  made.show = [line](const Value& value) {
    const std::string* text = std::get_if<std::string>(&value);
    if (text && !line->isModified()) line->setText(QString::fromStdString(*text));
  };
  made.markRefused = [](bool) {};
  made.colour = [](int) {};
  return made;
}

SettingsForm::Row SettingsForm::makeCurveRow(const Field& field) {
  const QString key = QString::fromStdString(field.key);
  CornerEditor* curve = new CornerEditor(this);
  connect(curve, &CornerEditor::edited, this, [this, key](const std::string& text, bool final) {
    emit edited(key, Value(text), final);
  });
  Row made;
  made.line = makeLine({curve}, 0);
  made.editor = curve;
  made.show = [curve](const Value& value) {
    if (const std::string* text = std::get_if<std::string>(&value)) curve->setText(*text);
  };
  made.markRefused = [](bool) {};
  made.colour = [curve](int series) { curve->setSeries(series); };
  return made;
}

void SettingsForm::setValues(const Values& values) {
  for (const auto& [key, value] : values) {
    const auto row = m_rows.constFind(QString::fromStdString(key));
    if (row != m_rows.constEnd()) row->show(value);
  }
}

void SettingsForm::showError(const QString& key, const QString& sentence) {
  const auto row = m_rows.constFind(key);
  if (row == m_rows.constEnd()) return;
  row->error->setText(sentence);
  row->markRefused(!sentence.isEmpty());
  emit errorShown(key, !sentence.isEmpty());
}

void SettingsForm::clearErrors() {
  for (const QString& key : m_rows.keys()) showError(key, {});
}

void SettingsForm::setSeries(int series) {
  m_series = series;
  for (const Row& row : m_rows) row.colour(series);
}

QWidget* SettingsForm::editorOf(const QString& key) const { return m_rows.value(key).editor; }

}  // namespace thalweg
