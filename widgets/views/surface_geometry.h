/// The surface of the loss as triangles: block, skirt, lines of equal loss, and where a ray meets
/// it.
#pragma once

#include <QRectF>
#include <QRgb>
#include <QVector3D>
#include <cstdint>
#include <optional>
#include <vector>

#include "widgets/views/level_scale.h"

namespace thalweg {

/// Triangles as flat arrays; points, normals, colours hold three numbers a vertex.
struct Mesh {
  std::vector<float> points, normals;
  std::vector<std::uint8_t> colours;
  std::vector<std::int32_t> triangles;  // three vertices each
  std::vector<std::int32_t> lines;      // two vertices each

  std::int32_t vertices() const { return std::int32_t(points.size() / 3); }
  void addVertex(QVector3D point, QVector3D normal, QRgb colour);
};

/// Lays the plane and the shades of its loss into a block centred at the origin of x and y, longest
/// side 1, a third as high, z from 0. Boxes of very unequal sides are drawn at most twice as long
/// as wide.
struct SurfaceFrame {
  QRectF box;
  double width = 1, depth = 1, height = 1.0 / 3;

  double diagonal() const;
  double foot() const { return -0.03 * diagonal(); }  // z of the skirt's lower edge
  QVector3D toScene(double x, double y, double share) const;
  QPointF toPlane(QVector3D scene) const;
};

SurfaceFrame surfaceFrameOf(const LevelField& field);

/// Smooth normals, viridis by share; cells with a hole at a corner are left out.
Mesh surfaceMesh(const LevelField& field, const SurfaceFrame& frame);
/// Walls from the border down to the foot, and the lines along their edges.
Mesh skirtMesh(const LevelField& field, const SurfaceFrame& frame);
/// `count` lines of equal loss lifted a little over the surface.
Mesh lineMesh(const LevelField& field, const SurfaceFrame& frame, int count);

/// Unit normal of the surface above a place of the plane.
QVector3D normalAt(const LevelField& field, const SurfaceFrame& frame, double x, double y);
/// The first place where a ray from outside meets the surface.
std::optional<QVector3D> hitSurface(const LevelField& field, const SurfaceFrame& frame,
                                    QVector3D eye, QVector3D direction);
/// What a first picture has to hold: the border of the surface and the corners of the foot.
std::vector<QVector3D> outlineOf(const LevelField& field, const SurfaceFrame& frame);

}  // namespace thalweg
