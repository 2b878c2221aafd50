/// The colours, dashes and markers of the window, light and dark.
#pragma once

#include <QColor>
#include <QList>
#include <QPen>
#include <array>

namespace thalweg {

/// What tells one series from another: colour, ink for its name, dash pattern in pixels, end
/// marker.
enum class Marker { disc, square, triangle, diamond, cross };

struct SeriesStyle {
  QColor colour, ink;
  QList<qreal> dashPx;  // empty: solid
  Marker marker = Marker::disc;
};

struct Theme {
  bool dark = false;
  QColor ground, panel, raised, sunken, border, control, text, sub, disabled;
  QColor accent, accentInk, accentSoft, onAccent, selectedRow, hover;
  QColor ok, okSoft, warn, warnSoft, bad, badSoft, grid, axis, track;
  QColor sceneTop, sceneBottom, skirt,
      halo3d;  // 3-D scene: gradient, sides of the block, outline of tubes
  /// Six colours; past them each comes again with another dash pattern and marker.
  static constexpr int distinctSeries = 30;
  std::array<SeriesStyle, distinctSeries> series;

  /// The style of the n-th series; past thirty it repeats.
  const SeriesStyle& style(int n) const {
    return series[std::size_t(((n % distinctSeries) + distinctSeries) % distinctSeries)];
  }

  static const Theme& light();
  static const Theme& darkOne();
};

/// A pen for a series: `width` in px, dash pattern converted to pen widths, flat cap where dashed.
QPen seriesPen(const SeriesStyle& style, qreal width);

}  // namespace thalweg
