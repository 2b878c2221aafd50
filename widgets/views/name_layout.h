/// Where names stand beside their lines so that they cover nothing.
#pragma once

#include <QPolygonF>
#include <QRectF>
#include <QSizeF>
#include <optional>
#include <vector>

namespace thalweg {

/// For each line a box for its name, near its right end, clear of all lines and of the boxes before
/// it; nothing for a line beside which no such place is found. `taken` are boxes to be kept free.
std::vector<std::optional<QRectF>> placeNames(const std::vector<std::vector<QPolygonF>>& lines,
                                              const std::vector<QSizeF>& sizes, const QRectF& plot,
                                              std::vector<QRectF> taken);

/// The corner of the plot in which a box of this size covers the fewest lines.
QRectF placeLegend(const std::vector<std::vector<QPolygonF>>& lines, QSizeF size,
                   const QRectF& plot);

}  // namespace thalweg
