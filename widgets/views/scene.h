/// What both views of the plane show, as plain values: a grid of the loss, paths over it, the
/// start.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <memory>
#include <optional>
#include <vector>

namespace thalweg {

/// Values of the loss on nx by ny nodes, x from x0 to x1 and y from y0 to y1 inclusive; f[j * nx +
/// i] at (x_i, y_j). NaN is a hole. A grid of one row is a curve: a function of x alone.
struct PlaneGrid {
  int nx = 0, ny = 0;
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  std::vector<double> f;
};

/// The path of one run in the plane. points[k] belongs to steps[k], or to step k * stride.
struct PlanePath {
  QString name;
  int style = 0;  // index into Theme::series
  std::vector<QPointF> points;
  std::vector<double> f;  // true loss at each point, may be empty
  /// How far each point is from the plane, 0 in it to 1; empty: all in it.
  std::vector<double> away;
  int stride = 1;
  std::vector<int> steps;  // the step of each point, rising, from 0 on; empty: every stride-th step
  bool visible = true;
  bool reference = false;  // a flow: thin, grey, no markers
  bool diverged = false;
  int mark = -1;  // step at which something was done to the run, such as a kick; -1 none
  int companion =
      -1;  // of a flow: index of the path it is compared with, drawn as a ribbon; -1 none
};

/// A point that is known of the function.
struct PlaneMark {
  enum class Kind { minimum, saddle, maximum, point };
  QPointF at;
  QString name;
  Kind kind = Kind::minimum;
};

/// Something with a direction at a point, such as a term of a step.
struct PlaneArrow {
  QPointF from, to;
  QColor colour;
  QString name;
  bool dashed = false, pale = false;
};

struct PlaneScene {
  bool oneVariable = false;  // y is the loss itself; the grid is a curve, and paths lie on it
  std::shared_ptr<const PlaneGrid> grid;  // null: nothing to show yet
  QRectF home;                            // all there is to see; empty: what the grid covers
  std::vector<PlanePath> paths;
  std::vector<PlaneMark> marks;
  std::vector<PlaneArrow> arrows;
  std::optional<QPointF> start;  // absent: not shown
  bool startMovable = true;
  QString xName = "x", yName = "y", zName = "loss";
  int cursor = 0;     // step shown
  int selected = -1;  // index into paths, -1 none
  QString note;       // one line on the map, such as the share of motion inside the plane
};

/// One step of one path: what the pointer is on.
struct StepOfPath {
  int path = -1, step = 0;
  friend bool operator==(const StepOfPath&, const StepOfPath&) = default;
};

}  // namespace thalweg
