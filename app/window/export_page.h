/// What an export shows and in which form: a value, drawn as a preview and written as a file by the
/// same code.
#pragma once

#include <QImage>
#include <QSize>
#include <QString>

namespace thalweg {

class MainWindow;

enum class ExportFormat { png, svg, pdf, csv, toml };

struct ExportPage {
  QString figure;  // "contour", "surface", "model", "window", or the id of a chart
  ExportFormat format = ExportFormat::png;
  double widthMm = 85, heightMm = 58;
  double textPt = 7.5, linePt = 1.1, dpi = 300;
  bool dark = false, legendInside = true, title = false, embed = true;

  bool isChart() const;
  /// A page with a size, and not a table or a text.
  bool isPicture() const { return format <= ExportFormat::pdf; }
  /// In logical pixels, 96 an inch.
  QSize pixels() const;
};

/// The page at so many pixels for each of its logical ones.
QImage pictureOf(const MainWindow& window, const ExportPage& page, qreal scale);

/// The first lines of a table or text.
QString textOf(const MainWindow& window, const ExportPage& page, int lines);

/// Writes the file; the sentence that says why not.
QString writePage(const MainWindow& window, const ExportPage& page, const QString& path);

}  // namespace thalweg
