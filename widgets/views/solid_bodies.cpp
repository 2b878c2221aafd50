/// Small solids appended to a mesh.
#include "widgets/views/solid_bodies.h"

#include <QtMath>
#include <array>
#include <cmath>

namespace thalweg {
namespace {

/// Any unit vector across `along`.
QVector3D across(QVector3D along) {
  const QVector3D other = std::abs(along.z()) < 0.9f ? QVector3D(0, 0, 1) : QVector3D(1, 0, 0);
  return QVector3D::crossProduct(along, other).normalized();
}

/// A closed ring of vertices round a centre, spanned by two unit vectors.
void addCircle(Mesh& mesh, QVector3D centre, QVector3D u, QVector3D v, float radius, int sides,
               QRgb colour) {
  for (int k = 0; k < sides; ++k) {
    const float angle = float(2 * M_PI * k / sides);
    const QVector3D out = std::cos(angle) * u + std::sin(angle) * v;
    mesh.addVertex(centre + radius * out, out, colour);
  }
}

/// Joins the last two circles of `sides` vertices, the second of them last.
void joinCircles(Mesh& mesh, std::int32_t first, std::int32_t second, int sides) {
  for (int k = 0; k < sides; ++k) {
    const std::int32_t a = first + k, b = first + (k + 1) % sides, c = second + k,
                       d = second + (k + 1) % sides;
    mesh.triangles.insert(mesh.triangles.end(), {a, b, d, a, d, c});
  }
}

void addCap(Mesh& mesh, QVector3D centre, QVector3D normal, std::int32_t circle, int sides,
            bool turned, QRgb colour) {
  const std::int32_t middle = mesh.vertices();
  mesh.addVertex(centre, normal, colour);
  for (int k = 0; k < sides; ++k) {
    const std::int32_t a = circle + k, b = circle + (k + 1) % sides;
    if (turned)
      mesh.triangles.insert(mesh.triangles.end(), {middle, b, a});
    else
      mesh.triangles.insert(mesh.triangles.end(), {middle, a, b});
  }
}

void addPiece(Mesh& mesh, const std::vector<QVector3D>& points, float radius, int sides,
              QRgb colour) {
  if (points.size() < 2) return;
  QVector3D u = across((points[1] - points[0]).normalized());
  std::int32_t before = -1;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const QVector3D along =
        (points[std::min(i + 1, points.size() - 1)] - points[i > 0 ? i - 1 : 0]).normalized();
    // The frame is carried along without twist: its last direction, freed of what points along the
    // tube.
    QVector3D next = u - QVector3D::dotProduct(u, along) * along;
    u = next.lengthSquared() > 1e-8f ? next.normalized() : across(along);
    const std::int32_t circle = mesh.vertices();
    addCircle(mesh, points[i], u, QVector3D::crossProduct(along, u), radius, sides, colour);
    if (before >= 0)
      joinCircles(mesh, before, circle, sides);
    else
      addCap(mesh, points[i], -along, circle, sides, true, colour);
    if (i + 1 == points.size()) addCap(mesh, points[i], along, circle, sides, false, colour);
    before = circle;
  }
}

/// A convex body of flat triangles; the corners are turned outwards as seen from the origin.
void addFlat(Mesh& mesh, QVector3D centre, const std::vector<QVector3D>& corners,
             const std::vector<std::array<int, 3>>& faces, QRgb colour) {
  for (const auto& face : faces) {
    QVector3D a = corners[std::size_t(face[0])], b = corners[std::size_t(face[1])],
              c = corners[std::size_t(face[2])];
    QVector3D normal = QVector3D::crossProduct(b - a, c - a).normalized();
    if (QVector3D::dotProduct(normal, a + b + c) < 0) {
      std::swap(b, c);
      normal = -normal;
    }
    const std::int32_t first = mesh.vertices();
    for (const QVector3D& corner : {a, b, c}) mesh.addVertex(centre + corner, normal, colour);
    mesh.triangles.insert(mesh.triangles.end(), {first, first + 1, first + 2});
  }
}

/// A box turned about the upright axis, so that two sides and the top are seen from wherever the
/// camera starts.
void addBox(Mesh& mesh, QVector3D centre, QVector3D half, QRgb colour) {
  const float c = std::cos(-0.35f), s = std::sin(-0.35f);
  std::vector<QVector3D> corners;
  for (int k = 0; k < 8; ++k) {
    const float x = k & 1 ? half.x() : -half.x(), y = k & 2 ? half.y() : -half.y();
    corners.push_back({c * x - s * y, s * x + c * y, k & 4 ? half.z() : -half.z()});
  }
  addFlat(mesh, centre, corners,
          {{0, 1, 3},
           {0, 3, 2},
           {4, 5, 7},
           {4, 7, 6},
           {0, 1, 5},
           {0, 5, 4},
           {2, 3, 7},
           {2, 7, 6},
           {0, 2, 6},
           {0, 6, 4},
           {1, 3, 7},
           {1, 7, 5}},
          colour);
}

}  // namespace

