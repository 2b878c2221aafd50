#include "app/window/function_form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/window/form_parts.h"
#include "core/catalog.h"
#include "widgets/controls/formula_label.h"
#include "widgets/controls/settings_form.h"

namespace thalweg {

void takeRatesOf(const std::string& landscape, Experiment& experiment) {
  const LandscapeEntry* entry = thalweg::find(allLandscapes(), landscape);
  if (!entry) return;
  for (OptimizerChoice& choice : experiment.optimizers)
    for (const auto& [id, rate] : entry->rates)
      if (id == choice.name) choice.settings["learning_rate"] = rate;
}

namespace {

/// A start that was the landscape's own stays its own, and one that no longer fits gives way to it.
void changeSetting(ProblemChoice& problem, const std::string& key, const Value& value) {
  const LandscapeEntry* entry = thalweg::find(allLandscapes(), problem.name);
  const Result<Landscape> before = entry->make(problem.settings);
  problem.settings[key] = value;
  const Result<Landscape> after = entry->make(problem.settings);
  if (!after) return;
  const auto numbers = [](const Vec& x) { return std::vector<double>(x.begin(), x.end()); };
  const bool own = before && problem.start == numbers(before->start);
  if (own || Index(problem.start.size()) != after->start.size())
    problem.start = numbers(after->start);
}

}  // namespace

FunctionForm::FunctionForm(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* row = new QHBoxLayout;
  row->setSpacing(6);
  row->addWidget(rowLabel("landscape"));
  m_landscape = new QComboBox;
  m_landscape->setAccessibleName("Landscape");
  for (const LandscapeEntry& entry : allLandscapes()) {
    m_landscape->addItem(QString::fromStdString(entry.card.title),
                         QString::fromStdString(entry.card.id));
    m_landscape->setItemData(m_landscape->count() - 1, QString::fromStdString(entry.card.summary),
                             Qt::ToolTipRole);
  }
  row->addWidget(m_landscape, 1);
  layout->addLayout(row);
  layout->addWidget(m_formula = new FormulaLabel);
  layout->addWidget(m_parameters = new SettingsForm);
  connect(m_landscape, &QComboBox::activated, this, &FunctionForm::choose);
  connect(m_parameters, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value, bool final) {
            m_document.change("Change of " + key, "problem." + key, final, [&](Experiment& e) {
              changeSetting(e.problem, key.toStdString(), value);
            });
          });
}

void FunctionForm::choose(int index) {
  const std::string id = m_landscape->itemData(index).toString().toStdString();
  const LandscapeEntry* entry = thalweg::find(allLandscapes(), id);
  if (!entry || (id == m_document.experiment().problem.name &&
                 m_document.experiment().problem.kind == "landscape"))
    return;
  m_document.change("Landscape", {}, true, [&](Experiment& e) {
    e.title = entry->card.title;
    e.problem = {};
    e.problem.kind = "landscape";
    e.problem.name = id;
    const Result<Landscape> landscape = entry->make({});
    if (landscape) e.problem.start.assign(landscape->start.begin(), landscape->start.end());
    for (const Field& field : entry->fields) e.problem.settings[field.key] = field.initial;
    if (!e.view.sameRate) takeRatesOf(id, e);
  });
}

void FunctionForm::refresh() {
  const ProblemChoice& problem = m_document.experiment().problem;
  if (problem.kind != "landscape") return;
  const LandscapeEntry* entry = thalweg::find(allLandscapes(), problem.name);
  if (!entry) return;
  const QString id = QString::fromStdString(problem.name);
  if (id != m_shown) {
    const QSignalBlocker quiet(m_landscape);
    m_landscape->setCurrentIndex(m_landscape->findData(id));
    QString formula = QString::fromStdString(entry->card.formula);
    m_formula->setFormula(formula.remove(QStringLiteral("f(x, y) = ")));
    m_formula->setToolTip(
        QString::fromStdString(entry->card.summary + "\n" + entry->card.reference));
    m_parameters->setFields(entry->fields);
    m_parameters->setVisible(!entry->fields.empty());
    m_shown = id;
  }
  m_parameters->setValues(problem.settings);
}

}  // namespace thalweg
