/// Choice of data, layers, activation, loss and start of a network.
#pragma once

#include <QWidget>

#include "app/model/session.h"

class QComboBox;
class QLabel;
class QLineEdit;

namespace thalweg {

class ErrorLine;
class SettingsForm;

class NetworkForm : public QWidget {
  Q_OBJECT
 public:
  NetworkForm(Document& document, Session& session, QWidget* parent = nullptr);
  void refresh();
  /// Trains on a data set from now on: an id, or the path of a table.
  void take(const QString& dataset);

 private:
  void chooseData(int index);
  void layersTyped();
  void channelsTyped();
  void makeConvolutionRow();
  void lossChosen(const std::string& loss);
  void edited(const QString& key, const Value& value, bool final);
  void ownEdited(const QString& key, const Value& value, bool final);
  /// Trains this network, its first and last layer as its data ask for.
  void takeShape(NetworkChoice network);
  Document& m_document;
  Session& m_session;
  QComboBox* m_data;
  QLineEdit *m_layers, *m_channels;
  QWidget* m_convolution;
  QComboBox* m_pool;
  ErrorLine *m_dataError, *m_layersError;
  SettingsForm *m_settings, *m_own, *m_drawn;
  QLabel* m_summary;
};

}  // namespace thalweg
