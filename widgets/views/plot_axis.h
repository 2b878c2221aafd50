/// One axis of a plot: what is shown, in the units in which it is drawn (exponents where the scale
/// is logarithmic).
#pragma once

#include <vector>

#include "core/io/figure.h"
#include "widgets/views/ticks.h"

namespace thalweg {

struct PlotAxis {
  Scale scale = Scale::linear;
  double low = 0, high = 1;

  /// NaN where a logarithm does not exist: such points are left out.
  double drawn(double value) const;
  double valueAt(double drawn) const;
  double share(double drawn) const { return (drawn - low) / (high - low); }
  std::vector<Tick> ticks(int wanted) const;
};

/// How many ticks an upright axis of this many pixels is to carry: decades stand closer than
/// numbers.
int yTicksOf(const PlotAxis& axis, double pixels);

/// From the first to the last x of the figure's curves.
PlotAxis xAxisOf(const Figure& figure);
/// Around the curves' values and the levels near them, with a little air; at most 16 decades on a
/// logarithmic scale.
PlotAxis yAxisOf(const Figure& figure);

}  // namespace thalweg
