/// A form for any settings, made from their description.
#pragma once

#include <QHash>
#include <QWidget>
#include <functional>
#include <vector>

#include "core/base/settings.h"

class QVBoxLayout;

namespace thalweg {

class ErrorLine;

/// One row a setting: label, slider where the field has a slider range, number; a check box, a
/// combo, a line of text or a curve to draw for the rest. Values come in by setValues and go out by
/// `edited`; nothing is kept that the document does not know.
class SettingsForm : public QWidget {
  Q_OBJECT
 public:
  explicit SettingsForm(QWidget* parent = nullptr);
  ~SettingsForm() override;

  void setFields(const std::vector<Field>& fields);
  /// Keys that are missing keep what they show.
  void setValues(const Values& values);
  /// The sentence beside the field and its red edge; an empty one takes both away.
  void showError(const QString& key, const QString& sentence);
  void clearErrors();
  void setSeries(int series);  // colour of the sliders
  /// Widths of the labels: words, and single symbols such as β. Takes effect with the next
  /// setFields.
  void setLabelWidths(int words, int symbols) {
    m_wordWidth = words;
    m_symbolWidth = symbols;
  }
  /// A shorter word for the label of one key; takes effect with the next setFields.
  void setLabel(const QString& key, const QString& label) { m_labels[key] = label; }
  /// The field, box or combo of a key, or nothing.
  QWidget* editorOf(const QString& key) const;

 signals:
  void edited(const QString& key, const thalweg::Value& value, bool final);
  /// The row's size changed, by an error line that came or went.
  void errorShown(const QString& key, bool shown);

 private:
  void silenceChildren();
  struct Row {
    QWidget* line = nullptr;
    QWidget* editor = nullptr;
    ErrorLine* error = nullptr;
    std::function<void(const Value&)> show;
    std::function<void(bool)> markRefused;
    std::function<void(int)> colour;
  };

  Row makeRow(const Field& field);
  Row makeNumberRow(const Field& field);
  Row makeCheckRow(const Field& field);
  Row makeChoiceRow(const Field& field);
  Row makeTextRow(const Field& field);
  Row makeCurveRow(const Field& field);
  QWidget* makeLabel(const Field& field, QWidget* buddy);
  QWidget* makeLine(const std::vector<QWidget*>& parts, std::size_t wide);

  QVBoxLayout* m_column;
  QHash<QString, Row> m_rows;
  QHash<QString, QString> m_labels;
  int m_wordWidth = 64, m_symbolWidth = 24, m_series = -1;
};

}  // namespace thalweg
