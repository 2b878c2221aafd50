/// The colour map of the loss.
#pragma once

#include <QRgb>

namespace thalweg {

/// Viridis (Smith and van der Walt, CC0) at t in 0..1, clamped.
QRgb viridis(double t);

/// `share` of b in a, opaque.
QRgb mixed(QRgb a, QRgb b, double share);

/// The part of the map that is used: it stops before the yellow that drowns white lines.
constexpr double mapLow = 0.05;
constexpr double mapHigh = 0.91;

}  // namespace thalweg
