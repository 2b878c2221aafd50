/// Small solids appended to a mesh: tubes, spheres, rings, the end markers made solid.
#pragma once

#include <QRgb>
#include <QVector3D>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/surface_geometry.h"

namespace thalweg {

/// A tube along points; a point with NaN z ends it and the next begins another.
void addTube(Mesh& mesh, const std::vector<QVector3D>& points, float radius, int sides,
             QRgb colour);
void addSphere(Mesh& mesh, QVector3D centre, float radius, int sides, QRgb colour);
void addRing(Mesh& mesh, QVector3D centre, QVector3D normal, float radius, float tube, QRgb colour);
/// Disc: sphere; square: cube; triangle: tetrahedron; diamond: octahedron; cross: three bars.
void addBody(Mesh& mesh, Marker marker, QVector3D centre, float radius, QRgb colour);

}  // namespace thalweg
