/// Lines and regions of equal shade on a grid, by marching squares.
#pragma once

#include <QPolygonF>
#include <vector>

#include "widgets/views/level_scale.h"

namespace thalweg {

/// Both of the below from one walk over the grid.
struct LevelSet {
  std::vector<QPolygonF> region, lines;
};
LevelSet levelSetAt(const LevelField& field, double level);

/// The lines on which the field equals `level`, linear along the cells' edges, in the field's
/// coordinates. Closed lines end at their first point. Lines stop at holes and at the border.
std::vector<QPolygonF> linesAt(const LevelField& field, double level);

/// Closed outlines of where the field is at least `level`, along the border and round holes too: to
/// be filled by the odd-even rule.
std::vector<QPolygonF> regionAbove(const LevelField& field, double level);

}  // namespace thalweg
