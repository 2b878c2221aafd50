/// Figures as they stand in a paper: PNG, SVG, PDF, with the experiment inside.
#pragma once

#include <QImage>
#include <QSizeF>
#include <QString>
#include <functional>
#include <optional>

#include "core/base/result.h"
#include "core/io/figure.h"

class QPainter;

namespace thalweg {

struct FigureExportOptions {
  QSizeF sizeMm{85, 58};
  double dpi = 600;  // of PNG
  double textPt = 7.5, linePt = 1.1;
  bool dark = false;
  bool legendInside = true;  // else names stand at the lines
  bool title = false;        // the figure's title above the plot
  QString experiment;        // experiment file as text, embedded where not empty
};

Outcome writePng(const Figure& figure, const QString& path, const FigureExportOptions& options);
Outcome writeSvg(const Figure& figure, const QString& path, const FigureExportOptions& options);
Outcome writePdf(const Figure& figure, const QString& path, const FigureExportOptions& options);

/// The same page as a picture of `dpi` pixels an inch, for a preview.
QImage renderFigure(const Figure& figure, const FigureExportOptions& options, double dpi);

/// Stores a picture as PNG with the experiment inside.
Outcome savePng(QImage image, const QString& path, const QString& experiment);
/// Draws whatever `paint` draws on a page of `size` logical pixels, as SVG or PDF, with the
/// experiment inside.
Outcome saveSvg(const QString& path, QSizeF size, const QString& experiment,
                const std::function<void(QPainter&)>& paint);
Outcome savePdf(const QString& path, QSizeF size, const QString& experiment,
                const std::function<void(QPainter&)>& paint);

/// The experiment that a PNG or SVG written here carries; nothing where there is none.
std::optional<QString> readEmbeddedExperiment(const QString& path);

}  // namespace thalweg
