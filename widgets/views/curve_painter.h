/// Draws a function of one variable under its paths.
#pragma once

#include <QRectF>
#include <QTransform>

#include "widgets/theme/theme.h"
#include "widgets/views/scene.h"

class QPainter;

namespace thalweg {

/// The curve's height at x, straight between the nodes; NaN outside.
double heightAt(const PlaneGrid& curve, double x);

/// The box in which all of a curve is seen, with room for what lies on it.
QRectF boxOfCurve(const PlaneGrid& curve);

void paintCurve(QPainter& painter, const QRectF& plot, const QTransform& toView,
                const PlaneGrid& curve, const Theme& theme);

}  // namespace thalweg
