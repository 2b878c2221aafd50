#include "app/window/problem_panel.h"

#include <QPainter>
#include <QVBoxLayout>

#include "app/window/form_parts.h"
#include "app/window/formula_form.h"
#include "app/window/function_form.h"
#include "app/window/measure_form.h"
#include "app/window/network_form.h"
#include "core/run/experiment_schema.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

const QStringList kinds{"landscape", "expression", "network"};

/// A quiet line between groups of rows.
class Divider : public QWidget {
 public:
  Divider() { setFixedHeight(1); }

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), currentTheme().border); }
};

}  // namespace

ProblemPanel::ProblemPanel(Document& document, Session& session, QHash<QString, Experiment> presets,
                           QWidget* parent)
    : QWidget(parent), m_document(document), m_session(session), m_lastOfKind(std::move(presets)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 12, 12, 12);
  layout->setSpacing(8);
  m_kind = new Segments({"Function", "Formula", "Network"});
  m_kind->setAccessibleName("Kind of problem");
  layout->addWidget(m_kind);
  layout->addWidget(m_function = new FunctionForm(document));
  layout->addWidget(m_formula = new FormulaForm(document));
  layout->addWidget(m_network = new NetworkForm(document, session));
  layout->addWidget(new Divider);
  layout->addWidget(m_startRow = numbersRow("start", {"x", "y"}, m_start));
  QVector<NumberField*> alone;
  layout->addWidget(m_oneStartRow = numbersRow("start x", {""}, alone));
  m_oneStart = alone.front();
  layout->addWidget(m_startError = new ErrorLine);
  m_run = new SettingsForm;
  std::vector<Field> fields = runSchema().fields();
  std::erase_if(fields, [](const Field& field) { return field.key != "steps"; });
  m_run->setFields(fields);
  layout->addWidget(m_run);
  layout->addWidget(m_batches = new SettingsForm);
  layout->addWidget(m_error = new ErrorLine);
  layout->addWidget(new Divider);
  layout->addWidget(m_measure = new MeasureForm(document));
  layout->addStretch(1);

  connect(m_kind, &Segments::chosen, this, &ProblemPanel::chooseKind);
  for (int i = 0; i < m_start.size(); ++i) {
    connect(m_start[i], &NumberField::edited, this,
            [this, i](double value, bool final) { startEdited(i, value, final); });
    connect(m_start[i], &NumberField::refused, m_startError, &ErrorLine::setText);
    connect(m_start[i], &NumberField::accepted, this, [this] { m_startError->setText({}); });
  }
  for (SettingsForm* form : {m_run, m_batches})
    connect(form, &SettingsForm::edited, this,
            [this](const QString& key, const Value& value, bool final) {
              m_document.change("Change of " + key, "run." + key, final, [&](Experiment& e) {
                Values values = runSchema().write(e.run);
                values[key.toStdString()] = value;
                if (const Result<RunChoice> run = runSchema().read(e.run, values, "run"))
                  e.run = *run;
              });
            });
  connect(m_oneStart, &NumberField::edited, this,
          [this](double value, bool final) { startEdited(0, value, final); });
  connect(m_oneStart, &NumberField::refused, m_startError, &ErrorLine::setText);
  connect(m_oneStart, &NumberField::accepted, this, [this] { m_startError->setText({}); });
  connect(&m_document, &Document::changed, this, &ProblemPanel::refresh);
  connect(&m_session, &Session::problemChanged, this, &ProblemPanel::refresh);
}

void ProblemPanel::chooseKind(int index) {
  const QString wanted = kinds.value(index);
  const QString present = QString::fromStdString(m_document.experiment().problem.kind);
  if (wanted == present || !m_lastOfKind.contains(wanted)) return;
  m_lastOfKind[present] = m_document.experiment();
  const Experiment next = m_lastOfKind[wanted];
  m_document.change("Kind of problem", {}, true, [&](Experiment& e) { e = next; });
}

/// Batches where the problem is a mean over samples; no larger than all of them.
void ProblemPanel::showBatches() {
  const Problem* problem = m_session.problem();
  if (!problem) return;  // while a problem is read the rows stay as they are
  const FiniteSum* sum = problem->objective->asFiniteSum();
  const std::int64_t samples = sum ? sum->samples() : 0;
  if (samples != m_samples) {
    m_samples = samples;
    std::vector<Field> fields;
    for (Field field : runSchema().fields()) {
      if (field.key == "batch") field.maximum = double(samples);
      if (field.key == "batch" || field.key == "sampling") fields.push_back(field);
    }
    m_batches->setFields(fields);
  }
  m_batches->setVisible(samples > 0);
}

void ProblemPanel::startEdited(int coordinate, double value, bool final) {
  m_document.change("Move of the start", "start", final, [&](Experiment& e) {
    if (e.problem.start.size() > std::size_t(coordinate))
      e.problem.start[std::size_t(coordinate)] = value;
  });
}

void ProblemPanel::refresh() {
  const Experiment& experiment = m_document.experiment();
  const QString kind = QString::fromStdString(experiment.problem.kind);
  m_kind->setCurrent(int(kinds.indexOf(kind)));
  // A form that goes must not hand the keyboard on to the next field.
  const QWidget* const focused = focusWidget();
  const std::pair<QWidget*, const char*> forms[] = {
      {m_function, "landscape"}, {m_formula, "expression"}, {m_network, "network"}};
  for (const auto& [form, of] : forms)
    if (focused && kind != of && form->isAncestorOf(focused)) focusWidget()->clearFocus();
  m_function->setVisible(kind == "landscape");
  m_formula->setVisible(kind == "expression");
  m_network->setVisible(kind == "network");
  const bool hasStart = experiment.problem.start.size() == 2;
  m_startRow->setVisible(hasStart);
  const bool oneStart = experiment.problem.start.size() == 1;
  m_oneStartRow->setVisible(oneStart);
  if (oneStart) m_oneStart->setValue(experiment.problem.start[0]);
  if (!hasStart && !oneStart) m_startError->setText({});
  m_function->refresh();
  m_formula->refresh();
  m_network->refresh();
  for (int i = 0; i < m_start.size() && hasStart; ++i)
    m_start[i]->setValue(experiment.problem.start[std::size_t(i)]);
  m_run->setValues(runSchema().write(experiment.run));
  showBatches();
  m_batches->setValues(runSchema().write(experiment.run));
  m_error->setText(m_session.refusal());
  m_measure->refresh();
}

}  // namespace thalweg
