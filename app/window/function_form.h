/// Choice of a landscape, its formula and its parameters.
#pragma once

#include <QWidget>

#include "app/model/document.h"

class QComboBox;

namespace thalweg {

class FormulaLabel;
class SettingsForm;

class FunctionForm : public QWidget {
  Q_OBJECT
 public:
  explicit FunctionForm(Document& document, QWidget* parent = nullptr);
  void refresh();

 private:
  void choose(int index);
  Document& m_document;
  QComboBox* m_landscape;
  FormulaLabel* m_formula;
  SettingsForm* m_parameters;
  QString m_shown;
};

/// Each optimizer of the experiment gets the learning rate that suits this landscape, where one is
/// known.
void takeRatesOf(const std::string& landscape, Experiment& experiment);

}  // namespace thalweg
