/// One axis of a plot.
#include "widgets/views/plot_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {
namespace {

struct Range {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void add(double v) {
    if (!std::isfinite(v)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  bool isEmpty() const { return low > high; }
};

constexpr double decades = 16;  // at most on a logarithmic scale

/// The highest of the values that curves begin with, as a logarithmic axis draws it.
double begin(const Figure& figure, const PlotAxis& axis) {
  double highest = -std::numeric_limits<double>::infinity();
  for (const Series& series : figure.series) {
    const auto first = std::find_if(series.y.begin(), series.y.end(),
                                    [](double y) { return y > 0 && std::isfinite(y); });
    if (first != series.y.end()) highest = std::max(highest, axis.drawn(*first));
  }
  return highest;
}

/// The range of what an axis can draw of some values, in its units; the logarithm is taken of the
/// two ends only.
template <class Values>
Range drawnRange(const Figure& figure, const PlotAxis& axis, Values valuesOf) {
  const double floor = axis.scale == Scale::linear ? -std::numeric_limits<double>::infinity() : 0;
  Range range;
  for (const Series& series : figure.series)
    for (const double value : valuesOf(series))
      if (value > floor) range.add(value);
  if (range.isEmpty()) return range;
  return {axis.drawn(range.low), axis.drawn(range.high)};
}

}  // namespace

double PlotAxis::drawn(double value) const {
  if (scale == Scale::linear) return std::isfinite(value) ? value : std::nan("");
  return value > 0 && std::isfinite(value) ? decadesOf(value) : std::nan("");
}

double PlotAxis::valueAt(double drawn) const {
  return scale == Scale::linear ? drawn : std::pow(10.0, drawn);
}

std::vector<Tick> PlotAxis::ticks(int wanted) const {
  return scale == Scale::linear ? linearTicks(low, high, wanted) : logTicks(low, high, wanted);
}

int yTicksOf(const PlotAxis& axis, double pixels) {
  return std::clamp(int(pixels / (axis.scale == Scale::linear ? 38 : 24)), 2, 9);
}

PlotAxis xAxisOf(const Figure& figure) {
  PlotAxis axis{figure.xScale, 0, 1};
  const Range range = drawnRange(
      figure, axis, [](const Series& series) -> const auto& { return series.x; });
  if (range.isEmpty()) return axis;
  axis.low = range.low;
  axis.high = range.high > range.low ? range.high : range.low + 1;
  return axis;
}

PlotAxis yAxisOf(const Figure& figure) {
  PlotAxis axis{figure.yScale, 0, 1};
  Range range = drawnRange(
      figure, axis, [](const Series& series) -> const auto& { return series.y; });
  const Range data = range;
  for (const Level& level : figure.levels) {
    const double at = axis.drawn(level.value);
    // A bound far from everything measured would flatten the curves it is to judge.
    const double reach = axis.scale == Scale::linear
                             ? 2 * std::max(data.high - data.low, std::abs(data.high) / 4)
                             : 6.0;
    if (data.isEmpty() || (at > data.low - reach && at < data.high + reach)) range.add(at);
  }
  if (range.isEmpty()) return axis;
  if (axis.scale == Scale::logarithmic && range.high - range.low > decades) {
    // A curve that diverges leaves at the top rather than push all others out at the bottom.
    range.high = std::min(range.high, std::max(range.low + decades, begin(figure, axis) + 4));
    range.low = std::max(range.low, range.high - decades);
  }
  const double span = range.high - range.low;
  const double air = span > 0                      ? 0.04 * span
                     : axis.scale == Scale::linear ? std::max(std::abs(range.low) * 0.1, 1e-9)
                                                   : 0.5;
  axis.low = range.low - air;
  axis.high = range.high + air;
  if (axis.scale == Scale::linear && range.low >= 0 && axis.low < 0) axis.low = 0;
  return axis;
}

}  // namespace thalweg
