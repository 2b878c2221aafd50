/// Grid and axes of the pictures of spectra.
#pragma once

#include <QRectF>
#include <QString>

#include "widgets/theme/theme.h"
#include "widgets/views/plot_axis.h"

class QPainter;

namespace thalweg {

/// Grid, axes and tick labels of a plot in the house's look; the name of the x axis stands at the
/// right below. `rows`: whether the y axis has ticks of its own.
void paintPlotGrid(QPainter& painter, const QRectF& plot, const PlotAxis& x, const PlotAxis& y,
                   const QString& xName, bool rows = true, const Theme* theme = nullptr);

}  // namespace thalweg
