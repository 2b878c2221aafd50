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
  std::array<SeriesStyle, 6> series;

  /// The style of the n-th series; past six it repeats.
  const SeriesStyle& style(int n) const { return series[std::size_t(((n % 6) + 6) % 6)]; }

  static const Theme& light();
  static const Theme& darkOne();
};

/// A pen for a series: `width` in px, dash pattern converted to pen widths, flat cap where dashed.
QPen seriesPen(const SeriesStyle& style, qreal width);

}  // namespace thalweg
