/// The colour map of the loss, and colours between others.
#pragma once

#include <QRgb>

#include "widgets/theme/theme.h"

namespace thalweg {

/// Viridis (Smith and van der Walt, CC0) at t in 0..1, clamped.
QRgb viridis(double t);

/// `share` of b in a, opaque.
QRgb mixed(QRgb a, QRgb b, double share);

/// The colour of a path where it is so far from the plane it is seen on, 0 to 1: it goes to grey.
QColor awayColour(const QColor& own, double away, const Theme& theme);

/// The part of the map that is used: it stops before the yellow that drowns white lines.
constexpr double mapLow = 0.05;
constexpr double mapHigh = 0.91;

}  // namespace thalweg
