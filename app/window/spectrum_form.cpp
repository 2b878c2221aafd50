#include "app/window/spectrum_form.h"

#include <QRegularExpression>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/run/experiment_schema.h"
#include "widgets/controls/settings_form.h"

namespace thalweg {
namespace {

constexpr const char *matrixKey = "matrix", *atKey = "at";

std::vector<Field> fieldsShown() {
  std::vector<Field> fields;
  for (const Field& field : spectrumSchema().fields())
    if (field.key == matrixKey) fields.push_back(field);
  Field at;
  at.key = atKey;
  at.label = "milestones";
  at.help = "Steps with a spectrum beside the regular ones, such as 0, 10, 100, 1000.";
  at.type = FieldType::text;
  at.initial = std::string();
  fields.push_back(at);
  return fields;
}

QString textOf(const std::vector<std::int64_t>& steps) {
  QStringList words;
  for (const std::int64_t step : steps) words << QString::number(step);
  return words.join(", ");
}

/// The steps of a text, ascending, each once; the sentence that says which word is none.
Result<std::vector<std::int64_t>> stepsIn(const QString& text) {
  static const QRegularExpression between("[,;\\s]+");
  std::vector<std::int64_t> steps;
  for (const QString& word : text.split(between, Qt::SkipEmptyParts)) {
    const auto number = numberFrom(word.toStdString());
    if (!number || *number < 0 || *number > greatestSteps || *number != std::floor(*number))
      return Error{"'" + quotable(word.toStdString(), 40) + "' is not a step: whole numbers 0 to " +
                       shortest(greatestSteps),
                   atKey};
    steps.push_back(std::int64_t(*number));
  }
  std::sort(steps.begin(), steps.end());
  steps.erase(std::unique(steps.begin(), steps.end()), steps.end());
  return steps;
}

}  // namespace

SpectrumForm::SpectrumForm(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_form(new SettingsForm) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(22, 0, 0, 0);  // under the words of the box
  layout->addWidget(m_form);
  m_form->setFields(fieldsShown());
  m_form->editorOf(matrixKey)->setAccessibleName("Matrix of the spectra");
  m_form->editorOf(atKey)->setAccessibleName("Milestones of the spectra");
  connect(m_form, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value) { edited(key, value); });
}

void SpectrumForm::edited(const QString& key, const Value& value) {
  const std::string text = std::get<std::string>(value);
  if (key == matrixKey)
    return m_document.change("Matrix of the spectra", {}, true,
                             [&](Experiment& e) { e.measure.spectrumMatrix = text; });
  const Result<std::vector<std::int64_t>> steps = stepsIn(QString::fromStdString(text));
  m_form->showError(atKey, steps ? QString() : QString::fromStdString(steps.error().what));
  if (steps)
    m_document.change("Milestones of the spectra", {}, true,
                      [&](Experiment& e) { e.measure.spectrumAt = *steps; });
}

void SpectrumForm::refresh() {
  const MeasureChoice& measure = m_document.experiment().measure;
  m_form->setValues(
      {{matrixKey, measure.spectrumMatrix}, {atKey, textOf(measure.spectrumAt).toStdString()}});
  m_form->editorOf(matrixKey)->setEnabled(measure.spectrumEvery > 0 || !measure.spectrumAt.empty());
}

}  // namespace thalweg
