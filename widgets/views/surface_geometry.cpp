/// The surface of the loss as triangles.
#include "widgets/views/surface_geometry.h"

#include <QPolygonF>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/views/colour_map.h"
#include "widgets/views/level_lines.h"

namespace thalweg {
namespace {

/// Central differences of the height in scene units; one-sided at the border and beside holes.
QVector3D nodeNormal(const LevelField& field, const SurfaceFrame& frame, int i, int j) {
  const auto slope = [&](int di, int dj, int n, double length) {
    const int at = di ? i : j;
    double low = at > 0 ? field.at(i - di, j - dj) : std::nan(""),
           high = at + 1 < n ? field.at(i + di, j + dj) : std::nan("");
    int cells = 2;
    if (!std::isfinite(low)) {
      low = field.at(i, j);
      --cells;
    }
    if (!std::isfinite(high)) {
      high = field.at(i, j);
      --cells;
    }
    return cells == 0 ? 0.0 : (high - low) * frame.height / (cells * length / (n - 1));
  };
  const double sx = slope(1, 0, field.nx, frame.width), sy = slope(0, 1, field.ny, frame.depth);
  return QVector3D(float(-sx), float(-sy), 1).normalized();
}

const std::array<QRgb, 256>& surfaceColours() {
  static const std::array<QRgb, 256> colours = [] {
    std::array<QRgb, 256> made{};
    for (std::size_t i = 0; i < 256; ++i)
      made[i] = viridis(mapLow + (mapHigh - mapLow) * double(i) / 255);
    return made;
  }();
  return colours;
}

/// One wall under a row of border nodes, outward normal given.
void addWall(Mesh& mesh, const std::vector<QVector3D>& top, float foot, QVector3D normal) {
  for (std::size_t k = 0; k + 1 < top.size(); ++k) {
    const QVector3D a = top[k], b = top[k + 1];
    if (!std::isfinite(a.z()) || !std::isfinite(b.z())) continue;
    const std::int32_t first = mesh.vertices();
    mesh.addVertex(a, normal, 0);
    mesh.addVertex(b, normal, 0);
    mesh.addVertex({b.x(), b.y(), foot}, normal, 0);
    mesh.addVertex({a.x(), a.y(), foot}, normal, 0);
    // Counter-clockwise as seen from outside: the light asks which side of a triangle it meets.
    const bool clockwise =
        QVector3D::dotProduct(QVector3D::crossProduct(b - a, QVector3D(0, 0, -1)), normal) < 0;
    if (clockwise)
      for (const int corner : {0, 2, 1, 0, 3, 2}) mesh.triangles.push_back(first + corner);
    else
      for (const int corner : {0, 1, 2, 0, 2, 3}) mesh.triangles.push_back(first + corner);
    mesh.lines.insert(mesh.lines.end(), {first, first + 1, first + 2, first + 3});
  }
}

std::vector<QVector3D> border(const LevelField& field, const SurfaceFrame& frame, int side) {
  std::vector<QVector3D> row;
  const int n = side % 2 == 0 ? field.nx : field.ny;
  for (int k = 0; k < n; ++k) {
    const int i = side % 2 == 0 ? k : side == 1 ? field.nx - 1 : 0;
    const int j = side % 2 == 1 ? k : side == 2 ? field.ny - 1 : 0;
    row.push_back(frame.toScene(field.xAt(i), field.yAt(j), field.at(i, j)));
  }
  return row;
}

}  // namespace

void Mesh::addVertex(QVector3D point, QVector3D normal, QRgb colour) {
  points.insert(points.end(), {point.x(), point.y(), point.z()});
  normals.insert(normals.end(), {normal.x(), normal.y(), normal.z()});
  colours.insert(colours.end(), {std::uint8_t(qRed(colour)), std::uint8_t(qGreen(colour)),
                                 std::uint8_t(qBlue(colour))});
}

double SurfaceFrame::diagonal() const {
  return std::sqrt(width * width + depth * depth + height * height);
}

QVector3D SurfaceFrame::toScene(double x, double y, double share) const {
  return {float(((x - box.left()) / box.width() - 0.5) * width),
          float(((y - box.top()) / box.height() - 0.5) * depth), float(share * height)};
}

QPointF SurfaceFrame::toPlane(QVector3D scene) const {
  return {box.left() + (double(scene.x()) / width + 0.5) * box.width(),
          box.top() + (double(scene.y()) / depth + 0.5) * box.height()};
}

SurfaceFrame surfaceFrameOf(const LevelField& field) {
  SurfaceFrame frame;
  frame.box = QRectF(QPointF(field.x0, field.y0), QPointF(field.x1, field.y1));
  const double ratio = std::clamp(frame.box.height() / frame.box.width(), 0.5, 2.0);
  frame.width = ratio > 1 ? 1 / ratio : 1;
  frame.depth = ratio > 1 ? 1 : ratio;
  return frame;
}

Mesh surfaceMesh(const LevelField& field, const SurfaceFrame& frame) {
  Mesh mesh;
  const std::size_t nodes = std::size_t(field.nx) * std::size_t(field.ny);
  mesh.points.reserve(3 * nodes);
  mesh.normals.reserve(3 * nodes);
  mesh.colours.reserve(3 * nodes);
  mesh.triangles.reserve(6 * nodes);
  for (int j = 0; j < field.ny; ++j)
    for (int i = 0; i < field.nx; ++i) {
      const double share = field.at(i, j);
      const bool hole = !std::isfinite(share);
      const double level = hole ? 0 : std::clamp(share, 0.0, 1.0);
      mesh.addVertex(frame.toScene(field.xAt(i), field.yAt(j), level),
                     hole ? QVector3D(0, 0, 1) : nodeNormal(field, frame, i, j),
                     surfaceColours()[std::size_t(level * 255 + 0.5)]);
    }
  for (int j = 0; j + 1 < field.ny; ++j)
    for (int i = 0; i + 1 < field.nx; ++i) {
      if (!std::isfinite(field.at(i, j) + field.at(i + 1, j) + field.at(i, j + 1) +
                         field.at(i + 1, j + 1)))
        continue;
      const std::int32_t a = j * field.nx + i, b = a + 1, c = a + field.nx, d = c + 1;
      mesh.triangles.insert(mesh.triangles.end(), {a, b, d, a, d, c});
    }
  return mesh;
}

Mesh skirtMesh(const LevelField& field, const SurfaceFrame& frame) {
  Mesh mesh;
  const QVector3D normals[4] = {{0, -1, 0}, {1, 0, 0}, {0, 1, 0}, {-1, 0, 0}};
  for (int side = 0; side < 4; ++side)
    addWall(mesh, border(field, frame, side), float(frame.foot()), normals[side]);
  return mesh;
}

Mesh lineMesh(const LevelField& field, const SurfaceFrame& frame, int count) {
  Mesh mesh;
  const QVector3D lift(0, 0, float(0.0012 * frame.diagonal()));
  for (int k = 1; k <= count; ++k) {
    const double level = double(k) / (count + 1);
    for (const QPolygonF& line : linesAt(field, level))
      for (qsizetype i = 0; i < line.size(); ++i) {
        const std::int32_t vertex = mesh.vertices();
        mesh.addVertex(frame.toScene(line[i].x(), line[i].y(), level) + lift, {0, 0, 1},
                       0xffffffff);
        if (i > 0) mesh.lines.insert(mesh.lines.end(), {vertex - 1, vertex});
      }
  }
  return mesh;
}

QVector3D normalAt(const LevelField& field, const SurfaceFrame& frame, double x, double y) {
  const double u = (x - field.x0) / (field.x1 - field.x0) * (field.nx - 1);
  const double v = (y - field.y0) / (field.y1 - field.y0) * (field.ny - 1);
  const int i = std::clamp(int(std::lround(u)), 0, field.nx - 1),
            j = std::clamp(int(std::lround(v)), 0, field.ny - 1);
  return std::isfinite(field.at(i, j)) ? nodeNormal(field, frame, i, j) : QVector3D(0, 0, 1);
}

std::optional<QVector3D> hitSurface(const LevelField& field, const SurfaceFrame& frame,
                                    QVector3D eye, QVector3D direction) {
  if (field.nx < 2 || field.ny < 2) return std::nullopt;
  // The part of the ray inside the block.
  const float low[3] = {float(-frame.width / 2), float(-frame.depth / 2), 0};
  const float high[3] = {float(frame.width / 2), float(frame.depth / 2), float(frame.height)};
  float from = 0, to = 1e9f;
  for (int k = 0; k < 3; ++k) {
    if (std::abs(direction[k]) < 1e-9f) {
      if (eye[k] < low[k] || eye[k] > high[k]) return std::nullopt;
      continue;
    }
    const float t1 = (low[k] - eye[k]) / direction[k], t2 = (high[k] - eye[k]) / direction[k];
    from = std::max(from, std::min(t1, t2));
    to = std::min(to, std::max(t1, t2));
  }
  if (!(from < to)) return std::nullopt;
  // How far a place of the ray is above the surface; NaN over a hole.
  const auto above = [&](float t) {
    const QVector3D at = eye + t * direction;
    const QPointF plane = frame.toPlane(at);
    const double x = std::clamp(plane.x(), field.x0, field.x1),
                 y = std::clamp(plane.y(), field.y0, field.y1);
    return double(at.z()) - frame.height * field.sample(x, y);
  };
  const float cell = float(std::min(frame.width / field.nx, frame.depth / field.ny));
  const int steps = int((to - from) / (0.5f * cell)) + 1;
  float before = from;
  double heightBefore = above(from);
  for (int k = 1; k <= steps; ++k) {
    const float now = from + (to - from) * float(k) / float(steps);
    const double heightNow = above(now);
    if (heightBefore >= -1e-9 && heightNow <= 0) {
      float inside = now;
      for (int halving = 0; halving < 24; ++halving) {
        const float middle = 0.5f * (before + inside);
        (above(middle) > 0 ? before : inside) = middle;
      }
      return eye + inside * direction;
    }
    before = now;
    heightBefore = heightNow;
  }
  return std::nullopt;
}

std::vector<QVector3D> outlineOf(const LevelField& field, const SurfaceFrame& frame) {
  std::vector<QVector3D> places;
  for (int side = 0; side < 4; ++side)
    for (const QVector3D& place : border(field, frame, side))
      if (std::isfinite(place.z())) places.push_back(place);
  for (const int corner : {0, 1, 2, 3})
    places.push_back(QVector3D(float(frame.width / 2 * (corner % 2 ? 1 : -1)),
                               float(frame.depth / 2 * (corner / 2 ? 1 : -1)),
                               float(frame.foot())));
  return places;
}

}  // namespace thalweg
