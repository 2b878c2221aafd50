/// The Problem dock: which function or network is minimised, from where, for how long, and what is
/// measured.
#pragma once

#include <QHash>
#include <QVector>
#include <QWidget>

#include "app/model/session.h"

namespace thalweg {

class ErrorLine;
class FormulaForm;
class FunctionForm;
class MeasureForm;
class NetworkForm;
class NumberField;
class Segments;
class SettingsForm;

class ProblemPanel : public QWidget {
  Q_OBJECT

 public:
  /// `presets`: an experiment of each kind, taken where that kind is chosen for the first time.
  ProblemPanel(Document& document, Session& session, QHash<QString, Experiment> presets,
               QWidget* parent = nullptr);

 private:
  void refresh();
  void showBatches();
  void chooseKind(int index);
  void startEdited(int coordinate, double value, bool final);

  Document& m_document;
  Session& m_session;
  QHash<QString, Experiment> m_lastOfKind;
  Segments* m_kind;
  FunctionForm* m_function;
  FormulaForm* m_formula;
  NetworkForm* m_network;
  QWidget *m_startRow, *m_oneStartRow;
  QVector<NumberField*> m_start;
  NumberField* m_oneStart;  // of a problem of one variable
  ErrorLine *m_startError, *m_error;
  SettingsForm *m_run, *m_batches;
  std::int64_t m_samples = 0;  // for which the rows of batches are made
  MeasureForm* m_measure;
};

}  // namespace thalweg
