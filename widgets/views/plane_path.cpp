/// Where a path is at a step, where it leaves a box, which of its steps is nearest to a point.
#include "widgets/views/plane_path.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

bool isFinite(QPointF p) { return std::isfinite(p.x()) && std::isfinite(p.y()); }

/// Liang-Barsky: the share of a segment that is inside the box.
bool clipSegment(QPointF a, QPointF b, const QRectF& box, double& from, double& to) {
  from = 0;
  to = 1;
  const double d[2] = {b.x() - a.x(), b.y() - a.y()};
  const double low[2] = {box.left() - a.x(), box.top() - a.y()};
  const double high[2] = {box.right() - a.x(), box.bottom() - a.y()};
  for (int k = 0; k < 2; ++k) {
    if (d[k] == 0) {
      if (low[k] > 0 || high[k] < 0) return false;
      continue;
    }
    const double t1 = low[k] / d[k], t2 = high[k] / d[k];
    from = std::max(from, std::min(t1, t2));
    to = std::min(to, std::max(t1, t2));
  }
  return from < to;
}

/// The last point at or before a step, the first one before all of them.
std::size_t pointBefore(const PlanePath& path, int step) {
  if (path.steps.empty())
    return std::min(std::size_t(std::max(step, 0) / std::max(path.stride, 1)),
                    path.points.size() - 1);
  const auto after = std::upper_bound(path.steps.begin(), path.steps.end(), step);
  return after == path.steps.begin() ? 0 : std::size_t(after - path.steps.begin()) - 1;
}

}  // namespace

int stepOf(const PlanePath& path, std::size_t point) {
  return point < path.steps.size() ? path.steps[point] : int(point) * std::max(path.stride, 1);
}

int lastStepOf(const PlanePath& path) {
  return path.points.empty() ? -1 : stepOf(path, path.points.size() - 1);
}

std::optional<QPointF> placeAt(const PlanePath& path, int step) {
  if (path.points.empty()) return std::nullopt;
  step = std::clamp(step, 0, lastStepOf(path));
  const std::size_t k = pointBefore(path, step);
  const QPointF a = path.points[k];
  const int rest = step - stepOf(path, k);
  if (rest <= 0) return a;
  return a + (path.points[k + 1] - a) * (double(rest) / (stepOf(path, k + 1) - stepOf(path, k)));
}

std::optional<double> lossAt(const PlanePath& path, int step) {
  if (path.f.empty() || path.points.empty()) return std::nullopt;
  std::size_t k = pointBefore(path, step);
  if (k + 1 < path.points.size() && stepOf(path, k + 1) - step <= step - stepOf(path, k)) ++k;
  return path.f[std::min(k, path.f.size() - 1)];
}

std::optional<FrameExit> exitOf(const PlanePath& path, int step, const QTransform& toView,
                                const QRectF& box) {
  const std::optional<QPointF> now = placeAt(path, step);
  if (!now) return std::nullopt;
  if (isFinite(*now) && box.contains(toView.map(*now))) return std::nullopt;
  std::size_t last = pointBefore(path, step);
  if (stepOf(path, last) < step && last + 1 < path.points.size()) ++last;
  for (std::size_t k = last; k > 0; --k) {
    const QPointF a = toView.map(path.points[k - 1]);
    if (!isFinite(a) || !box.contains(a)) continue;
    QPointF b = toView.map(path.points[k]);
    if (!isFinite(b))
      b = a +
          QPointF(0, -1e6);  // no direction is known of a step to infinity: up, as the loss goes
    double from = 0, to = 1;
    clipSegment(a, b, box, from, to);
    const double length = std::hypot(b.x() - a.x(), b.y() - a.y());
    if (!(length > 0)) continue;
    return FrameExit{a + (b - a) * to, (b - a) / length, stepOf(path, k)};
  }
  QPointF outside = toView.map(path.points.front());
  if (!isFinite(outside)) return std::nullopt;
  const QPointF at(std::clamp(outside.x(), box.left(), box.right()),
                   std::clamp(outside.y(), box.top(), box.bottom()));
  const double length = std::hypot(outside.x() - at.x(), outside.y() - at.y());
  if (!(length > 0)) return std::nullopt;
  return FrameExit{at, (outside - at) / length, 0};
}