void addTube(Mesh& mesh, const std::vector<QVector3D>& points, float radius, int sides,
             QRgb colour) {
  std::vector<QVector3D> piece;
  const float least = 0.35f * radius;  // nearer points are one place to the eye
  for (const QVector3D& point : points) {
    if (!std::isfinite(point.z())) {
      addPiece(mesh, piece, radius, sides, colour);
      piece.clear();
    } else if (piece.empty() || (point - piece.back()).lengthSquared() > least * least) {
      piece.push_back(point);
    }
  }
  addPiece(mesh, piece, radius, sides, colour);
}

void addSphere(Mesh& mesh, QVector3D centre, float radius, int sides, QRgb colour) {
  const int rings = sides / 2;
  std::int32_t before = -1;
  for (int r = 0; r <= rings; ++r) {
    const float polar = float(M_PI) * float(r) / float(rings);
    const std::int32_t circle = mesh.vertices();
    for (int k = 0; k < sides; ++k) {
      const float angle = float(2 * M_PI * k / sides);
      const QVector3D out(std::sin(polar) * std::cos(angle), std::sin(polar) * std::sin(angle),
                          -std::cos(polar));
      mesh.addVertex(centre + radius * out, out, colour);
    }
    if (before >= 0) joinCircles(mesh, before, circle, sides);
    before = circle;
  }
}

void addRing(Mesh& mesh, QVector3D centre, QVector3D normal, float radius, float tube,
             QRgb colour) {
  const QVector3D u = across(normal), v = QVector3D::crossProduct(normal, u);
  std::vector<QVector3D> circle;
  constexpr int count = 40;
  for (int k = 0; k <= count; ++k) {
    const float angle = float(2 * M_PI * k / count);
    circle.push_back(centre + radius * (std::cos(angle) * u + std::sin(angle) * v));
  }
  addTube(mesh, circle, tube, 10, colour);
}

void addBody(Mesh& mesh, Marker marker, QVector3D centre, float radius, QRgb colour) {
  const float r = radius;
  switch (marker) {
    case Marker::disc:
      addSphere(mesh, centre, r, 20, colour);
      break;
    case Marker::square:
      addBox(mesh, centre, QVector3D(0.8f * r, 0.8f * r, 0.8f * r), colour);
      break;
    case Marker::triangle: {
      const float s = 1.25f * r;
      addFlat(mesh, centre,
              {{0, 0, s},
               {0.943f * s, 0, -s / 3},
               {-0.471f * s, 0.816f * s, -s / 3},
               {-0.471f * s, -0.816f * s, -s / 3}},
              {{0, 1, 2}, {0, 2, 3}, {0, 3, 1}, {1, 2, 3}}, colour);
      break;
    }
    case Marker::diamond: {
      const float s = 1.25f * r;
      addFlat(
          mesh, centre, {{s, 0, 0}, {-s, 0, 0}, {0, s, 0}, {0, -s, 0}, {0, 0, s}, {0, 0, -s}},
          {{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4}, {0, 2, 5}, {2, 1, 5}, {1, 3, 5}, {3, 0, 5}},
          colour);
      break;
    }
    case Marker::cross: {
      const float thin = 0.28f * r;
      for (const QVector3D& half :
           {QVector3D(r, thin, thin), QVector3D(thin, r, thin), QVector3D(thin, thin, r)})
        addBox(mesh, centre, half, colour);
      break;
    }
  }
}

}  // namespace thalweg
