/// A form for any settings, made from their description.
#pragma once

#include <QHash>
#include <QWidget>

#include <functional>
#include <vector>

#include "core/base/settings.h"

class QGridLayout;

namespace thalweg {

class ErrorLine;

/// One row a setting: label, slider where the field has a slider range, number; a check box or a combo for the rest.
/// Values come in by setValues and go out by `edited`; nothing is kept that the document does not know.
class SettingsForm : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsForm(QWidget* parent = nullptr);

  void setFields(const std::vector<Field>& fields);
  /// Keys that are missing keep what they show.
  void setValues(const Values& values);
  /// The sentence beside the field and its red edge; an empty one takes both away.
  void showError(const QString& key, const QString& sentence);
  void clearErrors();
  void setSeries(int series);  // colour of the sliders
  /// Width of the label column, 64 unless told; takes effect with the next setFields.
  void setLabelWidth(int px) { m_labelWidth = px; }
  /// A shorter word for the label of one key; takes effect with the next setFields.
  void setLabel(const QString& key, const QString& label) { m_labels[key] = label; }
  /// The field, box or combo of a key, or nothing.
  QWidget* editorOf(const QString& key) const;

 signals:
  void edited(const QString& key, const thalweg::Value& value, bool final);
  /// The row's size changed, by an error line that came or went.
  void errorShown(const QString& key, bool shown);

 private:
  struct Row {
    QWidget* editor = nullptr;
    ErrorLine* error = nullptr;
    std::function<void(const Value&)> show;
    std::function<void(bool)> markRefused;
    std::function<void(int)> colour;
  };

  Row makeRow(const Field& field, int row);
  Row makeNumberRow(const Field& field, int row);
  Row makeCheckRow(const Field& field, int row);
  Row makeChoiceRow(const Field& field, int row);
  QWidget* makeLabel(const Field& field, QWidget* buddy);

  QGridLayout* m_grid;
  QHash<QString, Row> m_rows;
  QHash<QString, QString> m_labels;
  int m_labelWidth = 64, m_series = -1;
};

}  // namespace thalweg
