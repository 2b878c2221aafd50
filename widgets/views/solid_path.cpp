/// Paths on the surface as solids.
#include "widgets/views/solid_path.h"

#include <QtMath>
#include <algorithm>
#include <cmath>

#include "widgets/views/colour_map.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/solid_bodies.h"

namespace thalweg {
namespace {

// Shares of the block's diagonal.
constexpr float tubeRadius = 0.0045f, bodyRadius = 0.0144f, ringRadius = 0.0155f,
                ringTube = 0.0032f;
constexpr float haloTube = 1.75f, haloBody = 1.22f, beadTube = 1.32f;

QColor colourOf(const PlanePath& path, const Theme& theme) {
  return path.reference ? theme.axis : theme.style(path.style).colour;
}

QRgb darker(const QColor& colour) { return mixed(colour.rgb(), qRgb(0, 0, 0), 1 - 0.62); }

/// The stretch of a drape between two steps, its ends cut exactly there.
std::vector<QVector3D> stretch(const DrapedPath& drape, float from, float to) {
  std::vector<QVector3D> points;
  for (std::size_t i = 0; i < drape.points.size(); ++i) {
    const float here = drape.steps[i];
    if (i > 0 && here > from && drape.steps[i - 1] < from)
      points.push_back(drape.points[i - 1] +
                       (drape.points[i] - drape.points[i - 1]) *
                           ((from - drape.steps[i - 1]) / (here - drape.steps[i - 1])));
    if (here > to) {
      if (i > 0 && drape.steps[i - 1] < to)
        points.push_back(drape.points[i - 1] +
                         (drape.points[i] - drape.points[i - 1]) *
                             ((to - drape.steps[i - 1]) / (here - drape.steps[i - 1])));
      break;
    }
    if (here >= from) points.push_back(drape.points[i]);
  }
  return points;
}

}  // namespace

DrapedPath draped(const PlanePath& path, const LevelField& field, const SurfaceFrame& frame,
                  int limit) {
  DrapedPath drape;
  const std::size_t count = path.points.size();
  if (count == 0 || field.nx < 2) return drape;
  const std::size_t every =
      std::max<std::size_t>(1, (count + std::size_t(limit) - 1) / std::size_t(limit));
  const std::size_t budget = std::max<std::size_t>(1, std::size_t(limit) * every / count);
  const float lift = tubeRadius * float(frame.diagonal()) * 0.5f;
  const auto lay = [&](QPointF p, double step) {
    const double share = field.sample(p.x(), p.y());
    QVector3D at = frame.toScene(p.x(), p.y(), std::min(share, 1.0));
    if (!std::isfinite(share))
      at.setZ(std::nanf(""));
    else
      at += lift * normalAt(field, frame, p.x(), p.y());
    drape.points.push_back(at);
    drape.steps.push_back(float(step));
  };
  const double cell = 2.0 * frame.width / (field.nx - 1);
  for (std::size_t k = 0; k < count; k += every) {
    if (k > 0) {
      const QPointF a = path.points[k - every], b = path.points[k];
      const double dx = (b.x() - a.x()) / frame.box.width() * frame.width;
      const double dy = (b.y() - a.y()) / frame.box.height() * frame.depth;
      const double pieces =
          std::clamp(std::hypot(dx, dy) / cell, 1.0, double(std::min<std::size_t>(budget, 100)));
      for (int i = 1; i < int(pieces); ++i)
        lay(a + (b - a) * (i / std::floor(pieces)),
            stepOf(path, k - every) +
                double(stepOf(path, k) - stepOf(path, k - every)) * i / std::floor(pieces));
    }
    drape.beads.push_back(drape.points.size());
    lay(path.points[k], stepOf(path, k));
  }
  return drape;
}

QVector3D placeOnSurface(const PlanePath& path, int step, const LevelField& field,
                         const SurfaceFrame& frame) {
  const auto at = placeAt(path, step);
  const double share = at ? field.sample(at->x(), at->y()) : std::nan("");
  if (!std::isfinite(share)) return {0, 0, std::nanf("")};
  return frame.toScene(at->x(), at->y(), std::min(share, 1.0));
}

namespace {

/// How finely paths are modelled: many or long ones get fewer sides, so that a picture stays quick
/// to draw.
struct Detail {
  int sides = 12, haloSides = 8, beadSides = 8;
  Detail(std::size_t vertices, bool draft) {
    if (vertices > 1500) sides = 8, haloSides = 6, beadSides = draft ? 0 : 6;
    if (vertices > 5000) sides = 5, haloSides = 4, beadSides = 0;
  }
};

/// A bead at each step up to the cursor, but none inside the one before.
void addBeads(Mesh& mesh, const DrapedPath& drape, float cursor, float radius, int sides,
              QRgb colour) {
  QVector3D last(1e9f, 0, 0);
  for (const std::size_t bead : drape.beads) {
    if (drape.steps[bead] > cursor) break;
    const QVector3D at = drape.points[bead];
    if (!std::isfinite(at.z()) || (at - last).length() < 1.2f * radius) continue;
    addSphere(mesh, at, radius, sides, colour);
    last = at;
  }
}

}  // namespace

SolidPaths solidPaths(const std::vector<PlanePath>& paths, int step,
                      const std::vector<DrapedPath>& drapes, const LevelField& field,
                      const SurfaceFrame& frame, const Theme& theme, bool draft) {
  SolidPaths solids;
  const float d = float(frame.diagonal()), cursor = float(step);
  const QRgb haloColour = theme.halo3d.rgb();
  std::size_t vertices = 0;
  for (std::size_t i = 0; i < paths.size() && i < drapes.size(); ++i)
    if (paths[i].visible) vertices += drapes[i].points.size();
  const Detail detail(vertices, draft);
  for (std::size_t i = 0; i < paths.size() && i < drapes.size(); ++i) {
    const PlanePath& path = paths[i];
    if (!path.visible || drapes[i].points.empty()) continue;
    const float radius = tubeRadius * d * (path.reference ? 0.6f : 1.0f);
    const QRgb colour = colourOf(path, theme).rgb();
    const auto addStretches = [&](Mesh& mesh, int from, int to, float thick, int sides) {
      for (const AwayStretch& part : stretchesOf(path, from, to))
        addTube(mesh, stretch(drapes[i], float(part.from), float(part.to)), thick, sides,
                awayColour(colourOf(path, theme), part.away, theme).rgb());
    };
    addStretches(solids.past, 0, step, radius, detail.sides);
    addTube(solids.halo, stretch(drapes[i], 0, cursor), radius * haloTube, detail.haloSides,
            haloColour);
    addStretches(solids.future, std::max(step, 0), lastStepOf(path), radius * 0.7f, 5);
    if (path.reference) continue;
    if (detail.beadSides > 0)
      addBeads(solids.past, drapes[i], cursor, radius * beadTube, detail.beadSides,
               darker(colourOf(path, theme)));
    const QVector3D end = placeOnSurface(path, step, field, frame);
    if (!std::isfinite(end.z())) continue;
    const QVector3D centre = end + QVector3D(0, 0, 0.7f * bodyRadius * d);
    addBody(solids.past, theme.style(path.style).marker, centre, bodyRadius * d, colour);
    addBody(solids.halo, theme.style(path.style).marker, centre, bodyRadius * d * haloBody,
            haloColour);
  }
  return solids;
}

Mesh startRing(QPointF at, const LevelField& field, const SurfaceFrame& frame, const Theme& theme) {
  Mesh mesh;
  const double share = field.sample(at.x(), at.y());
  const float d = float(frame.diagonal());
  if (!std::isfinite(share)) return mesh;
  const QVector3D normal = normalAt(field, frame, at.x(), at.y());
  addRing(mesh, frame.toScene(at.x(), at.y(), share) + 0.004f * d * normal, normal, ringRadius * d,
          ringTube * d, theme.text.rgb());
  return mesh;
}

Mesh startHalo(QPointF at, const LevelField& field, const SurfaceFrame& frame, const Theme& theme) {
  Mesh mesh;
  const double share = field.sample(at.x(), at.y());
  const float d = float(frame.diagonal());
  if (!std::isfinite(share)) return mesh;
  const QVector3D normal = normalAt(field, frame, at.x(), at.y());
  addRing(mesh, frame.toScene(at.x(), at.y(), share) + 0.004f * d * normal, normal, ringRadius * d,
          ringTube * d * haloTube, theme.halo3d.rgb());
  return mesh;
}

}  // namespace thalweg
