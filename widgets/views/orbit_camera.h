/// A camera that circles a point with z up: what the surface is seen through, and how the pointer
/// finds places on it.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QVector3D>
#include <vector>

namespace thalweg {

/// Angles in degrees. Elevation stays between 4 and 88, so that up is always up.
struct OrbitCamera {
  double azimuth = -38, elevation = 42, viewAngle = 30;
  double distance = 3;
  QVector3D focal;

  QVector3D backward() const;  // unit vector from the focal point to the eye
  QVector3D right() const;
  QVector3D up() const;
  QVector3D eye() const { return focal + float(distance) * backward(); }

  /// Where a place is seen on a picture of this size, y downwards.
  QPointF project(QVector3D place, const QSizeF& size) const;
  /// Unit direction from the eye through a point of the picture.
  QVector3D rayThrough(QPointF at, const QSizeF& size) const;

  void turn(double dAzimuth, double dElevation);
  /// Moves and backs off until all places fill `target` of the picture.
  void fit(const std::vector<QVector3D>& places, const QSizeF& size, const QRectF& target);
};

}  // namespace thalweg
