#include "app/window/formula_form.h"

#include <QKeyEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <algorithm>

#include "app/window/form_parts.h"
#include "core/objectives/expression/expression_objective.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

/// A name that is neither variable nor function: a number with a slider.
Field constantField(const std::string& name, double value) {
  Field field;
  field.key = field.label = field.symbol = name;
  field.help = "A constant of the formula.";
  field.initial = value;
  // Twice the value, so that a slider that is let go at its end can be taken further.
  const double reach = std::max(2.0, 2 * std::abs(value));
  field.sliderLow = -reach;
  field.sliderHigh = reach;
  return field;
}

/// As many numbers as there are variables. Those of a variable that is gone while another formula
/// is typed come back with it.
template <class T>
void fit(std::vector<T>& seen, std::vector<T>& list, std::size_t size, const T& fresh) {
  if (list.size() >= seen.size()) seen = list;
  std::copy(list.begin(), list.end(), seen.begin());
  const std::size_t own = list.size();
  list.resize(size, fresh);
  for (std::size_t i = own; i < std::min(size, seen.size()); ++i) list[i] = seen[i];
}

class FormulaEdit : public QPlainTextEdit {
 protected:
  /// Text alone, and nothing from an empty clipboard: Qt 6.4 asks an empty list for its first
  /// format there.
  void insertFromMimeData(const QMimeData* source) override {
    if (source && source->hasText()) textCursor().insertText(source->text());
  }
};

}  // namespace

FormulaForm::FormulaForm(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_text = new FormulaEdit;
  m_text->setAccessibleName("Formula in x and y");
  m_text->setPlaceholderText("type a function of x and y, such as (1-x)^2 + 100*(y-x^2)^2");
  m_text->setToolTip(
      "x, y, numbers, pi, e, + − * / ^, parentheses, abs sqrt exp log sin cos tan asin acos atan "
      "sinh cosh "
      "tanh min max and more (Help); a < b, and, or, not, if(c,a,b); sum(i,0,8,x[i]^2); any other "
      "name becomes a constant with a slider");
  m_text->setFont(numberFont(12));
  m_text->setFixedHeight(58);
  m_text->setTabChangesFocus(true);
  m_text->setUndoRedoEnabled(false);  // Ctrl+Z is the document's
  m_text->installEventFilter(this);
  layout->addWidget(m_text);
  layout->addWidget(m_error = new ErrorLine);
  layout->addWidget(m_constants = new SettingsForm);
  layout->addWidget(numbersRow("x from", {"", "to"}, m_domain));
  layout->addWidget(numbersRow("y from", {"", "to"}, m_domain));
  layout->addWidget(m_domainError = new ErrorLine);
  connect(m_text, &QPlainTextEdit::textChanged, this, [this] {
    if (!m_refreshing) typed(false);
  });
  connect(m_constants, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value, bool final) {
            m_document.change("Change of " + key, "constant." + key, final, [&](Experiment& e) {
              e.problem.constants[key.toStdString()] = std::get<double>(value);
            });
          });
  for (int i = 0; i < m_domain.size(); ++i) {
    connect(m_domain[i], &NumberField::edited, this,
            [this, i](double value, bool final) { domainEdited(i, value, final); });
    connect(m_domain[i], &NumberField::refused, m_domainError, &ErrorLine::setText);
    connect(m_domain[i], &NumberField::accepted, this, [this] { m_domainError->setText({}); });
  }
}

bool FormulaForm::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_text && event->type() == QEvent::FocusOut) typed(true);
  if (watched == m_text && event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
      event->ignore();  // they are the document's
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

void FormulaForm::typed(bool final) {
  const std::string text = m_text->toPlainText().toStdString();
  const ProblemChoice& problem = m_document.experiment().problem;
  if (problem.kind != "expression") return;
  std::map<std::string, double> constants = problem.constants;
  const std::vector<std::string> wanted = constantsWantedBy(text);
  for (const std::string& name : wanted) constants.try_emplace(name, 1.0);
  const auto parsed = Expression::parse(text, constants, 1);
  if (!parsed) {
    // What was drawn stays; one line says what is missing.
    m_error->setText(text.empty() ? QString() : QString::fromStdString(parsed.error().what));
    return;
  }
  m_error->setText({});
  m_shownFormula =
      QString::fromStdString(text);  // the field shows it already, and keeps its cursor
  std::erase_if(constants, [&](const auto& item) {
    return std::count(wanted.begin(), wanted.end(), item.first) == 0;
  });
  m_document.change("Formula", "expression", final, [&](Experiment& e) {
    e.problem.expression = text;
    e.problem.constants = constants;
    const std::size_t d = std::size_t(parsed->tape.dimension());
    fit(m_domainSeen, e.problem.domain, d, Interval{-3, 3});
    fit(m_startSeen, e.problem.start, d, 1.0);
  });
}

void FormulaForm::domainEdited(int index, double value, bool final) {
  const std::size_t side = std::size_t(index / 2);
  std::vector<Interval> box = m_document.experiment().problem.domain;
  if (side >= box.size()) return;
  (index % 2 == 0 ? box[side].low : box[side].high) = value;
  if (!(box[side].low < box[side].high)) {
    m_domainError->setText("The lower end must be below the upper one.");
    return;
  }
  m_domainError->setText({});
  m_document.change("Shown part", QString("domain.%1").arg(index), final,
                    [&](Experiment& e) { e.problem.domain = box; });
}

void FormulaForm::showConstants() {
  const ProblemChoice& problem = m_document.experiment().problem;
  QStringList names;
  std::vector<Field> fields;
  Values values;
  for (const auto& [name, value] : problem.constants) {
    names << QString::fromStdString(name);
    fields.push_back(constantField(name, value));
    values[name] = value;
  }
  if (names != m_shownConstants) m_constants->setFields(fields);
  m_shownConstants = names;
  m_constants->setValues(values);
  m_constants->setVisible(!names.isEmpty());
}

void FormulaForm::refresh() {
  const ProblemChoice& problem = m_document.experiment().problem;
  if (problem.kind != "expression") return;
  const QString text = QString::fromStdString(problem.expression);
  // A formula that is not finished stays in the field until the document has another one.
  if (text != m_shownFormula) {
    m_shownFormula = text;
    m_refreshing = true;
    m_text->setPlainText(text);
    m_text->moveCursor(QTextCursor::End);
    m_refreshing = false;
    m_error->setText({});
  }
  showConstants();
  for (int i = 0; i < m_domain.size(); ++i) {
    const std::size_t side = std::size_t(i / 2);
    m_domain[i]->setEnabled(side < problem.domain.size());
    if (side < problem.domain.size())
      m_domain[i]->setValue(i % 2 == 0 ? problem.domain[side].low : problem.domain[side].high);
  }
}

}  // namespace thalweg
