/// A camera that circles a point with z up.
#include "widgets/views/orbit_camera.h"

#include <QtMath>
#include <algorithm>
#include <cmath>

namespace thalweg {

QVector3D OrbitCamera::backward() const {
  const double a = qDegreesToRadians(azimuth), e = qDegreesToRadians(elevation);
  return {float(std::cos(e) * std::cos(a)), float(std::cos(e) * std::sin(a)), float(std::sin(e))};
}

QVector3D OrbitCamera::right() const {
  const double a = qDegreesToRadians(azimuth);
  return {float(-std::sin(a)), float(std::cos(a)), 0};
}

QVector3D OrbitCamera::up() const { return QVector3D::crossProduct(backward(), right()); }

QPointF OrbitCamera::project(QVector3D place, const QSizeF& size) const {
  const QVector3D from = place - eye();
  const double depth = std::max(1e-6, -double(QVector3D::dotProduct(from, backward())));
  const double scale = size.height() / 2 / std::tan(qDegreesToRadians(viewAngle / 2)) / depth;
  return {size.width() / 2 + scale * double(QVector3D::dotProduct(from, right())),
          size.height() / 2 - scale * double(QVector3D::dotProduct(from, up()))};
}

QVector3D OrbitCamera::rayThrough(QPointF at, const QSizeF& size) const {
  const double unit = 2 * std::tan(qDegreesToRadians(viewAngle / 2)) / size.height();
  const QVector3D ray = float((at.x() - size.width() / 2) * unit) * right() -
                        float((at.y() - size.height() / 2) * unit) * up() - backward();
  return ray.normalized();
}

void OrbitCamera::turn(double dAzimuth, double dElevation) {
  azimuth = std::remainder(azimuth + dAzimuth, 360.0);
  elevation = std::clamp(elevation + dElevation, 4.0, 88.0);
}

void OrbitCamera::fit(const std::vector<QVector3D>& places, const QSizeF& size,
                      const QRectF& target) {
  if (places.empty() || target.width() <= 0 || target.height() <= 0) return;
  for (int round = 0; round < 12; ++round) {
    double left = 1e30, right_ = -1e30, top = 1e30, bottom = -1e30;
    for (const QVector3D& place : places) {
      const QPointF at = project(place, size);
      left = std::min(left, at.x());
      right_ = std::max(right_, at.x());
      top = std::min(top, at.y());
      bottom = std::max(bottom, at.y());
    }
    distance *= std::max((right_ - left) / target.width(), (bottom - top) / target.height());
    const double unit = 2 * distance * std::tan(qDegreesToRadians(viewAngle / 2)) / size.height();
    const QPointF off = QPointF((left + right_) / 2, (top + bottom) / 2) - target.center();
    focal += float(off.x() * unit) * right() - float(off.y() * unit) * up();
  }
}

}  // namespace thalweg
