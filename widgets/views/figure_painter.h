/// Draws a figure in the style of a journal: plain axes, titles beside them, markers along the
/// curves.
#pragma once

#include <QSizeF>

#include "widgets/views/figure_export.h"

class QPainter;

namespace thalweg {

/// On a page of `units` tenths of a point, so that sizes of text in whole units are fine enough.
void paintFigure(QPainter& painter, const QSizeF& units, const Figure& figure,
                 const FigureExportOptions& options);

}  // namespace thalweg
