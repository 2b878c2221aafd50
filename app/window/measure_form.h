/// What is measured along the runs: sharpness, gradient flow, accuracy.
#pragma once

#include <QVector>
#include <QWidget>
#include <functional>

#include "app/model/document.h"

class QCheckBox;

namespace thalweg {

class NumberField;
class SpectrumForm;

class MeasureForm : public QWidget {
  Q_OBJECT
 public:
  explicit MeasureForm(Document& document, QWidget* parent = nullptr);
  void refresh();

 private:
  struct Row {
    QCheckBox* box = nullptr;
    NumberField* every = nullptr;
    std::int64_t MeasureChoice::*member = nullptr;
  };
  void addRow(const QString& title, const QString& tip, std::int64_t MeasureChoice::*member);
  Document& m_document;
  QVector<Row> m_rows;
  SpectrumForm* m_spectrum;
};

}  // namespace thalweg
