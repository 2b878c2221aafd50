/// Export of a figure or of the runs' numbers, with a preview of the very page.
#pragma once

#include <QImage>
#include <QTimer>

#include "app/window/export_page.h"
#include "app/window/sheet.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace thalweg {

class ErrorLine;
class MainWindow;
class NumberField;
class PagePreview;
class Segments;

class ExportDialog : public Sheet {
  Q_OBJECT

 public:
  explicit ExportDialog(MainWindow& window);
  /// For tests: writes without a click; the sentence that says why not.
  QString write(const QString& path);
  void chooseFigure(const QString& id);
  void chooseFormat(int format);

 signals:
  void written(const QString& path);

 private:
  QWidget* makePreview();
  QWidget* makeForm();
  void fillFooter();
  ExportPage page() const;
  QString factsOf(const ExportPage& shown) const;
  void refresh();
  void drawPreview();
  QString suggestedName() const;
  void browse();
  void save();

  MainWindow& m_window;
  QComboBox *m_figure, *m_preset;
  Segments *m_format, *m_look;
  NumberField *m_width, *m_height, *m_text, *m_line, *m_dpi;
  QCheckBox *m_legend, *m_title, *m_embed;
  QWidget* m_pageRows;
  PagePreview* m_preview;
  QLabel *m_zoom, *m_facts;
  QLineEdit* m_path;
  QPushButton* m_save;
  ErrorLine* m_error;
  QTimer m_redraw;
  bool m_pathTyped = false;
};

}  // namespace thalweg
