#include "widgets/controls/settings_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>

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

bool hasSlider(const Field& field) { return field.sliderHigh > field.sliderLow; }

}  // namespace

SettingsForm::SettingsForm(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(8);
  m_grid->setVerticalSpacing(2);
  m_grid->setColumnStretch(1, 1);
}

void SettingsForm::setFields(const std::vector<Field>& fields) {
  m_rows.clear();
  while (QLayoutItem* item = m_grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_grid->setColumnMinimumWidth(0, m_labelWidth);
  int row = 0;
  for (const Field& field : fields) {
    const QString key = QString::fromStdString(field.key);
    Row made = makeRow(field, row);
    made.error = new ErrorLine(this);
    m_grid->addWidget(made.error, row + 1, 0, 1, 3);
    made.colour(m_series);
    made.show(field.initial);
    m_rows.insert(key, made);
    row += 2;
  }
}

SettingsForm::Row SettingsForm::makeRow(const Field& field, int row) {
  if (field.type == FieldType::boolean) return makeCheckRow(field, row);
  if (field.type == FieldType::choice) return makeChoiceRow(field, row);
  return makeNumberRow(field, row);
}

QWidget* SettingsForm::makeLabel(const Field& field, QWidget* buddy) {
  const QString key = QString::fromStdString(field.key);
  const QString symbol = QString::fromStdString(field.symbol);
  const QString own = m_labels.value(key);
  QWidget* label = nullptr;
  if (own.isEmpty() && !symbol.isEmpty()) {
    FormulaLabel* formula = new FormulaLabel(symbol, 17, this);
    formula->setAlignment(Qt::AlignLeft);
    label = formula;
  } else {
    ElidedLabel* words = new ElidedLabel(own.isEmpty() ? QString::fromStdString(field.label) : own, this);
    words->setFont(textFont(12));
    makeQuiet(words);
    label = words;
  }
  label->setFixedWidth(m_labelWidth);
  label->setToolTip(tipOf(field));
  buddy->setAccessibleName(QString::fromStdString(field.label.empty() ? field.key : field.label));
  return label;
}

SettingsForm::Row SettingsForm::makeNumberRow(const Field& field, int row) {
  const QString key = QString::fromStdString(field.key);
  NumberField* number = new NumberField(this);
  number->setField(field);
  RateSlider* slider = nullptr;
  m_grid->addWidget(makeLabel(field, number), row, 0);
  if (hasSlider(field)) {
    slider = new RateSlider(this);
    slider->setField(field);
    m_grid->addWidget(slider, row, 1);
    connect(slider, &RateSlider::edited, this, [this, key, field, number](double value, bool final) {
      number->setRefused(false);
      number->setValue(value);
      emit edited(key, valueOf(field, value), final);
    });
  }
  number->setFixedWidth(84);
  m_grid->addWidget(number, row, 2, Qt::AlignRight);
  connect(number, &NumberField::edited, this, [this, key, field, slider](double value, bool final) {
    if (slider) slider->setValue(value);
    emit edited(key, valueOf(field, value), final);
  });
  connect(number, &NumberField::refused, this, [this, key](const QString& sentence) { showError(key, sentence); });
  connect(number, &NumberField::accepted, this, [this, key] { showError(key, {}); });
  Row made;
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

SettingsForm::Row SettingsForm::makeCheckRow(const Field& field, int row) {
  const QString key = QString::fromStdString(field.key);
  QCheckBox* box = new QCheckBox(QString::fromStdString(field.label), this);
  box->setToolTip(tipOf(field));
  m_grid->addWidget(box, row, 0, 1, 3);
  connect(box, &QCheckBox::toggled, this, [this, key](bool on) { emit edited(key, Value(on), true); });
  Row made;
  made.editor = box;
  made.show = [box](const Value& value) {
    const QSignalBlocker quiet(box);
    if (const bool* on = std::get_if<bool>(&value)) box->setChecked(*on);
  };
  made.markRefused = [](bool) {};
  made.colour = [](int) {};
  return made;
}

SettingsForm::Row SettingsForm::makeChoiceRow(const Field& field, int row) {
  const QString key = QString::fromStdString(field.key);
  QComboBox* combo = new QComboBox(this);
  for (const std::string& choice : field.choices) {
    const QString id = QString::fromStdString(choice);
    combo->addItem(QString(id).replace(QLatin1Char('_'), QLatin1Char(' ')), id);
  }
  combo->setToolTip(tipOf(field));
  m_grid->addWidget(makeLabel(field, combo), row, 0);
  m_grid->addWidget(combo, row, 1, 1, 2);
  connect(combo, &QComboBox::currentIndexChanged, this, [this, key, combo] {
    emit edited(key, Value(combo->currentData().toString().toStdString()), true);
  });
  Row made;
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
