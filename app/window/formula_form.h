/// A formula as text, drawn while it is typed, with a slider for each of its constants.
#pragma once

#include <QStringList>
#include <QVector>
#include <QWidget>

#include "app/model/document.h"

class QPlainTextEdit;

namespace thalweg {

class ErrorLine;
class NumberField;
class SettingsForm;

class FormulaForm : public QWidget {
  Q_OBJECT
 public:
  explicit FormulaForm(Document& document, QWidget* parent = nullptr);
  void refresh();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void typed(bool final);
  void showConstants();
  void domainEdited(int index, double value, bool final);
  Document& m_document;
  QPlainTextEdit* m_text;
  ErrorLine *m_error, *m_domainError;
  SettingsForm* m_constants;
  QVector<NumberField*> m_domain;  // x low, x high, y low, y high
  QStringList m_shownConstants;
  std::vector<Interval> m_domainSeen;  // of all variables the formula has had
  std::vector<double> m_startSeen;
  QString m_shownFormula;
  bool m_refreshing = false;
};

}  // namespace thalweg