std::optional<StepOfPath> nearestStep(const std::vector<PlanePath>& paths, QPointF at, double reach,
                                      const QTransform& toView) {
  std::optional<StepOfPath> best;
  double least = reach * reach;
  for (std::size_t p = 0; p < paths.size(); ++p) {
    if (!paths[p].visible) continue;
    for (std::size_t k = 0; k < paths[p].points.size(); ++k) {
      const QPointF d = toView.map(paths[p].points[k]) - at;
      const double distance = d.x() * d.x() + d.y() * d.y();
      if (!(distance < least)) continue;
      least = distance;
      best = StepOfPath{int(p), stepOf(paths[p], k)};
    }
  }
  return best;
}

ClippedLine clipped(const QPolygonF& line, const QRectF& box, double lengthBefore) {
  ClippedLine made;
  double length = lengthBefore;
  bool joined = false;  // the last piece ends at the point the next segment starts from
  QPointF a;
  bool have = false;
  for (qsizetype i = 0; i < line.size(); ++i) {
    const QPointF b = line[i];
    if (!isFinite(b)) {
      have = joined = false;
      continue;
    }
    if (!have) {
      a = b;
      have = true;
      continue;
    }
    const double segment = std::hypot(b.x() - a.x(), b.y() - a.y());
    if (segment < 0.5 && i + 1 < line.size()) continue;
    double from = 0, to = 1;
    if (clipSegment(a, b, box, from, to)) {
      if (!joined || from > 0) {
        made.pieces.push_back(QPolygonF({a + (b - a) * from}));
        made.lengthBefore.push_back(length + from * segment);
      }
      made.pieces.back() << a + (b - a) * to;
      joined = to >= 1;
    } else {
      joined = false;
    }
    length += segment;
    a = b;
  }
  return made;
}

QPolygonF pastOf(const PlanePath& path, int step, const QTransform& toView) {
  QPolygonF line;
  if (path.points.empty() || step < 0) return line;
  const std::size_t whole = pointBefore(path, step);
  line.reserve(qsizetype(whole) + 2);
  for (std::size_t k = 0; k <= whole; ++k) line << toView.map(path.points[k]);
  if (step < lastStepOf(path) && step != stepOf(path, whole))
    line << toView.map(*placeAt(path, step));
  return line;
}

QPolygonF futureOf(const PlanePath& path, int step, const QTransform& toView) {
  QPolygonF line;
  if (path.points.empty() || step >= lastStepOf(path)) return line;
  const std::size_t first = pointBefore(path, step) + 1;
  line.reserve(qsizetype(path.points.size() - first) + 1);
  line << toView.map(*placeAt(path, step));
  for (std::size_t k = first; k < path.points.size(); ++k) line << toView.map(path.points[k]);
  return line;
}

QPolygonF betweenOf(const PlanePath& path, int from, int to, const QTransform& toView) {
  QPolygonF line;
  to = std::min(to, lastStepOf(path));
  if (path.points.empty() || from >= to) return line;
  line << toView.map(*placeAt(path, from));
  for (std::size_t k = pointBefore(path, from) + 1; k < path.points.size() && stepOf(path, k) < to;
       ++k)
    if (stepOf(path, k) > from) line << toView.map(path.points[k]);
  line << toView.map(*placeAt(path, to));
  return line;
}

std::vector<AwayStretch> stretchesOf(const PlanePath& path, int from, int to) {
  to = std::min(to, lastStepOf(path));
  if (path.points.empty() || from >= to) return {};
  if (path.away.size() != path.points.size()) return {{from, to, 0.0}};
  // A new part begins only where the colour has changed enough to be seen: a noisy path would fall
  // into as many parts as it has steps.
  constexpr double seen = 0.12;
  std::size_t k = pointBefore(path, from);
  std::vector<AwayStretch> parts{{from, to, path.away[k]}};
  for (++k; k < path.points.size() && stepOf(path, k) < to; ++k) {
    if (std::abs(path.away[k] - parts.back().away) < seen || stepOf(path, k) <= from) continue;
    parts.back().to = stepOf(path, k);
    parts.push_back({parts.back().to, to, path.away[k]});
  }
  return parts;
}

double lengthOf(const QPolygonF& line) {
  double length = 0;
  for (qsizetype i = 1; i < line.size(); ++i) {
    const double segment = QLineF(line[i - 1], line[i]).length();
    if (std::isfinite(segment)) length += segment;
  }
  return length;
}

}  // namespace thalweg
